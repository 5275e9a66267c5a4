import PublicServices
import Testing

@testable import Conversations

@Suite struct RepairTests {
    private let matcher: IntentMatcher

    init() throws { matcher = IntentMatcher(try ShippedContent.intents.get()) }

    private func decision(_ text: String) -> Decision { matcher.decide(matcher.understand(text)) }

    @Test(arguments: [
        ("khai sinh cho con", "birth_registration"), ("ddawng kys khai sinh", "birth_registration"),
        ("d9a8ng ky1 ta5m tru1", "temporary_residence"), ("laamf hooj chieesu", "passport"),
        ("dangkytamtru", "temporary_residence"), ("làm giấykhaisinh", "birth_registration"),
        ("làm giấy khaii sinh", "birth_registration"), ("đăng ký kết hôon", "marriage_registration"),
    ])
    func `a message is understood however it was typed`(text: String, topic: String) {
        #expect(decision(text).topics.map(\.rawValue) == [topic])
    }

    @Test(arguments: [
        ("ddawng", "telex"), ("d9a8ng", "vni"), ("dangkytamtru", "glued"), ("khaii sinh", "typo"),
    ])
    func `the step that read a word is told`(text: String, how: String) {
        #expect(matcher.replacements(in: text).map(\.how).contains(how))
    }

    @Test(arguments: ["CT07", "KT3", "lop6", "khai sinh", "T7"])
    func `codes and whole syllables stand as they are`(text: String) {
        #expect(matcher.replacements(in: text).allSatisfy { $0.how == "lexicon" })
    }

    @Test func `repaired evidence counts less than written evidence`() throws {
        let written = try #require(matcher.understand("khai sinh").candidates.first)
        let repaired = try #require(matcher.understand("khaii sinh").candidates.first)
        #expect(repaired.topic == written.topic)
        #expect(repaired.score < written.score)
        #expect(repaired.evidence.allSatisfy { $0.tier == .repaired })
    }
}

@Suite struct TrapTests {
    private let matcher: IntentMatcher

    init() throws { matcher = IntentMatcher(try ShippedContent.intents.get()) }

    private func decision(_ text: String) -> Decision { matcher.decide(matcher.understand(text)) }

    @Test(arguments: [
        ("tam tru", "temporary_residence"), ("không có giấy chứng sinh thì khai sinh sao", "birth_registration"),
        ("giấy xác nhận chưa đăng ký kết hôn", "marital_status_certificate"),
        ("nhập khẩu cho vợ", "permanent_residence"),
        ("xin giấy độc thân", "marital_status_certificate"), ("tien gia bao nhieu tuoi duoc nhan", "social_allowance"),
        ("sao y căn cước", "certified_copy"), ("lam so do", "land_certificate"), ("cắt khẩu", "permanent_residence"),
    ])
    func `a shifted or negated wording names its topic`(text: String, topic: String) {
        #expect(decision(text).topics.map(\.rawValue) == [topic])
    }

    @Test(arguments: ["giá cà phê tạm trữ", "mua trả góp cần hộ khẩu photo không", "sổ đỏ chính chủ cần bán gấp"])
    func `a collision with another world claims no topic`(text: String) {
        #expect(decision(text) == .none(foreign: true))
    }

    @Test(arguments: ["mat giay khai sinh", "mat bao lau", "dung roi", "giay chung tu", "thue dat", "nop muon"])
    func `a collision is never an emergency or an opt-out`(text: String) {
        #expect(decision(text) != .command(.emergency))
        #expect(decision(text) != .command(.optOut))
    }

    @Test func `two questions of one message are two answers`() throws {
        let text = "tách hộ cần giấy tờ gì còn khai tử mất bao lâu"
        #expect(decision(text).topics == ["household_split", "death_registration"])
        var villager = Villager()
        try villager.say("xin chào")
        let turn = try villager.say(text)
        #expect(turn.replies.filter { $0.template != "privacy_notice" }.count >= 2)
    }

    @Test func `one question that tells its story is one answer`() {
        #expect(decision("vừa sinh con, muốn biết khai sinh mất bao lâu").topics == ["birth_registration"])
    }
}
