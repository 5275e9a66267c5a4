import PublicServices
import Testing
import VietnameseText

@testable import Conversations

@Suite struct ConceptTests {
    private func concepts() throws -> Concepts {
        var concepts = Concepts()
        concepts.addLight("cho con cái tôi của được thằng")
        try concepts.add("tách", words: ["tách", "chia", "cắt"], marked: ["xẻ"])
        try concepts.add("thửa đất", words: ["[miếng|lô|] đất", "rẫy"])
        try concepts.add("giấy", words: ["sổ đỏ", "{thửa đất}"])
        return concepts
    }

    private func matcher(_ phrases: String...) throws -> IntentMatcher { try matcher(phrases) }

    private func matcher(_ phrases: [String]) throws -> IntentMatcher {
        let concepts = try concepts()
        let topic = Topic(
            id: "land_transfer", kind: .procedure, name: "Tách thửa", unit: nil, authority: nil, isWhole: false,
            phrases: try phrases.map { try PhrasePattern($0, concepts: concepts) }, markedPhrases: [],
            wholePhrases: [], markedWholePhrases: [], hints: [], counterPhrases: [], examples: [], counterExamples: [])
        return IntentMatcher(
            IntentCatalogue(topics: [topic], facets: [], followUps: [], lexicon: Lexicon(), concepts: concepts))
    }

    private func words(_ text: String, _ phrases: String...) throws -> String? {
        try matcher(phrases).understand(text).candidates.first?.evidence.first?.words
    }

    @Test(arguments: [
        ("tách đất", "tách đất"), ("chia miếng đất", "chia miếng đất"), ("cat lo dat", "cat lo dat"),
        ("cắt cho thằng con 2 rẫy", "cắt .. rẫy"), ("xẻ rẫy", "xẻ rẫy"),
    ])
    func `a wording over concepts is found in any of their words, with words of little weight between`(
        text: String, found: String
    ) throws {
        #expect(try words(text, "{tách} {thửa đất}") == found)
    }

    @Test(arguments: ["đất tách", "tách", "xe ray"])
    func `close parts keep their order, and a marked word is not found without its marks`(text: String) throws {
        #expect(try matcher("{tách} {thửa đất}").understand(text).candidates.isEmpty)
    }

    @Test func `no word of weight stands between close parts`() throws {
        #expect(
            try matcher("{tách} {thửa đất}", "hộ khẩu").understand("tách hộ khẩu đất").candidates.first?.score == 1.5)
    }

    @Test(arguments: ["đất ông bà để lại muốn tách", "tách ra miếng đất"])
    func `parts with an ampersand come in any order`(text: String) throws {
        #expect(try words(text, "{tách} & {thửa đất}") != nil)
    }

    @Test func `a concept may hold another one`() throws {
        #expect(try words("chia rẫy", "{tách} {giấy}") == "chia rẫy")
    }

    @Test func `the surest of two words counts, and the worst of two parts`() throws {
        let evidence = try matcher("{tách} {thửa đất}").understand("tách dat").candidates.first?.evidence.first
        #expect(evidence?.tier == .folded)
        #expect(evidence?.phrase == "{tách} {thửa đất}")
    }

    @Test(arguments: ["{không có}", "{tách", "tách}", "& {tách}", "{tách} & & {giấy}"])
    func `a broken wording over concepts is refused`(source: String) throws {
        let concepts = try concepts()
        #expect(throws: PhrasePattern.PatternProblem.self) { try PhrasePattern(source, concepts: concepts) }
    }

    @Test func `texts written out show each word of each concept`() throws {
        let pattern = try PhrasePattern("{tách} {thửa đất}", concepts: try concepts())
        let texts = pattern.expansions.map { $0.runs.joined().joined(separator: " ") }
        #expect(texts.contains { $0.hasPrefix("chia") } && texts.contains { $0.hasSuffix("rẫy") })
        #expect(pattern.sequences.count == 1)
    }
}
