import VietnameseText

/// The code of a citizen's filed case, such as `000.00.53.H48-220921-0099` or `G09.20-20260609-0092637`.
///
/// Shapes seen in the field: an agency identifier of one to five dotted groups with a province letter group, a date
/// (yymmdd or yyyymmdd) and a number of three to seven digits. A procedure code (`1.001193.000.00.00.H35`) is none.
package struct DossierCode: Hashable, Sendable, CustomStringConvertible {
    /// Capitals, plain hyphens, digits for letters O.
    package let description: String

    /// Reads one run without white space, tolerating small letters, other dashes, signs that nobody sees, letters and digits
    /// of other shapes, and `O` for `0`.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.longest else { return nil }
        var normal = ""
        for scalar in HiddenSigns.plainNumber(text).unicodeScalars {
            switch scalar {
            case "_": normal.append("-")
            case "\"", "'", "’", "‘", "“", "”", "`": continue
            default: if !scalar.properties.isWhitespace { normal.unicodeScalars.append(scalar) }
            }
        }
        normal = normal.uppercased()
        let parts = normal.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let date = Self.digits(parts[1])
        let number = Self.digits(parts[2])
        guard let date, date.count == 6 || date.count == 8, let number, (3...7).contains(number.count) else {
            return nil
        }
        guard let agency = Self.agency(parts[0]) else { return nil }
        description = agency + "-" + date + "-" + number
    }

    /// Bytes of a text that may be a code; with hidden signs it is longer than its 33.
    private static let longest = 200

    /// The province or ministry that the code belongs to: a letter with two digits, such as `H48`.
    package var issuer: String {
        let agency = description.prefix { $0 != "-" }
        return agency.split(separator: ".").first { $0.first?.isLetter ?? false }.map(String.init) ?? ""
    }

    /// Whether a text may stand in front of the date, such as `000.00.53.H48`.
    static func isAgency(_ text: String) -> Bool { agency(text[...]) == text }

    /// `000.00.53.H48`, `H48`, `G09.20`, `H48.116`: an optional 3.2.2 prefix, a letter with two digits, up to four groups.
    private static func agency(_ text: Substring) -> String? {
        var groups = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard groups.count <= 8 else { return nil }
        var result: [String] = []
        if groups.count >= 4, let first = digits(groups[0][...]), first.count == 3 {
            for (group, length) in zip(groups.prefix(3), [3, 2, 2]) {
                guard let value = digits(group[...]), value.count == length else { return nil }
                result.append(value)
            }
            groups.removeFirst(3)
        }
        guard let head = groups.first, head.count == 3, let letter = head.first, letter.isASCII, letter.isLetter,
            let tail = digits(head.dropFirst())
        else { return nil }
        result.append(String(letter) + tail)
        for group in groups.dropFirst() {
            guard let value = digits(group[...]), (1...3).contains(value.count) else { return nil }
            result.append(value)
        }
        return groups.count <= 5 ? result.joined(separator: ".") : nil
    }

    private static func digits(_ text: Substring) -> String? {
        let value = text.map { $0 == "O" ? "0" : $0 }
        guard !value.isEmpty, value.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return String(value)
    }
}

extension DossierCode: Codable {
    /// Reads the code from a plain text.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let code = DossierCode(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no dossier code")
        }
        self = code
    }

    /// Writes the code as a plain text.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
