/// A Vietnamese mobile or landline number in E.164, such as `+84901234567`.
///
/// Rules of the numbering plan since 2018-09-15: mobile numbers have nine digits behind the 0 and begin with 3, 5, 7,
/// 8 or 9; landlines have ten and begin with 2. Old eleven-digit mobile numbers are converted to the new prefixes.
package struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
    package let e164: String

    /// Reads a number in any form that people, programs and spreadsheets write, see `kind(of:)`; nil for one that is not
    /// Vietnamese, and for anything else.
    package init?(_ text: String) {
        switch Self.kind(of: text) {
        case .mobile(let number), .landline(let number): self = number
        case .service, .foreign, .notANumber: return nil
        }
    }

    /// The number behind the country code 84 or the trunk prefix 0; nil where the numbering plan has no such one.
    init?(national digits: String) {
        var national = digits
        if national.utf8.count == 10, national.hasPrefix("1"), let converted = Self.converted(national) {
            national = converted
        }
        let isMobile = national.utf8.count == 9 && "35789".contains(national.prefix(1))
        let isLandline = national.utf8.count == 10 && national.hasPrefix("2")
        guard isMobile || isLandline else { return nil }
        e164 = "+84" + national
    }

    package var description: String { e164 }
    /// Whether it is a mobile number, which can take an SMS.
    package var isMobile: Bool { !e164.hasPrefix("+842") }

    /// The new form of an eleven-digit mobile number: the prefix changed, the last seven digits stayed.
    private static func converted(_ national: String) -> String? {
        newPrefixes[String(national.prefix(3))].map { $0 + national.dropFirst(3) }
    }

    private static let newPrefixes = [
        "162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37", "168": "38", "169": "39",
        "120": "70", "121": "79", "122": "77", "126": "76", "128": "78", "123": "83", "124": "84", "125": "85",
        "127": "81", "129": "82", "186": "56", "188": "58", "199": "59",
    ]
}
