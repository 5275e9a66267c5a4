/// The fields of a query or of a form as a browser sends it, with bounds on all of it.
struct FormText: Sendable {
    /// Fields of one form; no page has as many.
    static let fields = 100

    private var values: [(name: String, value: String)] = []

    init() {}

    /// The fields of a form that was read already.
    init(_ fields: [(name: String, value: String)]) { values = fields }

    /// Reads `name=value&…`; nil where the text is no such thing or has too many fields.
    init?(encoded text: some StringProtocol) {
        for part in text.utf8.split(separator: UInt8(ascii: "&")) {
            guard values.count < Self.fields else { return nil }
            let sides = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(sides[0]), let value = sides.count > 1 ? Self.decoded(sides[1]) : "" else {
                return nil
            }
            values.append((name, value))
        }
    }

    /// The first field of the name.
    subscript(_ name: String) -> String? { values.first { $0.name == name }?.value }

    /// All fields, for giving back what was typed.
    var all: [(name: String, value: String)] { values }

    /// All values of the name.
    func values(of name: String) -> [String] { values.filter { $0.name == name }.map(\.value) }

    /// Percent signs and pluses undone; nil where that yields no UTF-8.
    static func decoded(_ bytes: some Collection<UInt8>, plus: Bool = true) -> String? {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+") where plus: result.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
                result.append(high << 4 | low)
            default: result.append(byte)
            }
        }
        return String(validating: result, as: UTF8.self)
    }

    /// A value as it stands in an address.
    static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
