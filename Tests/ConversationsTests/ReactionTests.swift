import Foundation
import PublicServices
import Testing

@testable import Conversations

/// What messengers and telephones write by themselves, and messages of signs alone.
@Suite struct ReactionTests {
    private func heard(_ text: String) throws -> QuietReason? {
        try ShippedContent.dialogue.get().hear(ReadText(text)).quiet
    }

    static let quoted = [
        "Dang ky khai sinh: Le phi: Mien phi khi dang ky dung han", "Khẩn cấp: gọi ngay 113",
        "KHAN CAP: goi ngay 113 cong an, …",
        "Đã ngừng gửi tin. Muốn nhận lại, nhắn: NHẬN TIN", "HỦY",
    ]

    @Test(arguments: [
        "Liked “%”", "Loved “%”", "Disliked \"%\"", "Laughed at “%”", "Emphasized “%”", "Emphasised \"%\"",
        "Questioned “%”",
        "Reacted 👍 to “%”", "👍 to “%”", "❤️ to \"%\"", "Removed a like from “%”", "Removed an exclamation from “%”",
        "Reacted with 🙏 to “%”", "Removed a heart from “%”", "Liked «%»", "Liked ‘%’", "Liked “%", "Chị Lan liked “%”",
        "Đã thích “%”", "Đã thích \"%\"", "đã yêu thích “%”", "Đã bày tỏ cảm xúc 👍 với tin nhắn “%”", "Đã thả tim “%”",
        "Da thich \"%\"", "Đã cười vào “%”", "Đã nhấn mạnh “%”", "Đã gỡ lượt thích khỏi “%”", "Thích “%”",
        "Đã thắc mắc về “%”",
        "Anh Nam đã thích “%”", "Đã thả cảm xúc ❤️ vào “%”", "Đã bày tỏ cảm xúc 😮 với “%”", "Đã phản ứng 😂 với “%”",
        "Đã không thích “%”", "Đã xóa cảm xúc khỏi “%”", "Đã thả ❤️ vào tin nhắn: “%”", "Bạn đã tương tác 👍 với “%”",
        "Liked message: “%”", "A like reaction was added to: “%”", "👍 your message: “%”", "Đã thả “%” bằng 👍",
        "Added a heart reaction to \"%\"", "Cảm xúc 😆 cho tin nhắn của bạn: “%”",
        "Replied to “%”", "Đã trả lời “%”", "Đã hỏi về “%”", "👍 đến “%”",
    ])
    func `a reaction asks nothing, whatever it quotes`(form: String) throws {
        for text in Self.quoted.map({ form.replacing("%", with: $0) }) {
            var villager = Villager()
            let turn = try villager.say(text)
            #expect(turn.decision == .quiet(.reaction) || turn.decision == .quiet(.echo), "\(text)")
            #expect(turn.replies.isEmpty && turn.escalation == nil && turn.optedOut == nil && turn.alert == nil)
        }
    }

    @Test(arguments: [
        "Loved an image", "Liked an attachment", "Laughed at a message", "Đã thả tim", "đã thích tin nhắn của bạn",
        "Reacted 👍 to your message",
        "Đã bày tỏ cảm xúc ❤️ với tin nhắn của bạn", "Đã thích một hình ảnh", "Emphasized",
        "Lan đã bày tỏ cảm xúc 👍 về tin nhắn của bạn",
    ])
    func `a reaction that quotes nothing is one too`(text: String) throws { #expect(try heard(text) == .reaction) }

    @Test(arguments: [
        "thích hợp thì em làm luôn, đăng ký kết hôn cần gì", "tôi thích làm khai sinh ở xã cho gần, cần giấy tờ gì",
        "liked your answer, now how much is the fee", "đã thích nghi với chỗ ở mới, giờ đăng ký tạm trú ở đâu",
        "tôi hỏi “khai sinh” thì cần giấy tờ gì", "họ cười vào mặt tôi khi nộp hồ sơ",
        "con tôi yêu thích vẽ, có lớp hè không",
        "cho em hỏi “khai sinh”", "trả lời tin nhắn “khai sinh cần gì” giúp em", "cháy nhà 😭 với “to lắm”",
        "🙏 giúp em với “giấy khai sinh”", "bạn của tôi bị đuối nước ở “hồ”",
        "tin nhắn của bạn “không rõ” 🙏 hỏi lại khai sinh",
        "loa phường “ồn ào” quá xã ơi", "giấy ghi \"đăng ký lại khai sinh\" là sao ạ", "nhà cháy \"to lắm\" cứu với",
    ])
    func `a sentence of a villager's does not vanish`(text: String) throws {
        let heard = try ShippedContent.dialogue.get().hear(ReadText(text))
        #expect(heard.quiet == nil && heard.text == text)
    }

    @Test(arguments: [
        "Tôi đang bận, sẽ gọi lại sau", "Toi dang ban, se goi lai sau.", "Tôi đang lái xe", "I'm busy, call you later",
        "I'm driving right now, I'll call you back",
        "Auto-reply: I am away", "Tin nhắn tự động: chúng tôi sẽ phản hồi sớm", "Hiện tôi đang họp, sẽ liên hệ lại sau",
        "Toi dang hop, viec khan cap xin goi 113", "Toi dang lai xe, nhan lai sau. Truong hop khan cap xin goi 115",
        "Out of office until Monday", "Cảm ơn bạn đã liên hệ với chúng tôi. Chúng tôi sẽ trả lời sớm nhất.",
        "Sorry, can't talk now. Call me later",
        "Em đang trong giờ dạy, đang trên lớp, sẽ gọi lại sau ạ", "Đang bận họp, nhắn tin lại sau nhé",
    ])
    func `a machine that answers for somebody gets no answer`(text: String) throws {
        var villager = Villager()
        let turn = try villager.say(text)
        #expect(turn.decision == .quiet(.autoReply), "\(turn.decision)")
        #expect(turn.replies.isEmpty && turn.escalation == nil && turn.alert == nil)
    }

    @Test(arguments: [
        "em đang bận làm rẫy, mai đăng ký kết hôn cần giấy tờ gì ạ?",
        "chồng em đang đi công tác thì ai ký giấy khai sinh được?",
        "gọi 113 giùm tôi với, tôi đang lái xe mà bị cướp", "tôi đang họp mà nhà hàng xóm cháy, gọi 114 giúp",
        "tin nhắn tự động phiền quá, đừng nhắn nữa",
        "tắt giùm cái tin nhắn tự động đi, đầy cả máy", "không muốn máy trả lời tự động, cho gặp cán bộ",
    ])
    func `a person who is busy, or in danger, is read`(text: String) throws { #expect(try heard(text) == nil) }

    @Test(arguments: ["👍", "👌", "❤️", "🙏", "✅", "👍👍", "👍🏽", "ok 👍", "OK 👌", "🆗", "👏", "vâng 🙏"])
    func `a thumb is a yes where one was asked`(text: String) throws {
        var villager = Villager()
        try villager.say("abc xyz qwe")
        try villager.say("mnb vcx")
        #expect(villager.state.step == .offeredStaff)
        let turn = try villager.say(text)
        #expect(turn.escalation?.reason == .askedForStaff)
        #expect(turn.replies.first?.template == "to_staff")
    }

    @Test(arguments: [
        "👍", "❤️", "🙏🙏", ":)", "=))", "<3", "^^", "...", "!", ":D", ":v", "T_T", "😂😂", "-_-", "", "   ", "。", "👎", "🌸 🌸",
        ":))))", "=]]", "hehe", "ahihi", "hahaha", "kaka", "hjhj", "zzz", "kkkk", "hihi :D", "haha 😂",
    ])
    func `signs alone get nothing, count as nothing and change nothing`(text: String) throws {
        var villager = Villager()
        try villager.say("khai sinh can giay to gi")
        let before = villager.state
        let turn = try villager.say(text)
        #expect(turn.decision == .quiet(.signs))
        #expect(turn.replies.isEmpty && turn.state == before)
    }

    @Test(arguments: [
        "kho", "khi", "hai", "hoi", "ho", "kia", "khai", "hihi cho hỏi khai sinh", "zalo", "haha cháy nhà", "k", "kk",
        "a", "ha",
        "hk", "hiha", "hoho khai", "jk",
    ])
    func `other short words are no laughter`(text: String) { #expect(SignsOnly(text) == nil) }

    @Test func `a question mark gets a friendly word, fire a question, SOS help`() throws {
        var villager = Villager()
        #expect(try villager.say("???").replies.first?.template == "affirm")
        #expect(try villager.say("🔥🔥").replies.map(\.template) == ["urgent_question"])
        for text in ["🆘", "🔥🔥🆘", "SOS", "sos!!!", "cứu"] {
            var other = Villager()
            #expect(try other.say(text).decision == .command(.emergency), "\(text)")
        }
    }
}

@Suite struct OptOutNameTests {
    private func decision(_ text: String) throws -> Decision {
        var villager = Villager()
        return try villager.say(text).decision
    }

    @Test(arguments: [
        "Chị Huy", "Anh Huy ơi", "Huy ạ", "em tên Huy", "gặp Huy", "anh huy", "huy oi", "Chào Huy", "cô Huy ạ",
        "anh Huy a", "gặp anh Huy",
    ])
    func `a man's name is no wish for silence`(text: String) throws {
        #expect(try decision(text) != .command(.optOut))
    }

    @Test(arguments: [
        "dung goi dien nua", "đừng phiền hà người dân", "chặn tin nhắn rác thế nào", "cắt thông báo thuế ở đâu",
        "không cần tin nhắn xác nhận có được không", "bớt gửi giấy tờ được không", "đừng nhắn 0 nữa hả",
        "dung gui tin qua mang cham lam", "dùng gửi tin qua mạng chậm quá", "gửi tin qua mạng không được thì sao",
    ])
    func `words of sending and stopping are no opt-out by themselves`(text: String) throws {
        #expect(try decision(text) != .command(.optOut))
    }

    @Test(arguments: [
        "HỦY", "huy", "HUY", "Huỷ", "hủy ạ", "Hủy tin", "huy tin", "STOP", "STOP ạ", "stop a", "STOP please",
        "please stop", "stop all",
        "thôi không cần nhắn nữa", "khỏi nhắn cho tui nữa", "đừng có gửi tin rác", "tôi không cần tin này",
        "đừng gởi tin nữa",
        "dung goi tin cho toi nua", "cắt thông báo đi", "đừng phiền tôi", "bớt nhắn lại",
        "dừng nhắn tin giùm", "đừng nhắn nữa", "dung nhan tin nua", "huy nhe", "HUY.", "thôi nhắn đi",
    ])
    func `the command is one in every spelling`(text: String) throws {
        #expect(try decision(text) == .command(.optOut))
    }
}
