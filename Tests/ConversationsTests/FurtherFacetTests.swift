import PublicServices
import Testing

@testable import Conversations

/// Who may go, deadline and penalty, result, original or copy, another commune: asked of the topic at hand.
struct FurtherFacetTests {
    @Test(arguments: [
        ("ai đi thay được không", Facet.who), ("vo toi di nop thay dc ko", .who),
        ("một mình vợ ký được không hay phải cả hai", .who), ("nhờ cháu ra lấy giùm được không", .who),
        ("tre han phat bao nhieu", .deadline), ("nộp muộn có sao không", .deadline), ("có bị phạt gì không", .deadline),
        ("phải khai báo trong mấy ngày", .deadline), ("trả kết quả ở đâu", .result),
        ("giay do xai duoc may thang", .result), ("nhận được mấy bản", .result), ("ban goc hay photo", .original),
        ("photo được không hay phải công chứng", .original), ("có phải về quê không", .elsewhere),
        ("nop o xa khac duoc k", .elsewhere), ("khác tỉnh thì nộp được không", .elsewhere),
    ])
    func `they are told apart from one another and from the older facets`(text: String, facet: Facet) throws {
        let matcher = try ShippedContent.dialogue.get().matcher
        #expect(matcher.understand(text).facets.map(\.facet).first == facet)
    }

    @Test(arguments: [Facet.who, .deadline, .result, .original, .elsewhere])
    func `without a fact they go to staff, and the answer says so`(_ facet: Facet) throws {
        let composer = try ShippedContent.dialogue.get().composer
        var procedure = try #require(composer.services.main(of: "birth_registration"))
        procedure.facts = procedure.facts.filter { !facet.facts.contains($0.key) }
        let bare = AnswerComposer(
            intents: composer.intents, services: ServiceCatalogue(procedures: [procedure]), commune: composer.commune,
            replies: composer.replies)
        let answer = bare.answer(
            "birth_registration", facets: [facet], spelling: .marked, explainReference: true,
            now: ShippedContent.morning)
        #expect(answer.template == "no_checked_fact")
        #expect(answer.escalation?.reason == .noCheckedFact)
    }

    @Test func `a longer wording of one facet takes its words from another`() throws {
        let matcher = try ShippedContent.dialogue.get().matcher
        #expect(matcher.understand("trả kết quả ở đâu").facets.map(\.facet) == [.result])
        #expect(matcher.understand("nộp ở đâu, trả kết quả ở đâu").facets.map(\.facet) == [.place, .result])
    }
}
