/// The phrases of a plain wording, as rows of numbers: as arrays of words those of all wordings took twenty megabytes.
package struct PhraseRows: Sendable, RandomAccessCollection {
    /// Stands between two runs of words.
    static let gap: Int32 = 0

    /// The words by their numbers; that of a gap is none.
    private var words: [String] = []
    /// Row after row.
    private var numbers: [Int32] = []
    /// Where each row ends.
    private var ends: [Int32] = []

    package init() {}

    /// - Parameter count: how many numbers will be added at most, gaps and words together.
    init(words: [String], reserving count: Int) {
        self.words = words
        numbers.reserveCapacity(count)
    }

    package init(_ phrases: some Swift.Sequence<PhrasePattern.Expansion>) {
        var known: [String: Int32] = ["": Self.gap]
        words = [""]
        for phrase in phrases {
            append(
                Array(
                    phrase.runs.map { run in
                        run.map { word in
                            if let number = known[word] { return number }
                            known[word] = Int32(words.count)
                            words.append(word)
                            return Int32(words.count - 1)
                        }
                    }.joined(separator: [Self.gap])))
        }
    }

    /// Adds a phrase by the numbers of its words, with a gap between two runs.
    mutating func append(_ phrase: [Int32]) {
        numbers += phrase
        ends.append(Int32(numbers.count))
    }

    /// A phrase without the gaps that stand at its ends and beside others.
    static func withoutNeedlessGaps(_ phrase: [Int32]) -> [Int32] {
        guard phrase.contains(gap) else { return phrase }
        return Array(phrase.split(separator: gap).joined(separator: [gap]))
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { ends.count }

    package subscript(place: Int) -> PhrasePattern.Expansion {
        let row = numbers[(place == 0 ? 0 : Int(ends[place - 1]))..<Int(ends[place])]
        return PhrasePattern.Expansion(runs: row.split(separator: Self.gap).map { $0.map { words[Int($0)] } })
    }
}
