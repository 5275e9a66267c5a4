import Foundation
import PublicServices
import Testing

@testable import Conversations

/// What is chosen from a menu, and what says yes or no to "Có phải muốn hỏi về …?".
@Suite struct MenuTests {
    private func choosing(_ topics: [TopicID], facet: Facet? = nil) -> Villager {
        var villager = Villager()
        villager.state.noticeGiven = true
        villager.state.step = .choosing(topics, facet: facet)
        villager.state.lastTurn = villager.now
        return villager
    }

    struct Entry: Sendable, CustomTestStringConvertible {
        var number: String
        var decision: Decision
        var template: String
        var testDescription: String { "\(number) \(template)" }
    }

    @Test(arguments: [
        Entry(number: "1", decision: .referral("passport"), template: "referral"),
        Entry(number: "2", decision: .answer(["birth_registration"], []), template: "overview"),
        Entry(number: "3", decision: .command(.feedback), template: "feedback"),
        Entry(number: "4", decision: .command(.dossierStatus), template: "dossier_ask_code"),
        Entry(number: "5", decision: .command(.talkToStaff), template: "to_staff"),
        Entry(number: "6", decision: .command(.optOut), template: "opted_out"),
        Entry(number: "7", decision: .smallTalk("thanks"), template: "thanks"),
        Entry(number: "8", decision: .answer([.officeHours], []), template: "office_hours"),
    ])
    func `each entry of a menu gets what its kind of topic gets`(_ entry: Entry) throws {
        var villager = choosing([
            "passport", "birth_registration", .feedback, .dossierStatus, .talkToStaff, .optOut, "thanks", .officeHours,
        ])
        let turn = try villager.say(entry.number)
        #expect(turn.decision == entry.decision)
        #expect(turn.replies.first?.template == entry.template)
        #expect(turn.escalation?.reason != .noCheckedFact)
    }

    @Test func `a villager's own menu with a referral is answered by its number`() throws {
        var villager = Villager()
        let menu = try villager.say("hộ chiếu, tạm trú")
        guard case .menu(let topics, _) = menu.decision else {
            Issue.record("no menu, but \(menu.decision)")
            return
        }
        let place = try #require(topics.firstIndex(of: "passport"))
        let turn = try villager.say("\(place + 1)")
        #expect(turn.decision == .referral("passport"))
        #expect(turn.escalation == nil)
    }

    @Test(arguments: ["1", "có", "đúng", "đúng rồi", "dung roi", "phải", "ừ đúng", "dạ đúng ạ", "vâng"])
    func `yes to one topic is its answer`(yes: String) throws {
        var villager = choosing(["birth_registration"], facet: .fees)
        #expect(try villager.say(yes).decision == .answer(["birth_registration"], [.fees]))
    }

    @Test(arguments: ["1", "đúng rồi", "phải", "ừ đúng", "đồng ý"])
    func `yes to the offer of staff is taken`(yes: String) throws {
        var villager = Villager()
        villager.state.step = .offeredStaff
        #expect(try villager.say(yes).decision == .command(.talkToStaff))
    }

    @Test func `a bare dung is no yes, for it may mean stop`() throws {
        var confirming = choosing(["birth_registration"])
        #expect(try confirming.say("dung").decision != .answer(["birth_registration"], []))
        var offered = Villager()
        offered.state.step = .offeredStaff
        #expect(try offered.say("dung").decision != .command(.talkToStaff))
    }

    @Test(arguments: ["không phải", "không", "sai rồi"])
    func `no to one topic asks for clearer words`(no: String) throws {
        var villager = choosing(["birth_registration"])
        let turn = try villager.say(no)
        #expect(turn.decision == .smallTalk(.deny))
        #expect(
            turn.replies.first?.text.lowercased().contains("viet ro hon") == true
                || turn.replies.first?.text.contains("viết rõ hơn") == true)
    }

    @Test func `a number after the session's end chooses nothing`() throws {
        var villager = choosing(["passport", "birth_registration"])
        let turn = try villager.say("1", after: 3 * 3600)
        #expect(turn.decision == .none(foreign: false))
        #expect(turn.replies.first?.template == "not_understood")
    }

    @Test func `a menu of procedures has four, and the others by their numbers after TIEP`() throws {
        let dialogue = try ShippedContent.dialogue.get()
        let codes = dialogue.composer.services.procedures(of: "military_service").prefix(6).map(\.code)
        let menus = dialogue.composer.variantMenus("military_service", codes, atMost: 4, spelling: .unmarked)
        #expect(menus.count == 2)
        #expect(menus[0].text.contains("\n4. ") && !menus[0].text.contains("\n5. "))
        #expect(menus[0].text.hasSuffix("(Nhan TIEP de xem tiep)"))
        #expect(menus[1].text.contains("\n5. ") && menus[1].text.contains("\n6. "))

        var villager = Villager()
        villager.state.step = .choosingVariant("military_service", codes, facet: nil)
        villager.state.pages = [menus[1].text]
        villager.state.lastTurn = villager.now
        #expect(try villager.say("TIEP").replies.first?.text == menus[1].text)
        #expect(try villager.say("6").decision == .procedure(codes[5], "military_service", []))
    }
}
