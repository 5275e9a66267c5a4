import PublicServices
import Testing

@testable import Conversations

/// What kind of message it is, which decides before its topic does.
@Suite struct PurposeTests {
    private let matcher: IntentMatcher

    init() throws { matcher = IntentMatcher(try ShippedContent.intents.get()) }

    private func decide(_ text: String) -> Decision { matcher.decide(matcher.understand(text)) }

    private func kind(_ text: String) -> Purpose.Kind? { matcher.understand(text).purpose?.kind }

    @Test(arguments: [
        "tôi có bảo hiểm rồi", "em làm căn cước rồi", "nhà tôi không cần bảo hiểm",
        "sổ đỏ chính chủ, ai mua liên hệ em",
        "đất vườn sổ đỏ giá 300 triệu, lh chính chủ", "vay vốn nhanh chỉ cần căn cước, giải ngân trong ngày",
    ])
    func `who only mentions a public word asks for nothing`(text: String) {
        guard case .none = decide(text) else {
            Issue.record("claimed: \(decide(text))")
            return
        }
    }

    @Test(arguments: [
        ("con tôi có khai sinh rồi, giờ làm thẻ bảo hiểm y tế cần gì", "health_insurance"),
        ("tôi không muốn lên xã, đăng ký khai sinh qua mạng được không", "birth_registration"),
        ("nghe nói người già được trợ cấp, làm hồ sơ ở đâu", "social_allowance"),
    ])
    func `who goes on to ask is answered`(text: String, topic: TopicID) {
        #expect(decide(text).topics.contains(topic))
    }

    @Test(arguments: [
        "rác đổ đầy bờ suối không ai dọn", "đường vào thôn lầy lội quá không đi được", "trại heo nhà bên hôi thối quá",
        "chó thả rông cắn người", "bọn thanh niên nẹt pô suốt đêm không ngủ được", "có người phá rừng ở đầu nguồn",
    ])
    func `a harm or nuisance is taken as feedback`(text: String) {
        #expect(decide(text) == .command(.feedback))
    }

    @Test(arguments: [
        "ông Nam tư pháp đòi tao 2 triệu mới làm cho nhanh", "cán bộ không có phong bì là không chịu ký",
        "trưởng thôn ăn chặn tiền hỗ trợ của dân", "can bo an hoi lo", "tôi bị cán bộ ép đưa tiền",
        "anh Hùng một cửa gợi ý bồi dưỡng", "hom truoc toi dua cho can bo 3 trieu", "xã đội nhận tiền rồi bỏ qua hết",
        "trưởng thôn khai khống hộ nghèo để lấy tiền", "tôi muốn tố cáo người lấn đất nhà tôi",
    ])
    func `a bribe is told of to those who may see it`(text: String) throws {
        #expect(decide(text) == .command(.feedback))
        var villager = Villager()
        #expect(try villager.say(text).escalation?.reason == .denunciation)
    }

    @Test(arguments: ["nộp online báo lỗi thanh toán, tiền trừ rồi mà hồ sơ chưa lên", "gọi 5 lần không ai nghe máy"])
    func `trouble goes to staff with an apology`(text: String) throws {
        guard case .trouble = decide(text) else {
            #expect(decide(text) == .command(.feedback))
            return
        }
        var villager = Villager()
        let turn = try villager.say(text)
        #expect(turn.escalation?.reason == .feedback)
        #expect(turn.replies.first?.text.hasPrefix("Xin lỗi") ?? false)
    }

    @Test func `a matter of the state that no topic knows is named and goes to an officer`() throws {
        var villager = Villager()
        let turn = try villager.say("hồ sơ chào bán cổ phiếu gồm gì")
        #expect(turn.decision.topics == [.otherService])
        guard turn.decision.name == "unknown" else { return }
        #expect(turn.replies.first?.text.contains("cổ phiếu") ?? false)
        #expect(turn.escalation?.reason == .noCheckedFact)
    }

    @Test(arguments: ["bao lâu thì xong", "cần giấy tờ gì", "lệ phí bao nhiêu vậy ạ"])
    func `a bare question names nothing unknown`(text: String) {
        #expect(decide(text).name == "question")
    }

    @Test func `what cannot be quoted is not`() throws {
        #expect(matcher.understand("hồ sơ công nhận http://x.y/z123 gồm gì").unknown?.contains("http") != true)
    }
}
