/// A Vietnamese mobile or landline number in E.164, such as `+84901234567`.
///
/// Rules of the numbering plan since 2018-09-15: mobile numbers have nine digits behind the 0 and begin with 3, 5, 7,
/// 8 or 9; landlines have ten and begin with 2. Old eleven-digit mobile numbers are converted to the new prefixes.
public struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
    public let e164: String

    public init?(_ text: String) {
        var digits: [UInt8] = []
        var hasPlus = false
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39: digits.append(byte)
            case UInt8(ascii: "+") where digits.isEmpty && !hasPlus: hasPlus = true
            case UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"): continue
            default: return nil
            }
        }
        let number = String(decoding: digits, as: UTF8.self)
        var national: String
        if hasPlus || number.hasPrefix("0084") {
            let international = number.hasPrefix("00") ? String(number.dropFirst(2)) : number
            guard international.hasPrefix("84") else { return nil }
            national = String(international.dropFirst(2))
        } else if number.hasPrefix("84"), number.count >= 11 {
            national = String(number.dropFirst(2))
        } else if number.hasPrefix("0") {
            national = String(number.dropFirst())
        } else if number.count == 9, let first = number.first, "35789".contains(first) {
            national = number
        } else {
            return nil
        }
        if national.count == 10, national.hasPrefix("1"), let converted = Self.converted(national) {
            national = converted
        }
        let isMobile = national.count == 9 && "35789".contains(national.prefix(1))
        let isLandline = national.count == 10 && national.hasPrefix("2")
        guard isMobile || isLandline else { return nil }
        e164 = "+84" + national
    }

    public var description: String { e164 }

    /// The new form of an eleven-digit mobile number: the prefix changed, the last seven digits stayed.
    private static func converted(_ national: String) -> String? {
        let prefixes = [
            "162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37", "168": "38", "169": "39",
            "120": "70", "121": "79", "122": "77", "126": "76", "128": "78", "123": "83", "124": "84", "125": "85",
            "127": "81", "129": "82", "186": "56", "188": "58", "199": "59",
        ]
        return prefixes[String(national.prefix(3))].map { $0 + national.dropFirst(3) }
    }
}
