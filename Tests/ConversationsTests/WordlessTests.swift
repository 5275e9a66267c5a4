import Foundation
import PublicServices
import Testing

@testable import Conversations

/// What villagers read when they send more than words, with the shipped content.
@Suite struct WordlessTests {
    private func turn(
        _ kind: MessageKind, _ text: String = "", _ state: DialogueState = DialogueState(), after: Int = 0
    )
        throws -> Turn
    {
        try ShippedContent.dialogue.get().turn(
            VillagerMessage(text: text, spelling: .marked, kind: kind), state: state,
            now: ShippedContent.morning.addingTimeInterval(TimeInterval(after)))
    }

    @Test func `a follower is welcomed with the privacy notice, once a day`() throws {
        let first = try turn(.follow)
        #expect(first.replies.map(\.template) == ["welcome", "privacy_notice"])
        #expect(first.escalation == nil)
        #expect(try turn(.follow, "", first.state, after: 60).replies.isEmpty)
        #expect(try turn(.follow, "", first.state, after: 90_000).replies.map(\.template) == ["welcome"])
    }

    @Test(arguments: [MessageKind.image, .voice, .video, .file, .location, .link, .contactCard, .unsupported])
    func `what only a person can look at is answered, with a warning, and goes to staff`(kind: MessageKind) throws {
        let first = try turn(kind)
        #expect(first.replies.map(\.template) == ["attachment_received", "privacy_notice"])
        #expect(first.replies.first?.text.contains("đừng gửi ảnh căn cước") == true)
        #expect(first.escalation?.reason == .attachment)
        #expect(first.escalation?.promisedBy != nil)
    }

    @Test func `an album is answered once, a picture of later again`() throws {
        let first = try turn(.image)
        #expect(try turn(.image, "", first.state, after: 5).replies.isEmpty)
        #expect(try turn(.image, "", first.state, after: 5).escalation?.reason == .attachment)
        #expect(try turn(.image, "", first.state, after: 90).replies.map(\.template) == ["attachment_received"])
    }

    @Test func `words beside a picture are answered too`() throws {
        let asked = try turn(.image, "đăng ký kết hôn cần giấy tờ gì")
        #expect(asked.replies.map(\.template) == ["answer", "attachment_received", "privacy_notice"])
        #expect(asked.escalation?.reason == .attachment)
        let unclear = try turn(.image, "abc xyz qwe")
        #expect(unclear.replies.map(\.template) == ["attachment_received", "privacy_notice"])
        #expect(unclear.state.misses == 0)
        #expect(try turn(.image, "cháy nhà ở thôn 3 cứu với").escalation?.reason == .emergency)
    }

    @Test func `the name of a place is not taken for a question`() throws {
        #expect(try turn(.location, "Đăng ký kết hôn").replies.first?.template == "attachment_received")
    }

    @Test func `a sticker is answered and bothers nobody`() throws {
        let sticker = try turn(.sticker)
        #expect(sticker.replies.first?.template == "affirm")
        #expect(sticker.escalation == nil)
    }

    @Test func `a withdrawal goes to staff in silence`() throws {
        let withdrawal = try turn(.erasureRequest)
        #expect(withdrawal.replies.isEmpty)
        #expect(withdrawal.escalation?.reason == .erasureRequest)
        #expect(withdrawal.escalation?.promisedBy != nil)
    }

    @Test func `a menu carries its choices in order`() throws {
        let menu = try turn(.text, "đăng ký khai sinh với đăng ký kết hôn")
        let reply = try #require(menu.replies.first)
        #expect(reply.choices.count >= 2)
        for (index, choice) in reply.choices.enumerated() { #expect(reply.text.contains("\(index + 1). \(choice)")) }
    }

    @Test func `a state of an older version is still read`() throws {
        let old = #"{"step":{"open":{}},"misses":1,"pages":[],"noticeGiven":true,"referenceExplained":false}"#
        #expect(try JSONDecoder().decode(DialogueState.self, from: Data(old.utf8)).noticeGiven)
    }
}
