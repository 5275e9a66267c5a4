/// A phrase found in a text: the tokens of each of its runs, and how surely they are the wording.
struct PhraseFinding: Sendable {
    /// Its number in the `PhraseIndex`.
    var phrase: Int
    var meaning: PhraseMeaning
    var runs: TokenRuns
    var tier: Evidence.Tier

    var owner: PhraseMeaning.Owner { meaning.owner }
    var role: Evidence.Role { meaning.role }
    /// How many words the wording names.
    var length: Int { meaning.length }
    var start: Int { runs.start }
    var end: Int { runs.end }

    /// Whether all tokens of another finding are among this one's.
    func covers(_ other: PhraseFinding) -> Bool { runs.covers(other.runs) }

    /// Whether it shares a token with another finding.
    func overlaps(_ other: PhraseFinding) -> Bool { runs.overlaps(other.runs) }

    func contains(_ token: Int) -> Bool { runs.contains(token) }

    /// Whether it may silence what it covers; signs, parts and the like silence nothing.
    var mayCover: Bool {
        switch owner {
        case .topic, .facet: true
        case .counter, .followUp, .correction, .part, .sign: false
        }
    }

    /// How many of its tokens are more than courtesy, kinship and particles.
    func weightyTokens(in reading: Reading) -> Int {
        (start..<end).reduce(0) { $0 + (contains($1) && reading.tokens[$1].weight > 0 ? 1 : 0) }
    }
}

/// The tokens of a finding, one bit each from the first on, so that comparing them costs nothing.
///
/// Of a wording that spans more than 64 tokens, those behind are left out.
struct TokenRuns: Sendable, Equatable {
    private(set) var start: Int
    private var bits: UInt64 = 0

    init(_ run: Range<Int>) {
        start = run.lowerBound
        insert(run)
    }

    /// Adds a run behind the first.
    mutating func insert(_ run: Range<Int>) {
        let all: UInt64 = run.count < UInt64.bitWidth ? 1 << UInt64(run.count) - 1 : .max
        bits |= all << UInt64(run.lowerBound - start)
    }

    /// Adds a run wherever it stands; of what is wider than 64 tokens, the last are left out.
    mutating func join(_ run: Range<Int>) {
        if run.lowerBound < start {
            bits = bits(from: run.lowerBound)
            start = run.lowerBound
        }
        if run.lowerBound - start < UInt64.bitWidth { insert(run) }
    }

    /// Behind the last token.
    var end: Int { start + UInt64.bitWidth - bits.leadingZeroBitCount }
    /// How many tokens they hold.
    var tokenCount: Int { bits.nonzeroBitCount }

    func contains(_ token: Int) -> Bool { token >= start && bits >> UInt64(token - start) & 1 != 0 }

    func overlaps(_ other: TokenRuns) -> Bool { bits & other.bits(from: start) != 0 }

    func covers(_ other: TokenRuns) -> Bool {
        other.start >= start && other.end <= end && other.bits(from: start) & ~bits == 0
    }

    /// The same tokens from another start on; what stands before it is left out.
    private func bits(from other: Int) -> UInt64 {
        other <= start ? bits << UInt64(start - other) : bits >> UInt64(other - start)
    }

    /// The runs, in their order.
    var all: [Range<Int>] {
        var runs: [Range<Int>] = []
        var rest = bits
        while rest != 0 {
            let begin = rest.trailingZeroBitCount
            let count = (~(rest >> UInt64(begin))).trailingZeroBitCount
            runs.append(start + begin..<start + begin + count)
            rest &= count + begin < UInt64.bitWidth ? .max << UInt64(begin + count) : 0
        }
        return runs
    }
}
