import Foundation
import PublicServices
import Testing
import VietnameseText

@testable import Conversations

@Suite struct OvertakenTests {
    /// What comes of a text that a later message has overtaken, in a conversation that is in this state.
    private func settled(_ text: String, in state: DialogueState) throws -> Turn {
        let dialogue = try ShippedContent.dialogue.get()
        let message = VillagerMessage(text: text, spelling: .asWritten)
        let turn = dialogue.turn(message, state: dialogue.stateOfOvertaken(state), now: ShippedContent.morning)
        return dialogue.settled(
            turn, of: message, sentAt: ShippedContent.morning.addingTimeInterval(-3 * 3600), conversation: state)
    }

    /// A villager to whom a menu was shown.
    private func atMenu() throws -> Villager {
        var villager = Villager()
        try villager.say("đăng ký khai sinh với đăng ký kết hôn")
        guard case .choosing = villager.state.step else { throw CocoaError(.featureUnsupported) }
        return villager
    }

    @Test(arguments: ["1", "số 2", "cái đầu", "có", "TIEP", "không"])
    func `a bare answer has lost its question and gets none`(text: String) throws {
        let villager = try atMenu()
        let turn = try settled(text, in: villager.state)
        #expect(turn.replies.isEmpty)
        #expect(turn.escalation == nil)
        #expect(turn.state == villager.state)
    }

    @Test func `a whole question is answered alone, and the menu is still open`() throws {
        var villager = try atMenu()
        guard case .choosing(let topics, _) = villager.state.step else { return }
        let turn = try settled("lam khai tu can giay to gi", in: villager.state)
        #expect(turn.decision.topics == ["death_registration"])
        #expect(turn.replies.first?.template == "answer")
        #expect(turn.state == villager.state)
        #expect(try villager.say("1").decision == .answer([topics[0]], []))
    }

    @Test func `a follow-up does not borrow what is spoken of now`() throws {
        var villager = Villager()
        try villager.say("khai sinh can giay to gi")
        let turn = try settled("con le phi?", in: villager.state)
        #expect(turn.replies.map(\.template) == ["late_message"])
        #expect(turn.replies[0].text.contains("7:00") || turn.replies[0].text.contains("6:00"), "\(turn.replies)")
        #expect(turn.state == villager.state)
    }

    @Test(arguments: [
        "đăng ký khai sinh với đăng ký kết hôn", "abc xyz qwe", "le phi bao nhieu", "nhan tin",
    ])
    func `what would ask back, or was taken back since, is asked for again`(text: String) throws {
        let villager = try atMenu()
        let turn = try settled(text, in: villager.state)
        #expect(turn.replies.map(\.template) == ["late_message"], "\(turn.decision)")
        #expect(turn.optedOut == nil)
        #expect(turn.state == villager.state)
    }

    @Test func `all pages come at once, without the offer of the next`() throws {
        let dialogue = try ShippedContent.dialogue.get()
        var villager = Villager()
        try villager.say("xin chào")
        let asked = "dang ky khai sinh can nhung giay to gi, le phi bao nhieu, nop o dau, bao lau"
        let whole = dialogue.turn(
            VillagerMessage(text: asked, spelling: .asWritten), state: villager.state, now: ShippedContent.morning)
        try #require(!whole.state.pages.isEmpty)
        let turn = try settled(asked, in: villager.state)
        #expect(turn.replies.count == 1 + whole.state.pages.count)
        #expect(turn.replies.allSatisfy { !$0.text.contains("TIEP") && !$0.text.isEmpty })
        #expect(turn.state.pages.isEmpty)
    }

    @Test func `help, a person and silence are still had`() throws {
        let villager = try atMenu()
        #expect(try settled("chay nha o thon 3 cuu voi", in: villager.state).escalation?.reason == .emergency)
        #expect(try settled("0", in: villager.state).escalation?.reason == .askedForStaff)
        let turn = try settled("HUY", in: villager.state)
        #expect(turn.optedOut == true)
        #expect(turn.replies.map(\.template) == ["opted_out"])
    }

    @Test func `the villager's commune stays, and the privacy notice is not repeated`() throws {
        var state = DialogueState()
        state.commune = "dak-mar"
        state.topic = "birth_registration"
        state.pages = ["x"]
        let alone = try ShippedContent.dialogue.get().stateOfOvertaken(state)
        #expect(alone.commune == "dak-mar")
        #expect(alone.noticeGiven)
        #expect(alone.topic == nil && alone.pages.isEmpty && alone.step == .open)
    }
}

@Suite struct LimitedTurnTests {
    @Test func `one sentence at the begin of a burst, then silence, and the state stays`() throws {
        let dialogue = try ShippedContent.dialogue.get()
        var villager = Villager()
        try villager.say("khai sinh can giay to gi")
        let message = VillagerMessage(text: "con le phi?", spelling: .asWritten)
        let first = dialogue.limitedTurn(
            message, state: villager.state, begins: true, now: ShippedContent.morning)
        #expect(first.replies.map(\.template) == ["slow_down"])
        #expect(first.replies[0].text == UnmarkedSpelling.of(first.replies[0].text))
        #expect(first.escalation?.reason == .tooManyMessages)
        #expect(first.escalation?.promisedBy != nil)
        #expect(first.state == villager.state)
        let next = dialogue.limitedTurn(message, state: villager.state, begins: false, now: ShippedContent.morning)
        #expect(next.replies.isEmpty && next.escalation == nil)
    }

    @Test(arguments: [
        ("cháy nhà ở thôn 3 cứu với", true), ("HUY", true), ("STOP", true), ("khai sinh can gi", false), ("0", false),
    ])
    func `a call for help and a wish to be left alone are never limited`(text: String, isFree: Bool) throws {
        let message = VillagerMessage(text: text, spelling: .asWritten)
        let turn = try ShippedContent.dialogue.get().turn(message, state: DialogueState(), now: ShippedContent.morning)
        #expect(turn.isNeverLimited == isFree)
    }
}
