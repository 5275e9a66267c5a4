/// A phrase found in a text: the tokens of each of its runs, and how surely they are the wording.
struct PhraseFinding: Sendable {
    /// Its number in the `PhraseIndex`.
    var phrase: Int
    var runs: TokenRuns
    var tier: Evidence.Tier

    var start: Int { runs.first.lowerBound }
    var end: Int { runs.last.upperBound }

    /// Whether all tokens of another finding are among this one's.
    func covers(_ other: PhraseFinding) -> Bool {
        other.runs.allSatisfy { run in
            runs.contains { $0.lowerBound <= run.lowerBound && run.upperBound <= $0.upperBound }
        }
    }

    /// Whether it shares a token with another finding.
    func overlaps(_ other: PhraseFinding) -> Bool {
        runs.contains { run in other.runs.contains { $0.overlaps(run) } }
    }

    func contains(_ token: Int) -> Bool { runs.contains { $0.contains(token) } }
}

/// Ranges of tokens in the order of the text; one alone, as nearly all are, takes no memory of its own.
struct TokenRuns: Sendable {
    let first: Range<Int>
    private let others: [Range<Int>]

    init(_ first: Range<Int>, then others: [Range<Int>] = []) {
        self.first = first
        self.others = others
    }

    var last: Range<Int> { others.last ?? first }
    /// How many tokens they hold.
    var tokenCount: Int { others.reduce(first.count) { $0 + $1.count } }
    var all: [Range<Int>] { [first] + others }

    func contains(where predicate: (Range<Int>) -> Bool) -> Bool {
        predicate(first) || others.contains(where: predicate)
    }
    func allSatisfy(_ predicate: (Range<Int>) -> Bool) -> Bool { predicate(first) && others.allSatisfy(predicate) }
}
