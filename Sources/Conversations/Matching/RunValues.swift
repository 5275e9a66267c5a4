/// What a run of the phrases' automaton carries: the phrases that it is, and those that it ends.
///
/// As numbers in a row: whether a phrase has the run before its last, and how many phrases it is; of each of these its number, its
/// packed meaning and the numbers of the marked keys of its words; then, of each phrase with gaps that ends with the run,
/// the pattern of its first run and its number.
struct RunValues {
    /// The place of each phrase that the run is, in the automaton's values.
    let singles: StrideTo<Int>
    /// The place of each phrase that the run ends.
    let closings: StrideTo<Int>
    /// Whether a phrase with gaps has the run before its last.
    let opens: Bool

    /// Where the words stand behind the begin of a single phrase.
    static let wordsOfSingle = 3

    @inline(__always)
    init(of occurrence: PhraseAutomaton.Occurrence, in automaton: PhraseAutomaton) {
        let begin = occurrence.values.lowerBound
        opens = automaton.value(at: begin) != 0
        let single = Self.wordsOfSingle + occurrence.tokens.count
        let end = begin + 2 + single * Int(automaton.value(at: begin + 1))
        singles = stride(from: begin + 2, to: end, by: single)
        closings = stride(from: end, to: occurrence.values.upperBound, by: 2)
    }

    /// Writes what a run carries.
    static func written(opens: Bool, singles: [Single], closings: [Closing]) -> [Int32] {
        var values = [opens ? 1 : 0, Int32(singles.count)]
        for single in singles {
            let (number, fields) = single.meaning.packed
            values += [single.phrase, number, fields] + single.marked
        }
        for closing in closings { values += [closing.first, closing.phrase] }
        return values
    }

    /// A phrase of one run.
    struct Single {
        var phrase: Int32
        var meaning: PhraseMeaning
        var marked: [Int32]
    }

    /// A phrase of several runs, with the pattern that must have come before its last.
    struct Closing {
        var first: Int32
        var phrase: Int32
    }
}

extension PhraseAutomaton {
    /// The meaning of the phrase whose values begin at a place.
    @inline(__always)
    func packedMeaning(at single: Int) -> PhraseMeaning.Packed { (value(at: single + 1), value(at: single + 2)) }
}
