import Testing

@testable import Conversations

@Suite struct TokenRunsTests {
    private func runs(_ ranges: Range<Int>...) -> TokenRuns {
        var runs = TokenRuns(ranges[0])
        for range in ranges.dropFirst() { runs.insert(range) }
        return runs
    }

    @Test func `it holds the tokens of its runs and none between`() {
        let tokens = runs(3..<5, 7..<8)
        #expect((0..<10).filter(tokens.contains) == [3, 4, 7])
        #expect(tokens.all == [3..<5, 7..<8])
        #expect((tokens.start, tokens.end, tokens.tokenCount) == (3, 8, 3))
    }

    @Test func `it overlaps what shares a token, from either side`() {
        let tokens = runs(3..<5, 7..<9)
        for other in [runs(0..<4), runs(8..<12), runs(1..<2, 4..<5)] {
            #expect(tokens.overlaps(other) && other.overlaps(tokens))
        }
        for other in [runs(0..<3), runs(5..<7), runs(9..<12), runs(1..<3, 5..<7)] {
            #expect(!tokens.overlaps(other) && !other.overlaps(tokens))
        }
    }

    @Test func `it covers what has no token beside its own`() {
        let tokens = runs(3..<6, 8..<10)
        for other in [runs(3..<6), runs(4..<5, 9..<10), tokens] { #expect(tokens.covers(other)) }
        for other in [runs(2..<4), runs(5..<7), runs(3..<6, 7..<9), runs(9..<11), runs(4..<10)] {
            #expect(!tokens.covers(other))
        }
    }

    @Test func `a wording of more tokens than it holds keeps the first of them`() {
        let long = runs(10..<80)
        #expect(long.all == [10..<74])
        #expect(long.covers(runs(10..<74)) && !long.contains(74))
        #expect(runs(0..<2, 100..<102).all == [0..<2])
        #expect(!runs(0..<2).overlaps(runs(100..<102)) && !runs(0..<2).covers(runs(100..<102)))
    }
}

@Suite struct PhraseMeaningTests {
    @Test(arguments: [
        PhraseMeaning.Owner.topic(0), .topic(40_000), .counter(7), .facet(3), .followUp, .correction(.not),
        .correction(.instead), .correction(.ratherThan),
    ])
    func `it is the same when it was packed`(owner: PhraseMeaning.Owner) {
        for role in [Evidence.Role.phrase, .whole, .hint] {
            for needsMarks in [false, true] {
                let meaning = PhraseMeaning(owner: owner, role: role, needsMarks: needsMarks, length: 300)
                #expect(PhraseMeaning(packed: meaning.packed) == meaning)
            }
        }
    }
}
