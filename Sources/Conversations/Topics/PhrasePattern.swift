import VietnameseText

/// A wording as it stands in an intents file: `[làm|xin|] giấy khai sinh`, `mất .. giấy khai sinh`, `{tách} {thửa đất}`.
///
/// Brackets hold alternatives, an empty one may be left out; `..` stands for up to six other words; braces name a concept,
/// with words of little weight allowed around it; parts with `&` between them come in any order.
package struct PhrasePattern: Sendable {
    /// A phrase without alternatives: runs of words, in order, with gaps between them.
    package struct Expansion: Sendable, Hashable {
        package var runs: [[String]]

        package init(runs: [[String]]) { self.runs = runs }

        /// How many words it names; longer wordings say more.
        package var length: Int { runs.reduce(0) { $0 + $1.count } }
    }

    /// A phrase over concepts: its parts, and how each follows the one before it.
    package struct Sequence: Sendable, Hashable {
        package var parts: [Part]
        /// One fewer than parts.
        package var joins: [Join]
        /// Whether texts are written out of it; of the same parts in several orders only the last is.
        package var isWrittenOut = true

        package init(parts: [Part], joins: [Join]) {
            self.parts = parts
            self.joins = joins
        }
    }

    package enum Part: Sendable, Hashable {
        case words([String])
        case concept(Concepts.Concept)
    }

    package enum Join: UInt8, Sendable {
        /// Behind it, with nothing but words of little weight between.
        case close
        /// Behind it, with up to six other words between.
        case gap
    }

    /// The most expansions that one line may have; beyond, it should be two lines.
    package static let maximalExpansions = 10_000
    /// How many texts are written out of a phrase over concepts, see `expansions`.
    static let writtenOut = 24

    package var source: String
    /// The phrases of a plain wording; none where there are sequences.
    package var plain = PhraseRows()
    /// The phrases of a wording over concepts or in any order; empty for a plain one.
    package var sequences: [Sequence] = []

    /// What it stands for; of a wording over concepts only some, in which each word of each concept stands, up to a number.
    package var expansions: [Expansion] { expansions(atMost: .max) }

    /// Some of what it stands for, spread over all of them: brackets vary from the last one on.
    package func expansions(atMost limit: Int) -> [Expansion] {
        func some<Rows: RandomAccessCollection<Expansion>>(of all: Rows) -> [Expansion] where Rows.Index == Int {
            let count = min(limit, all.count)
            return (0..<count).map { all[$0 * all.count / count] }
        }
        guard !sequences.isEmpty else { return some(of: plain) }
        var seen: Set<Expansion> = []
        return some(of: sequences.filter(\.isWrittenOut).flatMap(Self.writtenOut).filter { seen.insert($0).inserted })
    }

    /// Reads a wording; on an error, `problem` says what is wrong with it.
    package init(_ source: String, concepts: Concepts = Concepts()) throws(PatternProblem) {
        self.source = source
        let (phrases, items) = try Self.phrases(of: source, concepts: concepts)
        let isPlain = !items.all.contains { $0.isBeyondPlain }
        var known: Set<[Int32]> = []
        if isPlain { plain = PhraseRows(words: items.all.map(\.word), reserving: phrases.reduce(0) { $0 + $1.count }) }
        for phrase in phrases {
            guard phrase.contains(where: { $0 != PhraseRows.gap }) else {
                throw PatternProblem(what: "one of its wordings is empty")
            }
            let phrase = isPlain ? PhraseRows.withoutNeedlessGaps(phrase) : phrase
            guard known.insert(phrase).inserted else { continue }
            if isPlain { plain.append(phrase) } else { try add(phrase.map { items.all[Int($0)] }) }
        }
    }

    /// Adds a phrase over concepts or in any order.
    private mutating func add(_ phrase: [Item]) throws(PatternProblem) {
        guard phrase.contains(.eitherOrder) else { return sequences.append(try Self.sequence(of: phrase)) }
        let orders = try Self.orders(of: phrase)
        for (place, order) in orders.enumerated() {
            var sequence = try Self.sequence(of: order)
            sequence.isWrittenOut = place == orders.count - 1
            sequences.append(sequence)
        }
    }

    package struct PatternProblem: Error { package var what: String }

    /// The runs of words that a wording without gaps stands for, its concepts written out.
    static func runs(of source: String, concepts: Concepts) throws(PatternProblem) -> [[String]] {
        var runs: [[String]] = []
        let (phrases, items) = try phrases(of: source, concepts: concepts)
        for phrase in phrases {
            var own: [[String]] = [[]]
            for number in phrase {
                switch items.all[Int(number)] {
                case .word(let word): own = own.map { $0 + [word] }
                case .concept(let concept):
                    own = own.flatMap { run in concept.wordings.map { run + $0.words } }
                    guard own.count <= maximalExpansions else {
                        throw PatternProblem(what: "it stands for more than \(maximalExpansions) wordings")
                    }
                case .gap, .eitherOrder: throw PatternProblem(what: "a concept has no gaps")
                }
            }
            runs += own
        }
        guard !runs.contains([]) else { throw PatternProblem(what: "one of its wordings is empty") }
        return runs
    }

    // MARK: - Reading

    /// What a wording is made of once its brackets are opened.
    private enum Item: Hashable {
        case word(String)
        case concept(Concepts.Concept)
        case gap
        case eitherOrder

        var isBeyondPlain: Bool {
            switch self {
            case .concept, .eitherOrder: true
            case .word, .gap: false
            }
        }

        var word: String { if case .word(let word) = self { word } else { "" } }
    }

    /// The items of a wording with a number each, so that its phrases are put together and compared as numbers.
    private struct Items {
        private(set) var all: [Item] = []
        private var numbers: [Item: Int32] = [:]

        /// A gap has the number of one in ``PhraseRows``.
        init() { _ = number(of: .gap) }

        mutating func number(of item: Item) -> Int32 {
            if let known = numbers[item] { return known }
            numbers[item] = Int32(all.count)
            all.append(item)
            return Int32(all.count - 1)
        }
    }

    /// A wording with its brackets opened, by the numbers of its items.
    private static func phrases(
        of source: String, concepts: Concepts
    ) throws(PatternProblem) -> (phrases: [[Int32]], items: Items) {
        var known = Items()
        var phrases: [[Int32]] = [[]]
        var rest = source[...]
        while let character = rest.first {
            if character == "[" {
                guard let end = rest.firstIndex(of: "]") else { throw PatternProblem(what: "a [ has no ]") }
                let inside = rest[rest.index(after: rest.startIndex)..<end]
                var alternatives: [[Int32]] = []
                for part in inside.split(separator: "|", omittingEmptySubsequences: false) {
                    alternatives.append(try items(of: part, concepts: concepts).map { known.number(of: $0) })
                }
                phrases = phrases.flatMap { phrase in alternatives.map { phrase + $0 } }
                rest = rest[rest.index(after: end)...]
            } else if character == "]" {
                throw PatternProblem(what: "a ] has no [")
            } else {
                let end = rest.firstIndex { $0 == "[" || $0 == "]" } ?? rest.endIndex
                let plain = try items(of: rest[..<end], concepts: concepts).map { known.number(of: $0) }
                phrases = phrases.map { $0 + plain }
                rest = rest[end...]
            }
            guard phrases.count <= maximalExpansions else {
                throw PatternProblem(what: "it stands for more than \(maximalExpansions) wordings")
            }
        }
        return (phrases, known)
    }

    /// The items of a text without brackets.
    private static func items(of text: Substring, concepts: Concepts) throws(PatternProblem) -> [Item] {
        var items: [Item] = []
        var rest = text
        while let character = rest.first {
            if character == "{" {
                guard let end = rest.firstIndex(of: "}") else { throw PatternProblem(what: "a { has no }") }
                let name = String(rest[rest.index(after: rest.startIndex)..<end])
                guard let concept = concepts[name] else {
                    throw PatternProblem(what: "{\(name)} is no concept of lexicon/concepts.yaml")
                }
                items.append(.concept(concept))
                rest = rest[rest.index(after: end)...]
            } else if character == "}" {
                throw PatternProblem(what: "a } has no {")
            } else {
                let end = rest.firstIndex { $0 == "{" || $0 == "}" } ?? rest.endIndex
                for token in rest[..<end].split(separator: " ") {
                    switch token {
                    case "..": items.append(.gap)
                    case "&": items.append(.eitherOrder)
                    default: items += split(token).map { .word($0) }
                    }
                }
                rest = rest[end...]
            }
        }
        return items
    }

    private static func split(_ text: Substring) -> [String] {
        let words = Words(String(text))
        return words.words.indices.map { words.original($0..<$0 + 1) }
    }

    /// The orders in which the sides of `&` may come, each with gaps between them.
    private static func orders(of phrase: [Item]) throws(PatternProblem) -> [[Item]] {
        let sides = phrase.split(separator: .eitherOrder, omittingEmptySubsequences: false).map { Array($0) }
        guard sides.count <= mostSides, !sides.contains([]) else {
            throw PatternProblem(what: "& has nothing on one side, or stands more than \(mostSides - 1) times")
        }
        var orders: [[[Item]]] = [[]]
        for side in sides {
            orders = orders.flatMap { order in
                (0...order.count).map { place in
                    var longer = order
                    longer.insert(side, at: place)
                    return longer
                }
            }
        }
        return orders.map { Array($0.joined(separator: [.gap])) }
    }

    private static let mostSides = 3

    private static func sequence(of phrase: [Item]) throws(PatternProblem) -> Sequence {
        var sequence = Sequence(parts: [], joins: [])
        var join: Join?
        func add(_ part: Part) {
            if !sequence.parts.isEmpty { sequence.joins.append(join ?? .close) }
            sequence.parts.append(part)
            join = nil
        }
        for item in phrase {
            switch item {
            case .word(let word):
                // Words side by side are one run.
                if join == nil, case .words(let run)? = sequence.parts.last {
                    sequence.parts[sequence.parts.count - 1] = .words(run + [word])
                } else {
                    add(.words([word]))
                }
            case .concept(let concept): add(.concept(concept))
            case .gap, .eitherOrder: join = .gap
            }
        }
        return sequence
    }

    /// Texts of a phrase: each word of each concept stands in one, as far as their number goes.
    private static func writtenOut(_ sequence: Sequence) -> [Expansion] {
        let choices = sequence.parts.map { part -> [[String]] in
            switch part {
            case .words(let words): [words]
            case .concept(let concept): concept.wordings.map(\.words)
            }
        }
        let count = min(writtenOut, choices.map(\.count).max() ?? 0)
        return (0..<count).map { number in
            var runs: [[String]] = [[]]
            for (place, choice) in choices.enumerated() {
                if place > 0, sequence.joins[place - 1] != .close { runs.append([]) }
                runs[runs.count - 1] += choice[number % choice.count]
            }
            return Expansion(runs: runs)
        }
    }
}
