import VietnameseText

/// The fields of an `application/x-www-form-urlencoded` text, in order; names may repeat.
struct FormFields: Sendable {
    let fields: [(name: String, value: String)]
    /// The bytes that the fields hold, of which texts were made: what signatures are taken over.
    let bytes: [(name: [UInt8], value: [UInt8])]

    init(_ fields: [(name: String, value: String)]) {
        self.fields = fields
        bytes = fields.map { (Array($0.name.utf8), Array($0.value.utf8)) }
    }

    /// A broken escape is taken as written, and what is no UTF-8 is read as what it is: a message is not lost for it.
    init(encoded text: [UInt8], label: String? = nil) {
        var bytes: [(name: [UInt8], value: [UInt8])] = []
        for pair in text.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            bytes.append((Self.decoded(parts[0]), parts.count == 2 ? Self.decoded(parts[1]) : []))
        }
        self.bytes = bytes
        // Finding out an encoding costs more than reading does, so it is not done for every field of a large form.
        var guesses = 0
        func reading(_ bytes: [UInt8]) -> String {
            if bytes.allSatisfy({ $0 > 0 && $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
            guesses += 1
            return guesses <= Self.mostGuesses
                ? Charsets.text(bytes, label: label) : String(decoding: bytes, as: UTF8.self)
        }
        fields = bytes.map { (reading($0.name), reading($0.value)) }
    }

    /// Names and values whose encoding is looked for; a provider's call has one text.
    private static let mostGuesses = 40

    subscript(_ name: String) -> String? {
        fields.first { $0.name.utf8.count == name.utf8.count && $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    /// The bytes of a value, of which its text was made.
    func bytes(of name: String) -> [UInt8]? { bytes.first { $0.name.elementsEqual(name.utf8) }?.value }

    /// The text that a body holds for these fields.
    var encoded: String {
        fields.map { Self.escaped($0.name) + "=" + Self.escaped($0.value) }.joined(separator: "&")
    }

    /// Every byte but letters, digits and `-._~` as `%XX`; right in queries and in bodies.
    static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The bytes that `%XX` and `+` stand for.
    static func decoded(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool = true) -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.endIndex, let high = digit(bytes[index + 1]),
                let low = digit(bytes[index + 2])
            {
                plain.append(high << 4 | low)
                index += 3
            } else {
                plain.append(byte == UInt8(ascii: "+") && plusIsSpace ? 0x20 : byte)
                index += 1
            }
        }
        return plain
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
