import Evaluation
import PublicServices
import Testing
import VietnameseText

@testable import Conversations

/// What is asked of the matter at hand in words that no wording knows.
@Suite struct FollowUpOpinionTests {
    private static func examples(_ texts: [(String, Facet?)]) -> WrittenExamples {
        var examples = WrittenExamples()
        examples.all = texts.map {
            WrittenExamples.Example(text: $0.0, label: $0.1?.rawValue ?? WrittenExamples.asksNothing)
        }
        return examples
    }

    private let opinion = FollowUpOpinion(
        Self.examples([
            ("tốn nhiều không cháu", .fees), ("nhà nghèo có phải trả đồng nào không", .fees),
            ("một mình mẹ đi được không", .who), ("chồng đi vắng thì mình tui ký được hông", .who),
            ("dạ con hiểu rồi ạ", nil), ("nhà con có ba đứa", nil),
        ]), lexicon: Lexicon())

    private func facet(_ text: String) -> Facet? {
        opinion.facet(of: Reading(Words(text), lexicon: Lexicon()))?.facet
    }

    @Test func `the facet whose examples have the words is named`() {
        #expect(facet("ton nhieu dong khong") == .fees)
        #expect(facet("mot minh vo di ky duoc ko") == .who)
    }

    @Test func `what tells only how it is, and what nobody wrote, asks nothing`() {
        #expect(facet("hiểu rồi con ạ") == nil)
        #expect(facet("xyz") == nil)
        let empty = FollowUpOpinion(WrittenExamples(), lexicon: Lexicon())
        #expect(empty.facet(of: Reading(Words("tốn nhiều không"), lexicon: Lexicon())) == nil)
    }

    @Test(arguments: [
        ("1 minh me di duoc hong", Facet.who), ("ba bo con bi liet co can phai len khong", .who),
        ("ton kem lam khong chu", .fees), ("qua han roi co bi gi khong", .deadline),
        ("nhà nghèo có được bớt đồng nào không", .fees), ("mất phí k z, e hs nghèo lém", .fees),
        ("mất cỡ nhiêu", .fees),
    ])
    func `amid a procedure it is answered of that, and without one it is not`(text: String, facet: Facet) throws {
        var villager = Villager()
        let alone = try villager.say(text).decision
        #expect(!alone.topics.contains("birth_registration"))
        villager = Villager()
        try villager.say("làm giấy khai sinh cho con")
        let amid = try villager.say(text).decision
        #expect(amid.topics == ["birth_registration"] && amid.facets == [facet], "\(amid)")
    }

    @Test func `of what a stranger asks, most is told rightly, and what asks nothing mostly left alone`() throws {
        let matcher = try ShippedContent.dialogue.get().matcher
        let messages = try LabelledMessage.load(path: ShippedContent.root + "/Tests/Evaluation/followups.tsv")
        let told = messages.compactMap { message -> (label: String, facet: Facet)? in
            let reading = matcher.look(at: ReadText(message.text)).reading
            guard let found = matcher.followUpOpinion.facet(of: reading), found.odds >= matcher.rules.opinionOfFollowUp
            else { return nil }
            return (message.label.rawValue, found.facet)
        }
        let asking = messages.count { $0.label.rawValue != WrittenExamples.asksNothing }
        let right = told.count { $0.label == $0.facet.rawValue }
        let idle = told.count { $0.label == WrittenExamples.asksNothing }
        let figures =
            "\(asking) of \(messages.count) ask, \(told.count) are told, \(right) rightly, \(idle) ask nothing"
        #expect(right * 100 >= asking * 80, "\(figures)")
        #expect(right * 100 >= told.count * 84, "\(figures)")
        #expect(idle * 100 <= (messages.count - asking) * 17, "\(figures)")
    }
}
