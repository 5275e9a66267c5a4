import PublicServices
import Testing

@testable import Conversations

/// What a message means because of what was said before it.
@Suite struct ContextTests {
    @Test(arguments: [
        "không phải, ý tôi là khai tử", "khong phai, y toi la khai tu", "à không, khai tử", "nhầm rồi, tôi hỏi khai tử",
        "thế còn khai tử?",
    ])
    func `a correction keeps the question and changes the matter`(text: String) throws {
        var villager = Villager()
        try villager.say("khai sinh hết bao nhiêu tiền")
        #expect(try villager.say(text).decision == .answer(["death_registration"], [.fees]))
    }

    @Test(arguments: ["không phải, ý tôi là mất bao lâu", "ý em hỏi là mất mấy ngày", "the bao lau co?"])
    func `a correction of the question keeps the matter`(text: String) throws {
        var villager = Villager()
        try villager.say("khai sinh hết bao nhiêu tiền")
        #expect(try villager.say(text).decision == .answer(["birth_registration"], [.time]))
    }

    @Test func `another matter in the middle of a question is taken up`() throws {
        var villager = Villager()
        #expect(try villager.say("lệ phí bao nhiêu").decision == .question(.fees))
        #expect(try villager.say("thôi cho hỏi giờ làm việc").decision == .answer(["office_hours"], []))
        #expect(villager.state.step == .open)
    }

    @Test func `another matter in the middle of a menu is taken up, and its numbers are forgotten`() throws {
        var villager = Villager()
        let menu = try villager.say("đăng ký khai sinh với đăng ký kết hôn")
        #expect(menu.decision.name == "menu")
        #expect(
            try villager.say("đăng ký tạm trú cần giấy tờ gì").decision
                == .answer(["temporary_residence"], [.documents]))
        #expect(try villager.say("2").decision.topics != [menu.decision.topics[1]])
    }

    @Test func `another matter while a dossier code is awaited is taken up`() throws {
        var villager = Villager()
        try villager.say("hồ sơ của tôi tới đâu rồi")
        #expect(villager.state.step == .awaitingDossierCode(follows: false))
        #expect(try villager.say("khai tử cần giấy tờ gì").decision == .answer(["death_registration"], [.documents]))
    }

    @Test(arguments: ["2", "số 2", "cái thứ hai", "chọn 2", "2.", "muc 2 nhe", "(2)", "2 a"])
    func `a menu is answered in any form`(choice: String) throws {
        var villager = Villager()
        let menu = try villager.say("đăng ký khai sinh với đăng ký kết hôn")
        #expect(try villager.say(choice).decision.topics == [menu.decision.topics[1]])
    }

    @Test func `a menu is answered in words too`() throws {
        var villager = Villager()
        try villager.say("đăng ký khai sinh với đăng ký kết hôn")
        #expect(try villager.say("ket hon").decision.topics == ["marriage_registration"])
    }

    @Test(arguments: [
        ("dk ket hon can giay to gi, dk tam tru can gi", ["marriage_registration", "temporary_residence"]),
        ("khai tử mất bao lâu, chứng thực chữ ký bao nhiêu tiền", ["death_registration", "certified_signature"]),
        ("làm căn cước, lệ phí bao nhiêu, nộp ở đâu", ["id_card"]),
    ])
    func `questions with a comma between them are several`(text: String, topics: [TopicID]) throws {
        var villager = Villager()
        #expect(try villager.say(text).decision.topics == topics)
    }

    @Test func `several questions get several answers`() throws {
        var villager = Villager()
        let turn = try villager.say("tách hộ cần gì còn khai tử mất bao lâu")
        #expect(turn.decision.topics == ["household_split", "death_registration"])
        var second = Villager()
        let one = try second.say("vừa sinh con, muốn biết khai sinh mất bao lâu")
        #expect(one.decision.topics == ["birth_registration"])
    }
}
