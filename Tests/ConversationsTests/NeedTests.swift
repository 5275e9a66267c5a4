import Conversations
import Foundation
import PublicServices
import Testing

/// What a turn asks for before it can end, and what it makes of it.
@Suite struct NeedTests {
    private func turn(_ text: String) throws -> Turn {
        try ShippedContent.dialogue.get().turn(
            VillagerMessage(text: text, spelling: .marked), state: DialogueState(), now: ShippedContent.morning)
    }

    private func resumed(_ turn: Turn, _ fetched: Fetched) throws -> Turn {
        try ShippedContent.dialogue.get().resume(turn, with: fetched, now: ShippedContent.morning)
    }

    @Test(arguments: [
        ("YK 12", Need.matter(EscalationID(12))), ("yk12", .matter(EscalationID(12))),
        ("Y\u{200B}K  12", .matter(EscalationID(12))), ("LIEN KET", .link(.begin)),
        ("L\u{200B}I\u{00CA}N K\u{1EBE}T", .link(.begin)),
        ("ＬＫ １２３４５６７８", .link(.code("12345678"))), ("huỷ liên kết", .link(.end)),
    ])
    func `a command is read like any other text, whatever signs stand in it`(text: String, need: Need) throws {
        let turn = try turn(text)
        #expect(turn.need == need)
        #expect(turn.effects.isEmpty)
    }

    @Test func `what comes of a need ends the turn, and nothing else does`() throws {
        let asking = try turn("YK 12")
        let told = try resumed(asking, .matter(.answered))
        #expect(told.need == nil)
        #expect(told.replies.first?.text.contains("12") == true)
        #expect(try resumed(asking, .link(.linked)).need == asking.need)
        #expect(try resumed(told, .matter(.unknown)).replies == told.replies)
    }

    @Test(arguments: ["yk", "yk 12 nhé bạn", "YK 12 13", "lk 12345678 nhé", "con yk 12"])
    func `a text with more in it asks for no such thing`(text: String) throws { #expect(try turn(text).need == nil) }
}
