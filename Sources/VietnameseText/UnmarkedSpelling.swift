/// The spelling of a text without Vietnamese marks, in letters that fit the cheap SMS alphabet.
package enum UnmarkedSpelling {
    /// `đăng ký` → `dang ky`; dashes, quotes, dots and the dong sign become their plain twins.
    package static func of(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                result.append(scalar)
            } else if let letter = LetterTable.letter(for: scalar) {
                let base = Unicode.Scalar(letter.base)
                let isUpper = scalar.properties.isUppercase && !letter.isDigit
                result.append(isUpper ? Unicode.Scalar(letter.base - 0x20) : base)
            } else if LetterTable.combiningMark(scalar) != nil || LetterTable.isInvisible(scalar) {
                continue
            } else {
                result.append(contentsOf: twin(of: scalar).unicodeScalars)
            }
        }
        return String(result)
    }

    private static func twin(of scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "–", "—", "‑", "−": "-"
        case "“", "”", "„", "«", "»": "\""
        case "‘", "’", "‚", "`": "'"
        case "…": "..."
        case "₫": "d"
        case "•", "·": "-"
        case "≤": "<="
        case "≥": ">="
        case "→": "->"
        case "×": "x"
        case "½": "1/2"
        case "\u{00A0}", "\u{202F}", "\u{2009}", "\u{3000}": " "
        default: String(Character(scalar))
        }
    }
}
