public import CheckedYAML
import Foundation
import VietnameseText

/// The shorthand of texting: abbreviations, teencode, common misspellings, and what they stand for.
public struct Lexicon: Sendable {
    /// A reading that holds only between certain neighbours.
    struct ContextRule: Sendable {
        var reading: [Word]
        var before: Condition
        var after: Condition
    }

    /// What the neighbouring word must be.
    enum Condition: Sendable {
        case any
        case border
        case number
        case oneOf(Set<String>, border: Bool, number: Bool)

        var isAny: Bool {
            if case .any = self { true } else { false }
        }

        func holds(for neighbour: Word?) -> Bool {
            switch self {
            case .any: return true
            case .border: return neighbour == nil
            case .number: return neighbour.map { Self.isNumber($0) } ?? false
            case .oneOf(let words, let border, let number):
                guard let neighbour else { return border }
                return words.contains(neighbour.folded) || (number && Self.isNumber(neighbour))
            }
        }

        private static func isNumber(_ word: Word) -> Bool { word.folded.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }
    }

    /// Readings of one to four words that hold everywhere, by the tokens' marked keys.
    private(set) var safe: [String: [Word]] = [:]
    /// How many words the longest of those readings has whose token begins with a word.
    private(set) var longestToken: [String: Int] = [:]
    private(set) var contextual: [String: [ContextRule]] = [:]

    public init() {}

    func safeReading(of key: String) -> [Word]? { safe[key] }

    private mutating func add(_ token: [String], reading: [Word]) {
        safe[token.joined(separator: " ")] = reading
        longestToken[token[0]] = max(longestToken[token[0]] ?? 0, token.count)
    }

    func contextualReading(of word: Word, before: Word?, after: Word?) -> [Word]? {
        guard let rules = contextual[word.marked] else { return nil }
        return rules.first { $0.before.holds(for: before) && $0.after.holds(for: after) }?.reading
    }

    /// Reads `abbreviations.tsv` (columns token, standard, also_means, safe, note) and `context.tsv` (token, reading,
    /// before, after, note).
    public static func load(folder: String) throws(FileProblems) -> Lexicon {
        var lexicon = Lexicon()
        var problems: [FileProblem] = []
        let abbreviations = Table(path: folder + "/abbreviations.tsv", columns: 4, problems: &problems)
        for row in abbreviations.rows {
            switch row.cells[3] {
            case "Y":
                let token = Words(row.cells[0]).words
                guard (1...4).contains(token.count) else {
                    problems.append(row.problem("the token is empty or too long", mend: "write one to four words"))
                    continue
                }
                let reading = Words(row.cells[1]).words
                lexicon.add(token.map(\.marked), reading: reading)
                // A single unmarked syllable may be another word; two in a row are the misspelling meant.
                let folded = token.map(\.folded)
                if token.count > 1, lexicon.safe[folded.joined(separator: " ")] == nil {
                    lexicon.add(folded, reading: reading)
                }
            case "C", "N": continue
            default:
                problems.append(
                    row.problem(
                        "safe is \"\(row.cells[3])\"", mend: "write Y (always), C (context.tsv decides) or N (never)"))
            }
        }
        let context = Table(path: folder + "/context.tsv", columns: 4, problems: &problems)
        for row in context.rows {
            guard let token = Words(row.cells[0]).words.first, !row.cells[1].isEmpty else {
                problems.append(row.problem("the token or its reading is empty", mend: "fill both columns"))
                continue
            }
            let rule = ContextRule(
                reading: Words(row.cells[1]).words, before: condition(row.cells[2]), after: condition(row.cells[3]))
            // Without its marks a token may be another word, unless the words before it vouch for it.
            let keys: Set<String> = rule.before.isAny ? [token.marked] : [token.marked, token.folded]
            for key in keys { lexicon.contextual[key, default: []].append(rule) }
        }
        guard problems.isEmpty else { throw FileProblems(problems) }
        return lexicon
    }

    private static func condition(_ cell: String) -> Condition {
        let alternatives = cell.split(separator: "|").map(String.init)
        if alternatives.isEmpty || alternatives.contains("*") { return .any }
        if alternatives == ["^"] || alternatives == ["$"] { return .border }
        if alternatives == ["#"] { return .number }
        let words = alternatives.flatMap { Words($0).words.map(\.folded) }
        return .oneOf(
            Set(words), border: alternatives.contains("^") || alternatives.contains("$"),
            number: alternatives.contains("#"))
    }
}

/// A tab-separated file with a header line; `#` begins a comment line.
private struct Table {
    struct Row {
        var cells: [String]
        var file: String
        var line: Int

        func problem(_ what: String, mend: String) -> FileProblem {
            FileProblem(file: file, line: line, entry: cells.first ?? "", what: what, mend: mend)
        }
    }

    var rows: [Row] = []

    init(path: String, columns: Int, problems: inout [FileProblem]) {
        guard let data = FileManager.default.contents(atPath: path), let text = String(validating: data, as: UTF8.self)
        else {
            problems.append(
                FileProblem(
                    file: path, line: nil, entry: "", what: "the file cannot be read as UTF-8 text",
                    mend: "put it back, saved as UTF-8"))
            return
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty && !line.hasPrefix("#") {
            var cells = line.split(separator: "\t", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= columns else {
                problems.append(
                    FileProblem(
                        file: path, line: index + 1, entry: String(line.prefix(20)),
                        what: "the line has \(cells.count) columns, not \(columns)",
                        mend: "part the columns by one tab each"))
                continue
            }
            cells = Array(cells.prefix(columns))
            rows.append(Row(cells: cells, file: path, line: index + 1))
        }
    }
}
