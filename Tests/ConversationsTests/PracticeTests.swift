import Foundation
import PublicServices
import Testing

@testable import Conversations

/// A commune that is not open yet: those who practise are answered, everybody else is told once a day where to go.
@Suite struct PracticeTests {
    private static let colleague = "+84912000321"
    private static let villager = "+84912000999"

    private func dialogue(_ phones: [String]?) throws -> Dialogue {
        let shipped = try ShippedContent.dialogue.get()
        var commune = shipped.composer.commune
        commune.practicePhones = phones
        return Dialogue(
            matcher: shipped.matcher, services: shipped.composer.services, commune: commune,
            replies: shipped.composer.replies)
    }

    private func say(
        _ text: String, from sender: String, _ dialogue: Dialogue, state: DialogueState = DialogueState(),
        kind: MessageKind = .text, spelling: VillagerMessage.SpellingRule = .asWritten, matter: OpenMatter? = nil,
        after seconds: TimeInterval = 0
    ) -> Turn {
        dialogue.turn(
            VillagerMessage(text: text, spelling: spelling, kind: kind, sender: sender, matter: matter), state: state,
            now: ShippedContent.morning.addingTimeInterval(seconds))
    }

    @Test func `those who practise are answered as in an open commune, however their number is written`() throws {
        let open = try dialogue(nil)
        for phones in [["0912 000 321"], ["+84912000321", "0912 000 322"], ["84912000321"]] {
            let practising = try dialogue(phones)
            for text in ["lệ phí kết hôn bao nhiêu", "0", "xin chao", "phản ánh đường hỏng ở thôn 2"] {
                let turn = say(text, from: Self.colleague, practising)
                #expect(turn.effects == say(text, from: Self.colleague, open).effects, "\(text) \(phones)")
            }
        }
        let turn = say("lệ phí kết hôn bao nhiêu", from: Self.villager, open)
        #expect(turn.replies.first?.template == "answer")
    }

    @Test(arguments: [
        "lệ phí kết hôn bao nhiêu", "dang ky khai sinh can giay to gi", "0", "xin chao", "qq ww ee", "KT 4821",
        "phản ánh đường hỏng ở thôn 2", "tố cáo cán bộ nhận tiền của dân", "HO SO 000.00.53.H48-20260921-0099999",
        "cảm ơn",
    ])
    func `everybody else is told where to go, and nothing is raised or remembered`(text: String) throws {
        for phones in [["0912 000 321"], []] {
            let turn = say(text, from: Self.villager, try dialogue(phones))
            #expect(turn.decision == .quiet(.notOpen) && turn.need == nil)
            #expect(turn.replies.map(\.template) == ["not_open"])
            #expect(turn.escalations.isEmpty && turn.interest == nil && turn.alert == nil)
            var state = DialogueState()
            state.notOpenToldAt = ShippedContent.morning
            #expect(turn.state == state)
        }
    }

    @Test func `it is said once a day`() throws {
        let practising = try dialogue([Self.colleague])
        var state = say("khai sinh", from: Self.villager, practising).state
        for (seconds, count) in [(60.0, 0), (23.9 * 3600, 0), (24.1 * 3600, 1), (24.2 * 3600, 0)] {
            let turn = say("khai tử \(seconds)", from: Self.villager, practising, state: state, after: seconds)
            #expect(turn.replies.count == count, "\(seconds)")
            state = turn.state
        }
    }

    @Test func `it is spelled as the villager or the channel does, and fits two segments without marks`() throws {
        let practising = try dialogue([])
        let marked = try #require(say("khai sinh cần gì", from: Self.villager, practising).replies.first?.text)
        #expect(marked.contains("chưa trả lời được") && marked.contains("Mời đến Trung tâm"))
        let bare = try #require(say("khai sinh can giay to gi", from: Self.villager, practising).replies.first?.text)
        #expect(bare.contains("chua tra loi duoc") && bare.contains("113, 114, 115"))
    }

    @Test func `nobody is harmed because a commune practises`() throws {
        let practising = try dialogue([Self.colleague])
        let help = say("cứu với nhà cháy", from: Self.villager, practising)
        #expect(help.decision == .command(.emergency) && help.alert != nil && !help.escalations.isEmpty)
        #expect(say("HỦY", from: Self.villager, practising).optedOut == true)
        let erasure = say("", from: Self.villager, practising, kind: .erasureRequest)
        #expect(!erasure.escalations.isEmpty)
        let matter = OpenMatter(
            id: EscalationID(7), reason: .askedForStaff, raisedAt: ShippedContent.morning, isHeld: true)
        #expect(say("chau duoc 20 ngay roi", from: Self.villager, practising, matter: matter).addsTo == matter.id)
    }

    @Test(arguments: ["👍", "...", "[Tự động] Tôi đang bận, sẽ trả lời sau."])
    func `what nobody wrote is told nothing`(text: String) throws {
        #expect(say(text, from: Self.villager, try dialogue([])).replies.isEmpty)
    }

    @Test(arguments: ["", "giấy của tôi đây", "👍"])
    func `a picture reaches nobody, with words or without`(caption: String) throws {
        let turn = say(caption, from: Self.villager, try dialogue([]), kind: .image)
        #expect(turn.escalations.isEmpty && turn.addsTo == nil && turn.replies.map(\.template) == ["not_open"])
        #expect(say("cứu với nhà cháy", from: Self.villager, try dialogue([]), kind: .image).alert != nil)
    }

    @Test func `whoever follows the account is told the same, once`() throws {
        let practising = try dialogue([])
        let first = say("", from: Self.villager, practising, kind: .follow)
        #expect(first.replies.map(\.template) == ["not_open"])
        #expect(say("alo", from: Self.villager, practising, state: first.state, after: 5).replies.isEmpty)
    }
}
