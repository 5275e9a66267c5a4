import Foundation
import PublicServices
import Testing

@testable import Conversations

/// What is said where somebody may be in danger.
@Suite struct DangerTests {
    /// Texts that may be a call for help.
    private static let doubtful = [
        "em bị bạo hành, muốn làm thủ tục ly hôn", "có mùi khói, không biết cháy ở đâu hay ai nướng gì",
    ]

    @Test func `a doubt is asked back once and staff know, and "1" is a call for help of its kind`() throws {
        var villager = Villager()
        let asked = try villager.say("em bị chồng đánh, muốn làm thủ tục ly hôn cần gì")
        #expect(asked.decision == .smallTalk(.urgentQuestion))
        #expect(asked.replies.map(\.template) == ["urgent_question"])
        #expect(asked.escalation?.reason == .possibleDanger && asked.alert == nil)
        let called = try villager.say("1")
        #expect(called.decision == .command(.emergency))
        #expect(called.alert != nil && called.escalation?.reason == .emergency)
        #expect(called.replies.first?.text.contains("113") == true)
    }

    @Test(arguments: ["hai đứa em ở trong Sài Gòn", "con tui đi lính chưa về", "thang lon di bo doi chua ve"])
    func `who lives or serves elsewhere is in no danger`(text: String) throws {
        var villager = Villager()
        try villager.say("làm khai sinh cho con cần giấy gì")
        let decision = try villager.say(text).decision
        #expect(decision != .command(.emergency) && decision != .smallTalk(.urgentQuestion))
        for call in ["con tui di tam suoi chua ve", "ba má em còn ở trong đó, nước lên"] {
            #expect(try villager.say(call).decision == .command(.emergency))
        }
    }

    @Test(arguments: ["nó trói hai tay em nhốt trong chuồng bò", "ba con uống gì mà sùi bọt mép nằm im"])
    func `what no frame knows is a call for help amid papers where examples and the second opinion know it`(
        text: String
    ) throws {
        var villager = Villager()
        try villager.say("làm giấy khuyết tật cho mẹ cần gì")
        #expect(try villager.say(text).decision == .command(.emergency))
    }

    @Test(arguments: [
        "bac toi noi dat do cua ong noi, chu toi noi cua chu, gianh nhau vay do",
        "mat suc lao dong 61%, so bo doi cap", "nhà sập rồi dựng lại chỗ khác nên số thửa lệch",
    ])
    func `what both know as harmless is no danger amid papers, whatever frames find`(text: String) throws {
        var villager = Villager()
        try villager.say("làm giấy khuyết tật cho mẹ cần gì")
        let decision = try villager.say(text).decision
        #expect(decision != .command(.emergency) && decision != .smallTalk(.urgentQuestion))
    }

    @Test(arguments: ["có", "đúng rồi", "1"])
    func `a yes calls for help, a question goes on`(yes: String) throws {
        var villager = Villager()
        try villager.say("em bị chồng đánh, muốn làm thủ tục ly hôn cần gì")
        #expect(try villager.say(yes).decision == .command(.emergency))
        var other = Villager()
        try other.say("em bị chồng đánh, muốn làm thủ tục ly hôn cần gì")
        #expect(try other.say("đăng ký tạm trú cần giấy tờ gì").decision.topics == ["temporary_residence"])
    }

    @Test(arguments: Distress.Kind.allCases)
    func `each kind of danger has a short text with the right numbers`(kind: Distress.Kind) throws {
        let composer = try ShippedContent.dialogue.get().composer
        for spelling in [Spelling.marked, .unmarked] {
            let told = composer.emergency(kind, isTold: true, spelling: spelling)
            let untold = composer.emergency(kind, isTold: false, spelling: spelling)
            #expect(told.template == "emergency" && untold.template == "emergency_untold")
            #expect(told.text.contains("113") && told.text.contains("11"))
            #expect(!untold.text.contains("đang được báo") && !untold.text.contains("dang duoc bao"))
            #expect(told.text.count <= 200)
        }
    }
}
