import CheckedYAML

/// A table in a text file: fields separated by commas, semicolons or tabs, quoted where they hold such a sign.
///
/// Spreadsheet programs write all three, with the semicolon where the comma is the decimal sign. The first line
/// decides which it is.
struct DelimitedText {
    struct Line {
        /// The number of its first line in the file, counted from 1.
        var number: Int
        var fields: [String]
    }

    var lines: [Line] = []

    /// Reads a file's bytes; a quote that is never closed and other encodings than UTF-8 are refused.
    init(_ bytes: [UInt8], file: String) throws(FileProblem) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw FileProblem(
                file: file, line: nil, entry: "", what: "the file is not written in UTF-8",
                mend: "save it again as \"CSV UTF-8\"")
        }
        // One separator for line ends, whatever system wrote the file; the BOM is no part of the first name.
        var scalars = Array(text.unicodeScalars)
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        var reader = Reader(scalars: scalars, separator: Self.separator(in: scalars))
        lines = try reader.read(file: file)
    }

    /// The sign that stands most often in the first line, outside of quotes.
    private static func separator(in scalars: [Unicode.Scalar]) -> Unicode.Scalar {
        var counts: [Unicode.Scalar: Int] = [:]
        var isQuoted = false
        for scalar in scalars {
            if scalar == "\"" { isQuoted.toggle() }
            if !isQuoted, scalar == "\n" || scalar == "\r" { break }
            if !isQuoted, [",", ";", "\t"].contains(scalar) { counts[scalar, default: 0] += 1 }
        }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ","
    }

    private struct Reader {
        let scalars: [Unicode.Scalar]
        let separator: Unicode.Scalar
        var index = 0
        var lineNumber = 1

        init(scalars: [Unicode.Scalar], separator: Unicode.Scalar) {
            self.scalars = scalars
            self.separator = separator
        }

        mutating func read(file: String) throws(FileProblem) -> [Line] {
            var lines: [Line] = []
            while index < scalars.count {
                let start = lineNumber
                var fields: [String] = []
                repeat { fields.append(try field(file: file)) } while take(separator)
                skipLineEnd()
                if fields.contains(where: { !$0.isEmpty }) { lines.append(Line(number: start, fields: fields)) }
            }
            return lines
        }

        private mutating func field(file: String) throws(FileProblem) -> String {
            while peek == " " { index += 1 }
            var field = String.UnicodeScalarView()
            guard take("\"") else {
                while let scalar = peek, scalar != separator, scalar != "\n", scalar != "\r" {
                    field.append(scalar)
                    index += 1
                }
                return trimmed(field)
            }
            let start = lineNumber
            while let scalar = peek {
                index += 1
                if scalar == "\"", !take("\"") {
                    while peek == " " { index += 1 }
                    guard peek == nil || peek == separator || peek == "\n" || peek == "\r" else { break }
                    return trimmed(field)
                }
                if scalar == "\n" { lineNumber += 1 }
                field.append(scalar)
            }
            throw FileProblem(
                file: file, line: start, entry: "", what: "a quoted field does not end where its quotes do",
                mend: "close the quotes, and write \"\" for a quote inside")
        }

        private func trimmed(_ field: String.UnicodeScalarView) -> String {
            var rest = field[...]
            while let first = rest.first, first.properties.isWhitespace { rest.removeFirst() }
            while let last = rest.last, last.properties.isWhitespace { rest.removeLast() }
            return String(rest)
        }

        private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

        private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
            guard peek == scalar else { return false }
            index += 1
            return true
        }

        private mutating func skipLineEnd() {
            let hadReturn = take("\r")
            if take("\n") || hadReturn { lineNumber += 1 }
        }
    }
}
