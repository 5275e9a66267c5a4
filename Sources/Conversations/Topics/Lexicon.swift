package import CheckedYAML
import Foundation
import VietnameseText

/// The shorthand of texting: abbreviations, teencode, common misspellings, and what they stand for.
package struct Lexicon: Sendable {
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
        case oneOf(Vocabulary, border: Bool, number: Bool)

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
                return words.contains(neighbour.foldedKey) || (number && Self.isNumber(neighbour))
            }
        }

        private static func isNumber(_ word: Word) -> Bool { word.letters.allSatisfy(\.isDigit) }
    }

    /// A reading of one to four words that holds everywhere.
    struct SafeReading: Sendable {
        /// The marked keys of its token's words.
        var token: [WordKey]
        var reading: [Word]
    }

    /// What is known of tokens that begin with a word.
    private struct Entry: Sendable {
        /// Those of most words first.
        var safe: [SafeReading] = []
        var contextual: [ContextRule] = []
    }

    /// First words of tokens by their marked keys; what is known of each has its number.
    private var firstWords = Vocabulary()
    private var entries: [Entry] = [Entry()]

    package init() {}

    /// All readings that hold everywhere, in the order of their first words.
    var safe: [SafeReading] { entries.flatMap(\.safe) }

    /// What a single word stands for everywhere.
    func safeReading(of key: WordKey) -> [Word]? {
        entries[Int(firstWords.number(of: key))].safe.last { $0.token.count == 1 }?.reading
    }

    /// What the words from an index on stand for, and how many of them do.
    ///
    /// The longest token that holds everywhere wins, then the first rule whose neighbours fit.
    func reading(at index: Int, in words: [Word]) -> (reading: [Word], length: Int)? {
        let number = Int(firstWords.number(of: words[index].markedKey))
        guard number != 0 else { return nil }
        for safe in entries[number].safe where safe.token.count <= words.count - index {
            if safe.token.indices.dropFirst().allSatisfy({ words[index + $0].markedKey == safe.token[$0] }) {
                return (safe.reading, safe.token.count)
            }
        }
        guard !entries[number].contextual.isEmpty else { return nil }
        let before = index > 0 ? words[index - 1] : nil
        let after = index + 1 < words.count ? words[index + 1] : nil
        let rule = entries[number].contextual.first { $0.before.holds(for: before) && $0.after.holds(for: after) }
        return rule.map { ($0.reading, 1) }
    }

    private mutating func add(_ token: [WordKey], reading: [Word], replacing: Bool = true) {
        let number = entry(of: token[0])
        if let known = entries[number].safe.firstIndex(where: { $0.token == token }) {
            if replacing { entries[number].safe[known].reading = reading }
            return
        }
        let place = entries[number].safe.firstIndex { $0.token.count < token.count } ?? entries[number].safe.endIndex
        entries[number].safe.insert(SafeReading(token: token, reading: reading), at: place)
    }

    private mutating func add(_ rule: ContextRule, for word: WordKey) {
        entries[entry(of: word)].contextual.append(rule)
    }

    private mutating func entry(of word: WordKey) -> Int {
        let number = Int(firstWords.learn(word))
        if number == entries.count { entries.append(Entry()) }
        return number
    }

    /// Reads the texts of `abbreviations.tsv` (columns token, standard, also_means, safe, note) and `context.tsv` (token,
    /// reading, before, after, note).
    ///
    /// - Parameter problems: what was wrong with the files themselves.
    package static func read(
        abbreviations: TextFile, context: TextFile, problems: [FileProblem] = []
    ) throws(FileProblems) -> Lexicon {
        var lexicon = Lexicon()
        var problems = problems
        let abbreviations = Table(abbreviations, columns: 4, problems: &problems)
        var always: Set<String> = []
        var never: Set<String> = []
        var contextual: [Table.Row] = []
        for row in abbreviations.rows {
            switch row.cells[3] {
            case "Y":
                let token = Words(row.cells[0]).words
                guard (1...4).contains(token.count) else {
                    problems.append(row.problem("the token is empty or too long", mend: "write one to four words"))
                    continue
                }
                let reading = Words(row.cells[1]).words
                always.insert(row.cells[0])
                lexicon.add(token.map(\.markedKey), reading: reading)
                // A single unmarked syllable may be another word; two in a row are the misspelling meant.
                if token.count > 1 { lexicon.add(token.map(\.foldedKey), reading: reading, replacing: false) }
            case "C": contextual.append(row)
            case "N": never.insert(row.cells[0])
            default:
                problems.append(
                    row.problem(
                        "safe is \"\(row.cells[3])\"", mend: "write Y (always), C (context.tsv decides) or N (never)"))
            }
        }
        let context = Table(context, columns: 4, problems: &problems)
        for row in context.rows {
            if always.contains(row.cells[0]) || never.contains(row.cells[0]) {
                problems.append(
                    row.problem(
                        "abbreviations.tsv says that the token is \(never.contains(row.cells[0]) ? "never" : "always") read so",
                        mend: "write C there, or take the line out here"))
            }
            guard let token = Words(row.cells[0]).words.first, !row.cells[1].isEmpty else {
                problems.append(row.problem("the token or its reading is empty", mend: "fill both columns"))
                continue
            }
            let rule = ContextRule(
                reading: Words(row.cells[1]).words, before: condition(row.cells[2]), after: condition(row.cells[3]))
            // Without its marks a token may be another word, unless the words before it vouch for it.
            lexicon.add(rule, for: token.markedKey)
            if !rule.before.isAny, token.foldedKey != token.markedKey { lexicon.add(rule, for: token.foldedKey) }
        }
        let worded = Set(context.rows.map { $0.cells[0] })
        problems += contextual.filter { !worded.contains($0.cells[0]) }.map {
            $0.problem("safe is C and context.tsv has no line for it", mend: "write one there, or N here")
        }
        guard problems.isEmpty else { throw FileProblems(problems) }
        return lexicon
    }

    private static func condition(_ cell: String) -> Condition {
        let alternatives = cell.split(separator: "|").map(String.init)
        if alternatives.isEmpty || alternatives.contains("*") { return .any }
        if alternatives == ["^"] || alternatives == ["$"] { return .border }
        if alternatives == ["#"] { return .number }
        let words = alternatives.flatMap { Words($0).words.map(\.foldedKey) }
        return .oneOf(
            Vocabulary(words), border: alternatives.contains("^") || alternatives.contains("$"),
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

    init(_ file: TextFile, columns: Int, problems: inout [FileProblem]) {
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty && !line.hasPrefix("#") {
            var cells = line.split(separator: "\t", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= columns else {
                problems.append(
                    FileProblem(
                        file: file.path, line: index + 1, entry: String(line.prefix(20)),
                        what: "the line has \(cells.count) columns, not \(columns)",
                        mend: "part the columns by one tab each"))
                continue
            }
            cells = Array(cells.prefix(columns))
            rows.append(Row(cells: cells, file: file.path, line: index + 1))
        }
    }
}
