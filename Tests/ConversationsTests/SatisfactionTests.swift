import Foundation
import PublicServices
import Testing

@testable import Conversations

/// One digit says how content a villager is with an officer's answer, while nothing else waits for one.
@Suite struct SatisfactionTests {
    private static let seven = EscalationID(7)

    private func say(
        _ text: String, step: DialogueState.Step = .open, asks: Bool = true, ago: TimeInterval = 3600
    ) throws -> Turn {
        let now = ShippedContent.morning
        let matter = OpenMatter(
            id: Self.seven, reason: .askedForStaff, raisedAt: now.addingTimeInterval(-ago - 60),
            answeredAt: now.addingTimeInterval(-ago), asksSatisfaction: asks)
        var state = DialogueState()
        state.step = step
        state.lastTurn = now.addingTimeInterval(-60)
        return try ShippedContent.dialogue.get().turn(
            VillagerMessage(text: text, spelling: .asWritten, matter: matter), state: state, now: now)
    }

    @Test(arguments: [
        ("1", Satisfaction.good), (" 2 ", .fair), ("3.", .poor), ("1 hai long", .good), ("3 chưa hài lòng", .poor),
        ("số 2", .fair),
    ])
    func `the digit is kept and thanked for, and nothing is opened again`(text: String, score: Satisfaction) throws {
        for step: DialogueState.Step in [.open, .awaitingTopic(.documents)] {
            let turn = try say(text, step: step)
            #expect(turn.effects.contains(.satisfaction(Self.seven, score)))
            #expect(turn.replies.map(\.template) == ["satisfaction_thanks"])
            #expect(turn.addsTo == nil && turn.escalations.isEmpty)
        }
    }

    @Test(arguments: [
        "4", "0", "12", "1 bộ hồ sơ cần mấy bản sao", "lệ phí kết hôn bao nhiêu", "cảm ơn", "HỦY", "cháy nhà cứu với",
    ])
    func `what is no such digit is what it always is`(text: String) throws {
        let (asked, plain) = (try say(text), try say(text, asks: false))
        #expect(asked.decision == plain.decision && asked.effects == plain.effects)
    }

    @Test func `a menu that waits for a digit gets it, and a question of long ago gets none`() throws {
        for step: DialogueState.Step in [
            .choosing(["birth_registration", "marriage_registration"], facet: nil), .offeredStaff,
            .awaitingDossierCode(follows: false),
        ] {
            #expect(try say("1", step: step).decision != .command(.satisfaction), "\(step)")
        }
        #expect(try say("1", ago: 49 * 3600).decision != .command(.satisfaction))
        #expect(try say("1", asks: false).decision != .command(.satisfaction))
    }

    @Test func `it is asked only where the commune wants to know`() throws {
        let shipped = try ShippedContent.dialogue.get()
        #expect(shipped.composer.satisfactionQuestion(spelling: .marked) == nil)
        var commune = shipped.composer.commune
        commune.asksSatisfaction = true
        let asking = Dialogue(
            matcher: shipped.matcher, services: shipped.composer.services, commune: commune,
            replies: shipped.composer.replies)
        let question = try #require(asking.composer.satisfactionQuestion(spelling: .unmarked))
        #expect(question.text.contains("Nhan 1 hai long, 2 binh thuong, 3 chua hai long"))
    }
}
