import Foundation
import PublicServices
import Testing
import VietnameseText

@testable import Conversations

/// Several questions of one message: nothing of any answer is lost.
@Suite struct SeveralAnswersTests {
    /// Two questions whose answers have more than one page.
    static let long = "khai sinh cần giấy tờ gì, nộp ở đâu? trợ cấp xã hội cần giấy tờ gì, nộp ở đâu?"

    /// The words of a page without the signs around them: a half-sure fact is marked longer the first time.
    private func bare(_ text: String) throws -> [String] {
        let more = try ShippedContent.dialogue.get().composer.replies.fill(.more, spelling: .marked)
        return (text.hasSuffix(more) ? String(text.dropLast(more.count)) : text).split(separator: " ")
            .map { word in word.filter { $0.isLetter || $0.isNumber } }
    }

    @Test func `the rests of all answers come with TIẾP, each with its topic, and none is lost`() throws {
        let dialogue = try ShippedContent.dialogue.get()
        let more = dialogue.composer.replies.fill(.more, spelling: .marked)
        let rests: [(topic: TopicID, pages: [String])] = [
            ("birth_registration", ["Một hai ba." + more, "Bốn năm sáu."]),
            ("marriage_registration", [String(repeating: "Giấy tờ cần có: tờ khai. ", count: 20) + "Hết."]),
        ]
        let pages = dialogue.composer.continued(rests, spelling: .marked)
        #expect(pages[0] == "Đăng ký khai sinh (tiếp): Một hai ba. Bốn năm sáu." + more)
        #expect(pages.count > 2)
        for page in pages { #expect(SMSEncoding.size(of: page).segments <= Pages.budget(.marked)) }
        #expect(pages.dropLast().allSatisfy { $0.hasSuffix(more) })
        #expect(pages.last?.hasSuffix("Hết.") == true)
    }

    @Test func `whoever goes on asking reads all that one answer alone would tell`() throws {
        let dialogue = try ShippedContent.dialogue.get()
        var villager = Villager()
        try villager.say("xin chào")
        var turn = try villager.say(Self.long)
        #expect(turn.decision.topics == ["birth_registration", "social_allowance"])
        var told = turn.replies.filter { $0.template != "privacy_notice" }.map(\.text)
        #expect(told.count == 2)
        #expect(!turn.state.pages.isEmpty)
        while !turn.state.pages.isEmpty {
            #expect(told.last.map { $0.contains("TIẾP") } == true)
            turn = try villager.say("TIẾP")
            told += turn.replies.map(\.text)
        }
        let words = Set(try told.flatMap(bare))
        for topic in ["birth_registration", "social_allowance"] as [TopicID] {
            let alone = dialogue.composer.answer(
                topic, facets: [.documents, .place], spelling: .marked, explainReference: false, now: villager.now)
            #expect(alone.pages.count > 1)
            for page in alone.pages { #expect(Set(try bare(page)).subtracting(words) == [], "\(topic)") }
        }
        #expect(try villager.say("TIẾP").replies.map(\.template) == ["no_more"])
    }

    @Test func `each question that staff must answer is an escalation of its own`() throws {
        var villager = Villager()
        try villager.say("xin chào")
        let turn = try villager.say("sang tên sổ đỏ mất bao lâu còn hộ kinh doanh lệ phí bao nhiêu")
        #expect(turn.decision.topics == ["land_transfer", "business_household_registration"])
        let all = [turn.escalation].compactMap { $0 } + turn.furtherEscalations
        #expect(turn.replies.filter { $0.text.contains("chuyển cán bộ") }.count == 2)
        #expect(all.map(\.unit) == ["one_stop", "one_stop"])
        #expect(all.map(\.reason) == [.noCheckedFact, .noCheckedFact])
    }
}

@Suite struct LinkRequestTests {
    @Test(arguments: [
        ("LIEN KET", LinkRequest.begin), ("liên kết", .begin), ("Liên kết.", .begin),
        ("LK 12345678", .code("12345678")),
        ("lk 1234 5678", .code("12345678")), ("HỦY LIÊN KẾT", .end), ("huy lien ket", .end),
    ])
    func `a wish to link is read`(text: String, request: LinkRequest) {
        #expect(LinkRequest(Words(text)) == request)
    }

    @Test(arguments: ["HỦY", "liên kết với ai", "12345678", "LK", "LK abc", "mã LK 12345678"])
    func `anything beside it makes it another text`(text: String) { #expect(LinkRequest(Words(text)) == nil) }

    @Test func `the other channel is told how to undo it, and no opt-out is read into it`() throws {
        let dialogue = try ShippedContent.dialogue.get()
        func turn(_ text: String, _ outcome: LinkOutcome) -> Turn {
            let asking = dialogue.turn(
                VillagerMessage(text: text, spelling: .marked), state: DialogueState(), now: ShippedContent.morning)
            #expect(asking.replies.isEmpty)
            return dialogue.resume(asking, with: .link(outcome), now: ShippedContent.morning)
        }
        let begun = turn("LIÊN KẾT", .code("12345678"))
        #expect(begun.replies.first?.text.contains("LK 12345678") == true)
        #expect(begun.linkNotice == nil)
        let linked = turn("LK 12345678", .linked)
        #expect(linked.replies.first?.template == "link_made")
        #expect(linked.linkNotice?.text.contains("HỦY LIÊN KẾT") == true)
        let ended = turn("HỦY LIÊN KẾT", .ended)
        #expect(ended.replies.first?.template == "link_ended")
        #expect(ended.optedOut == nil)
        #expect(turn("LK 1", .refused).linkNotice == nil)
    }
}

@Suite struct FollowUpAnswerTests {
    static let lookup = DossierLookup(code: DossierCode.sample(DossierDialogueTests.code))
    static let dossier = Dossier(
        code: lookup.code, procedureName: "Đăng ký khai sinh", state: .finished, phone: DossierDialogueTests.phone)

    private func answer(
        _ finding: DossierFinding, lookup: DossierLookup = lookup, sender: String = DossierDialogueTests.phone,
        mayTry: Bool = true
    ) throws -> FollowUpAnswer? {
        try ShippedContent.dialogue.get().followUp(
            lookup, with: DossierResult(finding: finding, sender: sender, mayTry: mayTry), spelling: .marked,
            now: ShippedContent.morning)
    }

    @Test func `whose dossier it is reads its state`() throws {
        let found = DossierFinding.found(Self.dossier, asOf: nil, isStale: false)
        #expect(try answer(found)?.replies.first?.text.contains("đã có kết quả") == true)
        var withDigits = Self.lookup
        withDigits.digits = "4567"
        #expect(try answer(found, lookup: withDigits, sender: "zalo-1")?.replies.map(\.template) == ["dossier_status"])
        #expect(
            try answer(found, lookup: withDigits, sender: "zalo-1", mayTry: false)?.replies.map(\.template)
                == ["dossier_ask_again"])
    }

    @Test func `anybody else reads the same whether or not the code exists`() throws {
        let found = DossierFinding.found(Self.dossier, asOf: nil, isStale: false)
        let foreign = try answer(found, sender: "zalo-1")
        #expect(foreign == (try answer(.unknown, sender: "zalo-1")))
        #expect(foreign?.replies.map(\.template) == ["dossier_ask_again"])
        #expect(foreign?.dossier == nil)
    }

    @Test func `while the portal is silent nothing is said, and giving up is honest`() throws {
        #expect(try answer(.unavailable) == nil)
        #expect(try answer(.found(Self.dossier, asOf: Date(), isStale: true)) == nil)
        for given in [
            try answer(.noSource),
            try ShippedContent.dialogue.get().givenUp(Self.lookup, spelling: .marked, now: ShippedContent.morning),
        ] {
            #expect(given?.replies.first?.text.contains("chưa tra được") == true)
            #expect(given?.escalation?.reason == .dossierQuestion)
            #expect(given?.isGivenUp == true)
        }
    }
}
