import PublicServices
import Testing

@testable import Conversations

/// What a message means in a conversation: closings, days, persons, menus in words, follow-ups without a topic.
@Suite struct ConversationTests {
    private func afterBirth() throws -> Villager {
        var villager = Villager()
        try villager.say("đăng ký khai sinh cần giấy tờ gì")
        return villager
    }

    @Test(arguments: [
        "ừ biết òi", "ok", "dạ vâng", "vậy nghen", "rứa hỉ, tui biết rồi", "thôi để hỏi vợ đã", "ok de mai em len",
        "thôi khỏi", "hiểu rồi nha", "de toi ve hoi lai con toi",
    ])
    func `what only closes gets no answer, and keeps the topic`(text: String) throws {
        var villager = try afterBirth()
        let turn = try villager.say(text)
        #expect(turn.decision == .quiet(.closing))
        #expect(turn.replies.isEmpty)
        #expect(try villager.say("lệ phí bao nhiêu").decision == .answer(["birth_registration"], [.fees]))
    }

    @Test(arguments: [
        "ok vậy lệ phí bao nhiêu", "dạ mà nộp ở đâu ạ", "ừ nhưng con tôi sinh ở nhà, không có giấy chứng sinh",
        "dạ em bị mất giấy chứng sinh rồi",
    ])
    func `a closing word before something else closes nothing`(text: String) throws {
        var villager = try afterBirth()
        #expect(try villager.say(text).decision != .quiet(.closing))
    }

    @Test func `thanks are answered once`() throws {
        var villager = try afterBirth()
        #expect(try villager.say("cám ơn cán bộ nghe").decision == .smallTalk("thanks"))
        #expect(try villager.say("dạ cảm ơn nhiều").decision == .quiet(.closing))
    }

    @Test(arguments: [
        ("tre han phat bao nhieu", Facet.deadline), ("nop o xa khac duoc k", .elsewhere),
        ("tra ket qua o dau", .result), ("ai di thay duoc", .who), ("ban goc hay photo", .original),
        ("mat may tram", .fees), ("ai ky", .who), ("don viet sao", .form), ("ho ngheo co duoc mien ko", .fees),
    ])
    func `a follow-up without a topic asks of the one at hand`(text: String, facet: Facet) throws {
        var villager = try afterBirth()
        #expect(try villager.say(text).decision == .answer(["birth_registration"], [facet]))
    }

    @Test(arguments: ["xin chào", "thứ 7 có làm việc không", "cảm ơn nha", "bạn là ai vậy"])
    func `the topic survives small talk and hours`(text: String) throws {
        var villager = try afterBirth()
        try villager.say(text)
        #expect(try villager.say("mất bao lâu").decision == .answer(["birth_registration"], [.time]))
    }

    @Test func `a question that only a person can answer goes to staff with its topic`() throws {
        var villager = try afterBirth()
        let turn = try villager.say("cha nó đi biệt tăm từ hồi bầu thì giấy tờ ghi làm sao cho phải lẽ đây xã")
        #expect(turn.replies.first?.template == "left_to_staff" || turn.decision.topics == ["birth_registration"])
        #expect(villager.state.topic == "birth_registration")
    }

    @Test(arguments: ["thứ 7", "mai có ai không", "mốt có làm ko", "chủ nhật thì sao", "7h sáng có ai chưa"])
    func `a day alone asks for its hours`(text: String) throws {
        var villager = try afterBirth()
        #expect(try villager.say(text).decision.topics == [.officeHours])
    }

    @Test func `some day is no day`() throws {
        var villager = try afterBirth()
        #expect(try villager.say("mai mốt ổng về thì tính").decision.topics != [.officeHours])
    }

    @Test func `several questions in one message get their parts, the hours too`() throws {
        var villager = Villager()
        let turn = try villager.say(
            "khai sinh cần giấy gì, lệ phí bao nhiêu, thứ 7 có làm không, hộ nghèo có được miễn không")
        #expect(turn.decision == .answer(["birth_registration"], [.documents, .fees]))
        #expect(turn.asksHoursToo)
        #expect(turn.replies.contains { $0.template == "office_hours" } || !turn.state.pages.isEmpty)
    }

    @Test(arguments: [
        ("cho gặp anh Nam tư pháp", "to_staff"), ("có ai làm giùm được không", "to_staff"),
        ("ngày nào cán bộ vào làng", "to_staff_visit"), ("gọi lại cho tui nha", "to_staff_call"),
        ("cán bộ nào phụ trách vậy", "to_staff"),
    ])
    func `persons, visits and calls go to staff with a fitting sentence`(text: String, template: String) throws {
        var villager = try afterBirth()
        let turn = try villager.say(text)
        #expect(turn.escalation?.reason == .askedForStaff)
        #expect(turn.replies.first?.template == template)
    }

    @Test(arguments: [
        "mi là máy hay người rứa", "bay là ai rứa", "bạn tên chi", "ai trả lời vậy", "có phải người thật hông",
    ])
    func `who is there is asked in all dialects`(text: String) throws {
        var villager = Villager()
        #expect(try villager.say(text).decision == .smallTalk(.capabilities))
    }

    @Test func `a menu survives a stray word, and is closed by a second`() throws {
        var villager = Villager()
        let menu = try villager.say("đăng ký khai sinh với đăng ký kết hôn")
        let step = villager.state.step
        let stray = try villager.say("hic hic")
        #expect(stray.replies.first?.text == menu.replies.first?.text)
        #expect(villager.state.step == step)
        #expect(try villager.say("cái đầu tiên nha").decision.topics == [menu.decision.topics[0]])
    }

    @Test(arguments: ["không phải số 1", "đâu phải cái đầu"])
    func `a denied entry leaves the other`(text: String) throws {
        var villager = Villager()
        let menu = try villager.say("đăng ký khai sinh với đăng ký kết hôn")
        #expect(try villager.say(text).decision.topics == [menu.decision.topics[1]])
    }

    @Test func `none of them asks for clearer words`() throws {
        var villager = Villager()
        try villager.say("đăng ký khai sinh với đăng ký kết hôn")
        #expect(try villager.say("không cái nào đúng").decision == .smallTalk(.deny))
        #expect(villager.state.step == .open)
    }

    @Test func `a facet beside a menu is kept for the choice`() throws {
        var villager = Villager()
        let menu = try villager.say("đăng ký khai sinh với đăng ký kết hôn")
        #expect(try villager.say("bao lau").decision == .menu(menu.decision.topics, [.time]))
        #expect(try villager.say("2").decision == .answer([menu.decision.topics[1]], [.time]))
    }

    @Test func `a topic is taken back, and nothing is left of it`() throws {
        var villager = try afterBirth()
        #expect(try villager.say("không hỏi khai sinh nữa").decision == .smallTalk(.deny))
        #expect(villager.state.topic == nil)
    }

    @Test func `what others decide stays at hand`() throws {
        var villager = Villager()
        try villager.say("làm hộ chiếu ở đâu")
        #expect(try villager.say("mất mấy trăm").decision == .referral("passport"))
    }

    @Test func `the first miss offers a person and an example that fits`() throws {
        var villager = Villager()
        let turn = try villager.say("cái rẫy của ông nội hồi xưa")
        if turn.decision == .none(foreign: false) {
            let text = try #require(turn.replies.first?.text)
            #expect(text.contains("0") && text.contains("sổ đỏ"))
        }
    }
}
