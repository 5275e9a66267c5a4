import Foundation
import PublicServices
import Testing

@testable import Conversations

/// What is written while staff have a matter, or to an officer who answered.
@Suite struct MatterTests {
    private static let seven = EscalationID(7)

    /// A conversation with a matter at staff, spoken of a minute ago.
    private func say(
        _ text: String, to reason: EscalationReason, answered: Bool = false, ago: TimeInterval = 60,
        state: DialogueState = DialogueState()
    ) throws -> Turn {
        let now = ShippedContent.morning
        var matter = OpenMatter(id: Self.seven, reason: reason, raisedAt: now.addingTimeInterval(-ago))
        if answered { matter.answeredAt = now.addingTimeInterval(-ago / 2) }
        return try ShippedContent.dialogue.get().turn(
            VillagerMessage(text: text, spelling: .asWritten, matter: matter), state: state, now: now)
    }

    static let details = [
        "tôi ở thôn 5", "nha ong Ba phia sau truong hoc", "từ tuần trước tới giờ", "chỗ gần cây xăng đó anh",
        "toi ten Tran Thi B",
        "toi dua tien cho ong A 50 trieu", "ổ gà sâu lắm, xe máy té hoài", "bữa trước cũng thêm một chiếc nữa",
        "qq ww ee",
    ]

    @Test(arguments: [EscalationReason.feedback, .askedForStaff, .notUnderstood, .denunciation])
    func `details are added to what staff have`(reason: EscalationReason) throws {
        // What reads as a complaint is one of its own where staff have none.
        let isComplaint = reason == .feedback || reason == .denunciation
        for text in Self.details where isComplaint || !(text.contains("ổ gà") || text.contains("dua tien")) {
            let turn = try say(text, to: reason)
            #expect(turn.addsTo == Self.seven && turn.decision == .addition, "\(text): \(turn.decision)")
            #expect(turn.escalation == nil && turn.state.misses == 0)
            #expect(turn.replies.first?.template == "added")
            #expect(turn.replies.first?.text.contains("7") == true)
        }
    }

    @Test(arguments: ["khai sinh mất bao lâu", "nop o dau"])
    func `whoever was asked about danger and asks on is answered`(text: String) throws {
        #expect(try say(text, to: .possibleDanger).addsTo == nil)
    }

    @Test(arguments: [
        "cán bộ đó vòi tiền nhiều người", "chuyện tiêu cực này ai cũng biết", "ông ấy nhận hối lộ từ năm 2020",
        "đăng ký khai sinh mà ổng cũng đòi tiền",
    ])
    func `whatever follows a denunciation stays with it`(text: String) throws {
        let turn = try say(text, to: .denunciation)
        #expect(turn.addsTo == Self.seven)
        #expect(turn.escalation == nil)
    }

    @Test(arguments: [
        "đăng ký kết hôn cần giấy tờ gì", "lệ phí khai sinh bao nhiêu", "0", "HUY", "cháy nhà cứu với",
        "giờ làm việc của xã",
        "hồ sơ của tôi tới đâu rồi", "khai tử nộp ở đâu", "tôi muốn tố cáo ông Nam",
    ])
    func `a clear new question, a command and a call for help are none`(text: String) throws {
        for reason in [EscalationReason.feedback, .askedForStaff] {
            #expect(try say(text, to: reason).addsTo == nil, "\(text)")
            #expect(try say(text, to: reason, answered: true).addsTo == nil, "\(text), answered")
        }
    }

    @Test(arguments: [
        "chiều nay em lên được không chị", "dạ có", "chưa", "em nộp hai bản rồi mà", "bao nhiêu tiền vậy anh",
        "thế em mang theo gì",
        "vẫn chưa thấy ai tới", "đường vẫn hỏng nguyên đó", "anh gọi lại cho em số này", "mai em bận, mốt được không",
    ])
    func `a reply to an officer goes to them`(text: String) throws {
        let turn = try say(text, to: .askedForStaff, answered: true, ago: 3600)
        #expect(turn.addsTo == Self.seven, "\(turn.decision)")
        #expect(turn.replies.first?.template == "added_reply")
        #expect(turn.escalation == nil)
    }

    @Test(arguments: ["cảm ơn anh", "ok", "vâng ạ", "dạ ok chị", "cam on nhieu nha", "👍", "🙏"])
    func `thanks to an officer open nothing anew`(text: String) throws {
        let turn = try say(text, to: .feedback, answered: true)
        #expect(turn.addsTo == nil && turn.escalation == nil && turn.replies.isEmpty)
    }

    @Test func `it is said once in some minutes that a message was added`() throws {
        var state = DialogueState()
        var replies: [Int] = []
        for text in Self.details.prefix(5) {
            let turn = try say(text, to: .feedback, state: state)
            state = turn.state
            replies.append(turn.replies.filter { $0.template == "added" }.count)
        }
        #expect(replies == [1, 0, 0, 0, 0])
    }

    @Test func `a matter of long ago takes nothing more`() throws {
        #expect(try say("tôi ở thôn 5", to: .feedback, ago: 3 * 3600).addsTo == nil)
        #expect(try say("chiều nay em lên được không chị", to: .feedback, answered: true, ago: 49 * 7200).addsTo == nil)
        #expect(try say("tôi ở thôn 5", to: .tooManyMessages).addsTo == nil)
    }

    @Test func `what the gateway handed over by itself does not stop the questions`() throws {
        var villager = Villager()
        try villager.say("đăng ký tạm trú cần giấy tờ gì")
        let turn = try say("còn lệ phí?", to: .noCheckedFact, state: villager.state)
        #expect(turn.addsTo == nil && turn.decision.facets == [.fees])
        #expect(try say("tôi ở thôn 5", to: .noCheckedFact).addsTo == Self.seven)
    }

    @Test(
        arguments: [
            ("tiền chôn cất người già nhà nước có cho không", "funeral_support"),
            ("tui buôn bán nhỏ ngoài chợ có phải xin giấy không", "business_household_registration"),
            ("à mà dựng cái chuồng bò có phải xin phép xây không", "construction_permit"),
            ("vay lam ket hon truoc ha", "marriage_registration"),
        ] as [(String, TopicID)])
    func `a question that is known without its wording is answered, whatever staff have`(
        text: String, topic: TopicID
    ) throws {
        for reason in [EscalationReason.feedback, .askedForStaff, .notUnderstood] {
            let turn = try say(text, to: reason)
            #expect(turn.addsTo == nil && turn.decision.topics == [topic], "\(turn.decision)")
        }
        // An officer who has answered waits for the reply.
        #expect(try say("bao giờ tôi phải ra ký", to: .askedForStaff, answered: true).addsTo == Self.seven)
    }

    @Test(arguments: [
        "bà nội 80 tuổi sống một mình", "nhà tôi ở thôn 2 bị tranh chấp ranh đất",
        "miếng rẫy đó ba tôi chia cho hai anh em",
    ])
    func `what only tells of a matter is told to the staff who were asked for`(text: String) throws {
        #expect(try say(text, to: .askedForStaff).addsTo == Self.seven)
    }

    @Test func `what is asked of a topic that was told since then is no detail`() throws {
        var villager = Villager()
        try villager.say("đăng ký tạm trú cần giấy tờ gì")
        let text = "rồi bao lâu thì có"
        #expect(try say(text, to: .feedback, ago: 60, state: villager.state).decision.facets == [.time])
        villager.state.lastTurn = ShippedContent.morning.addingTimeInterval(-90)
        #expect(try say(text, to: .feedback, ago: 60, state: villager.state).addsTo == Self.seven)
    }

    @Test(arguments: ["vậy để cuối tháng làm luôn"])
    func `what comes next is told to an officer who may wait for it, and to no other`(text: String) throws {
        var villager = Villager()
        try villager.say("làm khai sinh cho con cần giấy gì")
        #expect(try say(text, to: .askedForStaff, answered: true, state: villager.state).addsTo == Self.seven)
        #expect(try say(text, to: .askedForStaff, state: villager.state).addsTo == Self.seven)
        #expect(try say(text, to: .noCheckedFact, state: villager.state).decision == .quiet(.closing))
    }

    @Test func `a number of a menu chooses, also while staff have a matter`() throws {
        var villager = Villager()
        try villager.say("đăng ký khai sinh với đăng ký kết hôn")
        #expect(try say("1", to: .feedback, state: villager.state).addsTo == nil)
    }

    @Test func `a picture joins the matter that staff have`() throws {
        let now = ShippedContent.morning
        let turn = try ShippedContent.dialogue.get().turn(
            VillagerMessage(
                text: "", spelling: .asWritten, kind: .image,
                matter: OpenMatter(id: Self.seven, reason: .denunciation, raisedAt: now.addingTimeInterval(-60))),
            state: DialogueState(), now: now)
        #expect(turn.addsTo == Self.seven && turn.escalation == nil)
    }
}
