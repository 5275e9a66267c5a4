/// Changes forms and queries: fields left out, repeated, renamed, with numbers and texts of all kinds and broken escapes.
struct FormMutations {
    var texts: TextMaker
    var json: JSONMutations

    /// A form such as `a=1&b=${text}`, its values not yet escaped.
    func form(_ template: String, _ values: [String: String], _ luck: inout Luck) -> [UInt8] {
        var fields = template.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return (name: parts[0], value: parts.count > 1 ? Template.filled(parts[1], values) : "")
        }
        for _ in 0..<luck.within(0...3) where !fields.isEmpty {
            let place = luck.below(fields.count)
            switch luck.below(7) {
            case 0: fields.remove(at: place)
            case 1: fields.insert((fields[place].name, texts.text(&luck)), at: luck.below(fields.count + 1))
            case 2: fields[place].value = json.number(&luck)
            case 3: fields[place].name = texts.mutated(fields[place].name, &luck)
            case 4: fields.shuffle(using: &luck)
            case 5: fields += (0..<luck.length(upTo: 4000)).map { ("f\($0)", "1") }
            default:
                fields[place].value = luck.once(in: 2) ? texts.text(&luck) : texts.mutated(fields[place].value, &luck)
            }
        }
        var bytes: [UInt8] = []
        for field in fields {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
            bytes += Self.escaped(field.name)
            bytes.append(UInt8(ascii: "="))
            bytes += Self.escaped(field.value)
            if luck.once(in: 30) {
                bytes += Array(luck.pick(["%", "%4", "%ZZ", "%u0111", "%FF", "%C3", "%00", "&&", "=", ";", "+"]).utf8)
            }
        }
        return Array(bytes.prefix(64_000))
    }

    private static let hex = Array("0123456789ABCDEF".utf8)

    static func escaped(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes += [0x25, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return bytes
    }

    /// What a web server makes of a query, or a provider of its form; broken escapes stay.
    static func fields(_ encoded: [UInt8], plus: Bool) -> [(name: String, value: String)] {
        encoded.split(separator: UInt8(ascii: "&")).map { pair in
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (plain(parts[0], plus: plus), parts.count > 1 ? plain(parts[1], plus: plus) : "")
        }
    }

    private static func plain(_ bytes: ArraySlice<UInt8>, plus: Bool) -> String {
        var result: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == 0x25, digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) {
                result.append(value)
                rest = rest.dropFirst(2)
            } else {
                result.append(plus && byte == 0x2B ? 0x20 : byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
