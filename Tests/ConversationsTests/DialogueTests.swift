import CheckedYAML
import Content
import Foundation
import PublicServices
import Testing
import VietnameseText

@testable import Conversations

/// The dialogue with the shipped content: what villagers get to read.
@Suite struct DialogueTests {
    @Test func `the first question is answered without marks, with the privacy notice behind it`() throws {
        var villager = Villager()
        let turn = try villager.say("lam gks cho be can giay to j")
        #expect(turn.decision == .answer(["birth_registration"], [.documents]))
        #expect(turn.replies.map(\.template) == ["answer", "privacy_notice"])
        let answer = try #require(turn.replies.first)
        #expect(answer.text.lowercased().contains("to khai"))
        #expect(answer.text.lowercased().contains("giay chung sinh"))
        #expect(SMSEncoding.size(of: answer.text).alphabet == .gsm7)
        #expect(answer.facts == ["1.001193/documents", "1.001193/in_databases"])
        #expect(turn.escalation == nil)
        #expect(try villager.say("cam on nhieu nha").replies.map(\.template) == ["thanks"])
    }

    @Test func `marks are answered with marks`() throws {
        var villager = Villager()
        let turn = try villager.say("đăng ký kết hôn cần giấy tờ gì")
        #expect(turn.replies[0].text.contains("Tờ khai"))
        #expect(turn.replies[0].text.contains("kết hôn"))
    }

    @Test func `a facet alone keeps the topic, a topic alone keeps the facet`() throws {
        var villager = Villager()
        try villager.say("khai sinh can giay to gi")
        #expect(try villager.say("con le phi?").decision == .answer(["birth_registration"], [.fees]))
        #expect(try villager.say("the con khai tu?").decision == .answer(["death_registration"], [.fees]))
    }

    @Test func `a facet without a topic asks for it and then answers`() throws {
        var villager = Villager()
        #expect(try villager.say("le phi bao nhieu").decision == .question(.fees))
        #expect(try villager.say("chung thuc ban sao").decision == .answer(["certified_copy"], [.fees]))
    }

    @Test func `a session that ended forgets its topic, but not the privacy notice`() throws {
        var villager = Villager()
        try villager.say("khai sinh can giay to gi")
        let turn = try villager.say("con le phi?", after: 3 * 3600)
        #expect(turn.decision == .question(.fees))
        #expect(turn.replies.count == 1)
    }

    @Test(arguments: ["1", "số 1", "cái đầu"])
    func `a menu is answered by number or in words`(choice: String) throws {
        var villager = Villager()
        let menu = try villager.say("đăng ký khai sinh với đăng ký kết hôn")
        guard case .menu(let topics, _) = menu.decision else {
            Issue.record("no menu, but \(menu.decision)")
            return
        }
        #expect(menu.replies[0].text.contains("1. "))
        #expect(try villager.say(choice).decision == .answer([topics[0]], []))
    }

    @Test func `what is not understood twice is offered to staff`() throws {
        var villager = Villager()
        #expect(try villager.say("abc xyz qwe").replies[0].template == "not_understood")
        #expect(try villager.say("mnb vcx").replies[0].template == "offer_staff")
        let turn = try villager.say("1")
        #expect(turn.escalation?.reason == .askedForStaff)
        #expect(turn.replies[0].template == "to_staff")
    }

    @Test func `zero is the way to a person from everywhere`() throws {
        var villager = Villager()
        try villager.say("đăng ký khai sinh với đăng ký kết hôn")
        #expect(try villager.say("0").escalation?.reason == .askedForStaff)
    }

    @Test func `a fact that is not sure is not stated but handed to staff`() throws {
        var villager = Villager()
        let turn = try villager.say("lệ phí đăng ký hộ kinh doanh bao nhiêu")
        #expect(turn.decision == .answer(["business_household_registration"], [.fees]))
        #expect(turn.replies[0].template == "no_checked_fact")
        #expect(turn.replies[0].facts.isEmpty)
        #expect(turn.escalation?.reason == .noCheckedFact)
        #expect(!turn.replies[0].text.contains("100.000"))
    }

    @Test func `tham khảo is explained once in a session`() throws {
        var villager = Villager()
        let first = try villager.say("tạm trú bao nhiêu ngày phải khai")
        #expect(first.replies[0].text.contains("(tham khảo, xã sẽ xác nhận)"))
        let second = try villager.say("khai sinh trễ hạn 3 tháng có bị phạt không")
        #expect(second.replies[0].text.contains("(tham khảo)"))
    }

    @Test func `an emergency is answered at once and told to staff`() throws {
        var villager = Villager()
        let turn = try villager.say("chay nha o thon 3 cuu voi")
        #expect(turn.decision == .command(.emergency))
        #expect(turn.replies.map(\.template) == ["emergency"])
        #expect(turn.escalation?.reason == .emergency)
    }

    @Test(arguments: ["HUY", "đừng nhắn tin cho tôi nữa"])
    func `opting out is obeyed, and questions are still answered`(text: String) throws {
        var villager = Villager()
        try villager.say("khai sinh can giay to gi")
        let turn = try villager.say(text)
        #expect(turn.optedOut == true)
        #expect(turn.replies.map(\.template) == ["opted_out"])
        #expect(try villager.say("le phi khai sinh").replies[0].template == "answer")
    }

    @Test func `long answers come in pages`() throws {
        var villager = Villager()
        let turn = try villager.say("khai sinh can giay to gi, le phi bao nhieu, bao lau")
        for reply in turn.replies { #expect(SMSEncoding.size(of: reply.text).segments <= 2) }
        try #require(!turn.state.pages.isEmpty)
        #expect(turn.replies[0].text.hasSuffix("(Nhan TIEP de xem tiep)"))
        #expect(try villager.say("tiep").replies[0].template == "page")
        #expect(try villager.say("TIEP").replies[0].template == "no_more")
    }

    @Test func `a promise falls into working hours`() throws {
        var villager = Villager()
        // Saturday evening: the promise is for Monday.
        villager.now = Date(timeIntervalSince1970: 1_796_094_000 + 4 * 86_400 + 10 * 3600)
        let turn = try villager.say("toi muon gap can bo")
        let promised = try #require(turn.escalation?.promisedBy)
        #expect(try ShippedContent.dialogue.get().composer.commune.calendar.isOpen(at: promised.addingTimeInterval(-1)))
    }
}

@Suite struct ShippedWordingTests {
    @Test func `every example of the intents is understood as written`() throws {
        let matcher = IntentMatcher(try ShippedContent.intents.get())
        let problems = IntentExamples.problems(matcher)
        #expect(problems.isEmpty, "\(problems.map(\.description).joined(separator: "\n"))")
        #expect(IntentExamples.count(matcher.catalogue) > 300)
    }

    @Test func `every answer fits its budget`() throws {
        let problems = ReplyBudgets.problems(try ShippedContent.dialogue.get(), now: ShippedContent.morning)
        #expect(problems.isEmpty, "\(problems.map(\.description).joined(separator: "\n"))")
    }

    @Test func `every rendering is filled in`() throws {
        let dialogue = try ShippedContent.dialogue.get()
        let renderings = RenderedAnswers.all(dialogue, now: ShippedContent.morning)
        #expect(renderings.count > 500)
        #expect(renderings.allSatisfy { !$0.texts.isEmpty && $0.texts.allSatisfy { !$0.isEmpty && !$0.contains("{") } })
    }

    @Test func `a text beyond its budget is refused by name`() throws {
        let shipped = try String(contentsOfFile: ShippedContent.root + "/config/replies.yaml", encoding: .utf8)
        let file = FileManager.default.temporaryDirectory.appending(path: "replies-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        let long = String(repeating: "Dạ, không có gì. ", count: 20)
        try shipped.replacing("Dạ, không có gì. ", with: long).write(to: file, atomically: true, encoding: .utf8)
        let composer = try ShippedContent.dialogue.get().composer
        let dialogue = Dialogue(
            matcher: IntentMatcher(composer.intents), services: composer.services, commune: composer.commune,
            replies: try ReplyTemplates.load(path: file.path))
        let problems = ReplyBudgets.problems(dialogue, now: ShippedContent.morning)
        #expect(problems.map(\.entry) == ["thanks", "thanks"])
        #expect(problems.allSatisfy { $0.what.contains("segments") })
    }

    @Test func `every fact that is told stands in the catalogue and may be stated`() throws {
        let composer = try ShippedContent.dialogue.get().composer
        let day = composer.commune.calendar.day(of: ShippedContent.morning)
        for topic in composer.intents.topics where topic.kind == .procedure {
            for facet in Facet.allCases {
                let answer = composer.answer(
                    topic.id, facets: [facet], spelling: .marked, explainReference: true, now: ShippedContent.morning)
                for label in answer.facts {
                    let parts = label.split(separator: "/").map(String.init)
                    let kind = try #require(FactKind(rawValue: parts[1]))
                    let fact = try #require(composer.services[ProcedureCode(rawValue: parts[0])]?.facts[kind])
                    #expect(fact.standing(on: day) != .withheld, "\(label)")
                    #expect(!fact.sources.isEmpty, "\(label)")
                }
            }
        }
    }

    @Test func `facts long past the end of their law are withheld`() throws {
        let composer = try ShippedContent.dialogue.get().composer
        let afterNewLaw = Date(timeIntervalSince1970: 1_804_500_000 + 200 * 86_400)
        let answer = composer.answer(
            "birth_registration", facets: [.documents], spelling: .marked, explainReference: true, now: afterNewLaw)
        #expect(answer.template == "no_checked_fact")
        #expect(answer.escalation?.reason == .noCheckedFact)
    }
}
