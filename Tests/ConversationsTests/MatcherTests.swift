import PublicServices
import Testing

@testable import Conversations

/// The matcher's rules on a catalogue of a few lines; the shipped wordings have their own examples.
@Suite struct MatcherTests {
    private static func topic(
        _ id: TopicID, kind: Topic.Kind = .procedure, _ phrases: [String], hints: [String] = [], unless: [String] = [],
        whole: Bool = false
    ) throws -> Topic {
        Topic(
            id: id, kind: kind, name: id.rawValue, unit: nil, authority: nil, isWhole: whole,
            phrases: try phrases.map { try PhrasePattern($0) }, markedPhrases: [], wholePhrases: [],
            markedWholePhrases: [],
            hints: try hints.map { try PhrasePattern($0) },
            counterPhrases: try unless.map { try PhrasePattern($0) }, examples: [], counterExamples: [])
    }

    private static func matcher() throws -> IntentMatcher {
        IntentMatcher(
            IntentCatalogue(
                topics: [
                    try topic("birth", ["khai sinh"], hints: ["em bé"], unless: ["sao y"]),
                    try topic("extract", ["trích lục khai sinh", "mất .. giấy khai sinh"]),
                    try topic("death", ["khai tử", "[mẹ|ba] mất"]),
                    try topic("land", ["sổ đỏ"]),
                    try topic("greeting", kind: .smallTalk, ["chào ad"], whole: true),
                    try topic("emergency", kind: .command, ["cháy nhà"]),
                    try topic("out_of_scope", kind: .none, ["trả góp"]),
                ],
                facets: [
                    FacetWordings(facet: .fees, name: "lệ phí", phrases: [try PhrasePattern("lệ phí")], examples: []),
                    FacetWordings(
                        facet: .documents, name: "giấy tờ", phrases: [try PhrasePattern("giấy tờ gì")], examples: []),
                ],
                followUps: [try PhrasePattern("thế còn")], lexicon: Lexicon()))
    }

    private func decision(_ text: String) throws -> Decision {
        let matcher = try Self.matcher()
        var understanding = matcher.understand(text)
        // A second opinion counted from seven topics says nothing.
        understanding.opinions = nil
        return matcher.decide(understanding)
    }

    @Test(arguments: ["làm khai sinh", "lam KHAI SINH", "khai  sinh!", "Khai-sinh"])
    func `a phrase alone is an answer, with and without marks`(text: String) throws {
        #expect(try decision(text) == .answer(["birth"], []))
    }

    @Test func `a longer phrase silences the shorter one in it`() throws {
        #expect(try decision("xin trích lục khai sinh") == .answer(["extract"], []))
    }

    @Test func `a phrase with a gap reaches over a few words only`() throws {
        #expect(try decision("tôi bị mất cái tờ giấy khai sinh") == .answer(["extract"], []))
        // Words that no wording knows are mostly names, and a dozen of them are reached over; what follows further is talk.
        let far = try Self.matcher().understand(
            "mất một hai ba bốn năm sáu bảy tám chín mười xanh đỏ tím vàng giấy khai sinh")
        #expect(far.candidates.map(\.topic) == ["birth"])
    }

    @Test func `a counter phrase sets a topic aside`() throws {
        #expect(try decision("sao y khai sinh") == .none(foreign: false))
    }

    @Test func `two topics that fit are a menu`() throws {
        #expect(try decision("khai sinh khai tử") == .menu(["birth", "death"], []))
    }

    @Test func `a hint alone asks back`() throws {
        #expect(try decision("em bé") == .menu(["birth"], []))
    }

    @Test func `other marks on the words speak against a phrase`() throws {
        #expect(try decision("sơ đồ") == .none(foreign: false))
        #expect(try decision("so do") == .answer(["land"], []))
    }

    @Test func `whole-message topics need the message nearly for themselves`() throws {
        #expect(try decision("chào ad") == .smallTalk("greeting"))
        #expect(try decision("chào ad cho tôi hỏi về chuyện này") == .none(foreign: false))
        #expect(try decision("chào ad khai sinh") == .answer(["birth"], []))
    }

    @Test func `facets are found beside a topic and alone`() throws {
        #expect(try decision("lệ phí khai sinh và cần giấy tờ gì") == .answer(["birth"], [.fees, .documents]))
        #expect(try decision("le phi?") == .question(.fees))
    }

    @Test func `an emergency goes before everything`() throws {
        #expect(try decision("khai sinh khai tử mà cháy nhà") == .command("emergency"))
    }

    @Test func `a foreign matter is none of ours`() throws {
        #expect(try decision("mua trả góp") == .none(foreign: true))
    }

    @Test func `evidence shows the writer's words and the wording`() throws {
        let understanding = try Self.matcher().understand("Cho hỏi KHAI sinh")
        let evidence = try #require(understanding.candidates.first?.evidence.first)
        #expect(evidence.words == "KHAI sinh")
        #expect(evidence.phrase == "khai sinh")
        #expect(evidence.tier == .exact)
        #expect(try Self.matcher().understand("ba mat").candidates.first?.evidence.first?.tier == .folded)
    }

    @Test func `words of a code are no words of a phrase`() throws {
        #expect(try decision("khai 0901234567 sinh") == .none(foreign: false))
    }

    @Test(arguments: [
        "", "   ", "😀", String(repeating: "a", count: 10_000), String(repeating: "khai sinh ", count: 2000),
    ])
    func `any text is read without harm`(text: String) throws {
        _ = try decision(text)
    }
}
