import Testing
import VietnameseText

@testable import Conversations

@Suite struct PhraseTests {
    @Test(arguments: [
        ("khai sinh", [[["khai", "sinh"]]]),
        ("[làm|xin|] giấy", [[["làm", "giấy"]], [["xin", "giấy"]], [["giấy"]]]),
        ("mất .. giấy khai sinh", [[["mất"], ["giấy", "khai", "sinh"]]]),
        ("[ba mẹ|vợ] .. mất", [[["ba", "mẹ"], ["mất"]], [["vợ"], ["mất"]]]),
    ])
    func `a wording stands for its expansions`(source: String, runs: [[[String]]]) throws {
        #expect(try PhrasePattern(source).expansions.map(\.runs) == runs)
    }

    @Test(arguments: ["[a|b", "a]", "[|]", "", ".."])
    func `a broken wording is refused`(source: String) {
        #expect(throws: PhrasePattern.PatternProblem.self) { try PhrasePattern(source) }
    }

    @Test func `a wording of too many expansions is refused`() {
        let source = String(repeating: "[a|b|c|d|e] ", count: 6)
        #expect(throws: PhrasePattern.PatternProblem.self) { try PhrasePattern(source) }
    }
}

@Suite struct PhraseAutomatonTests {
    private func found(_ runs: [String], in text: String) -> [String] {
        var vocabulary = Vocabulary()
        var automaton = PhraseAutomaton()
        let split = { (text: String) in text.split(separator: " ").map { WordKey(String($0)) } }
        let numbers = runs.map { run in automaton.insert(split(run).map { vocabulary.learn($0) }) }
        automaton.build()
        return automaton.occurrences(in: split(text).map { vocabulary.number(of: $0) }).map { occurrence in
            let run = numbers.firstIndex(of: occurrence.pattern).map { runs[$0] } ?? "?"
            return "\(run)@\(occurrence.tokens.lowerBound)"
        }.sorted()
    }

    @Test func `runs within, behind and over each other are all found`() {
        let runs = ["khai sinh", "giay khai sinh", "sinh con", "trich luc giay khai sinh", "con"]
        #expect(
            found(runs, in: "xin trich luc giay khai sinh con") == [
                "con@6", "giay khai sinh@3", "khai sinh@4", "sinh con@5", "trich luc giay khai sinh@1",
            ])
    }

    @Test func `a failed long run falls back to a shorter one`() {
        #expect(found(["a b c d", "b c e", "c"], in: "a b c e") == ["b c e@1", "c@2"])
    }

    @Test func `words of no phrase part the runs`() {
        #expect(found(["khai sinh"], in: "khai x sinh khai sinh") == ["khai sinh@3"])
    }

    @Test func `it finds just what a plain search finds`() {
        // Words from a small alphabet make overlaps frequent; the generator is seeded so that a failure repeats.
        var seed: UInt64 = 42
        func random(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % bound
        }
        for _ in 0..<200 {
            let runs = Array(
                Set(
                    (0..<6).map { _ in (0...random(3)).map { _ in ["a", "b", "c"][random(3)] }.joined(separator: " ") })
            )
            let text = (0..<12).map { _ in ["a", "b", "c", "x"][random(4)] }
            var plain: [String] = []
            for run in runs {
                let words = run.split(separator: " ").map(String.init)
                for start in text.indices where text[start...].starts(with: words) { plain.append("\(run)@\(start)") }
            }
            #expect(found(runs, in: text.joined(separator: " ")) == plain.sorted())
        }
    }
}
