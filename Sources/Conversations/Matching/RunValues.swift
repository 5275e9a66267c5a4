/// What a run of the phrases' automaton carries: the phrases and the parts of phrases that it is.
///
/// As numbers in a row: of each phrase its number, its packed meaning and the numbers of the marked keys of its words.
struct RunValues {
    /// The place of each phrase that the run is, in the automaton's values.
    let singles: StrideTo<Int>

    /// Where the words stand behind the begin of a single phrase.
    static let wordsOfSingle = 3

    @inline(__always)
    init(of occurrence: PhraseAutomaton.Occurrence) {
        singles = stride(
            from: occurrence.values.lowerBound, to: occurrence.values.upperBound,
            by: Self.wordsOfSingle + occurrence.tokens.count)
    }

    /// Writes what a run carries.
    static func written(_ singles: [Single]) -> [Int32] {
        singles.flatMap { single in
            let (number, fields) = single.meaning.packed
            return [single.phrase, number, fields] + single.marked
        }
    }

    /// A phrase of one run, or a part of phrases.
    struct Single: Equatable {
        var phrase: Int32
        var meaning: PhraseMeaning
        var marked: [Int32]
    }
}

extension PhraseAutomaton {
    /// The meaning of the phrase whose values begin at a place.
    @inline(__always)
    func packedMeaning(at single: Int) -> PhraseMeaning.Packed { (value(at: single + 1), value(at: single + 2)) }
}
