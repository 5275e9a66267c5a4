/// A table in a text file: fields separated by commas, semicolons or tabs, quoted where they hold such a sign.
///
/// Spreadsheet programs write all three, with the semicolon where the comma is the decimal sign. A line `sep=;` in front
/// says which it is, as Excel reads and writes it; else the first lines decide.
struct DelimitedText {
    struct Line {
        /// The number of its first line in the file, counted from 1.
        var number: Int
        var fields: [String]
    }

    var lines: [Line] = []

    /// Reads a file's bytes; a quote that is never closed and other encodings than UTF-8 are refused.
    init(_ bytes: [UInt8]) throws(DossierRemark) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DossierRemark(kind: .notUTF8)
        }
        // One separator for line ends, whatever system wrote the file; the BOM is no part of the first name.
        var scalars = Array(text.unicodeScalars)
        while scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        let hint = Self.hint(in: scalars)
        var reader = Reader(scalars: scalars, separator: hint?.separator ?? Self.separator(in: scalars))
        if let hint { reader.skipLine(of: hint.length) }
        lines = try reader.read()
    }

    /// The separator that a first line `sep=;` names, quoted or not, and how long that line is.
    private static func hint(in scalars: [Unicode.Scalar]) -> (separator: Unicode.Scalar, length: Int)? {
        let line = scalars.prefix(20).prefix { $0 != "\n" && $0 != "\r" }
        guard line.count < 20 else { return nil }
        let plain = line.filter { $0 != "\"" && $0 != " " }.map { Character($0) }
        guard plain.count == 5, String(plain.prefix(4)).lowercased() == "sep=",
            let separator = plain.last?.unicodeScalars.first, [",", ";", "\t", "|"].contains(separator)
        else { return nil }
        return (separator, line.count)
    }

    /// The sign that parts the most fields in one of the first lines, outside of quotes: titles may stand above the names
    /// of the columns.
    private static func separator(in scalars: [Unicode.Scalar]) -> Unicode.Scalar {
        var best: (count: Int, separator: Unicode.Scalar) = (0, ",")
        var counts: [Unicode.Scalar: Int] = [:]
        var isQuoted = false
        var lines = 0
        func closeLine() {
            for separator: Unicode.Scalar in [";", "\t", ","] where counts[separator, default: 0] > best.count {
                best = (counts[separator, default: 0], separator)
            }
            counts.removeAll()
            lines += 1
        }
        for scalar in scalars {
            if scalar == "\"" { isQuoted.toggle() }
            guard !isQuoted else { continue }
            if scalar == "\n" || scalar == "\r" {
                closeLine()
                if lines > 2 * DossierTable.linesAboveHeader { break }
            } else if [",", ";", "\t"].contains(scalar) {
                counts[scalar, default: 0] += 1
            }
        }
        closeLine()
        return best.separator
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

        /// Passes over a line of so many signs, with its end.
        mutating func skipLine(of length: Int) {
            index += length
            skipLineEnd()
        }

        mutating func read() throws(DossierRemark) -> [Line] {
            var lines: [Line] = []
            while index < scalars.count {
                let start = lineNumber
                var fields: [String] = []
                repeat { fields.append(try field()) } while take(separator)
                skipLineEnd()
                if fields.contains(where: { !$0.isEmpty }) { lines.append(Line(number: start, fields: fields)) }
            }
            return lines
        }

        private mutating func field() throws(DossierRemark) -> String {
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
            throw DossierRemark(line: start, kind: .openQuote)
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
