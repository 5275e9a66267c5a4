import VietnameseText

/// Wordings without gaps, found in a text; a word that bears marks must bear those of the wording.
struct WordingList: Sendable {
    private var vocabulary = Vocabulary()
    private var automaton = PhraseAutomaton()
    /// Their words with their marks.
    private var markedWords = Vocabulary()
    /// The wordings by the numbers of these, by the number of their run, which several may share.
    private var marked: [[[Int32]]] = []

    init(_ patterns: [PhrasePattern]) {
        for expansion in patterns.flatMap(\.expansions) {
            let words = expansion.runs.joined().flatMap { Words($0).words }
            let number = Int(automaton.insert(words.map { vocabulary.learn($0.foldedKey) }))
            while marked.count <= number { marked.append([]) }
            marked[number].append(words.map { markedWords.learn($0.markedKey) })
        }
        automaton.build()
    }

    /// The places of all wordings, counted from the first of these words.
    func places(in words: some RandomAccessCollection<Word>) -> [Range<Int>] {
        automaton.occurrences(in: words.map { vocabulary.number(of: $0.foldedKey) }).filter { found in
            let run = words.dropFirst(found.tokens.lowerBound).prefix(found.tokens.count)
            return marked[Int(found.pattern)].contains { wording in
                zip(run, wording).allSatisfy { !$0.hasMarks || markedWords.number(of: $0.markedKey) == $1 }
            }
        }.map(\.tokens)
    }

    func stands(in words: some RandomAccessCollection<Word>) -> Bool { !places(in: words).isEmpty }
}
