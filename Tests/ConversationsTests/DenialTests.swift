import PublicServices
import Testing

@testable import Conversations

/// "A, not B": what the writer says is not meant counts neither as a subject nor as a procedure of it.
@Suite struct DenialTests {
    @Test(arguments: [
        ("toi khong hoi ket hon, toi hoi ly hon", "marriage_registration" as TopicID),
        ("không phải khai sinh mà khai tử", "birth_registration"),
        ("ko phải khai sinh, khai tử cơ", "birth_registration"),
        ("khai tu khong phai khai sinh", "birth_registration"),
        ("không hỏi khai sinh, hỏi khai tử", "birth_registration"),
        ("đâu phải khai sinh, khai tử mà", "birth_registration"),
        ("khai tử chứ ko fai khai sinh", "birth_registration"),
        ("khai tu chu hong phai khai sinh nhe", "birth_registration"),
        ("tôi không muốn hỏi kết hôn, tôi hỏi tạm trú", "marriage_registration"),
        ("tạm trú chứ đâu phải kết hôn", "marriage_registration"),
        ("tạm trú chứ không thường trú", "permanent_residence"), ("khai tu chu khong khai sinh", "birth_registration"),
        ("em hỏi kết hôn chứ có hỏi tạm trú đâu", "temporary_residence"),
    ])
    func `what is denied is not the subject`(text: String, denied: TopicID) throws {
        let understanding = try ShippedContent.dialogue.get().matcher.understand(text)
        #expect(!understanding.candidates.contains { $0.topic == denied })
        #expect(!understanding.candidates.isEmpty)
    }

    @Test(arguments: [
        ("không có giấy khai sinh thì sao", "birth_registration" as TopicID),
        ("khai sinh có phải không", "birth_registration"), ("có phải đăng ký khai sinh không", "birth_registration"),
        ("khai sinh có phải nộp tiền không, không phải nộp đúng không", "birth_registration"),
        ("không phải khai sinh à", "birth_registration"), ("không, khai sinh cơ", "birth_registration"),
        ("không phải, khai sinh cơ", "birth_registration"),
        ("kết hôn không phải nộp phí đúng không", "marriage_registration"),
        ("không làm khai sinh thì có bị phạt không", "birth_registration"),
        ("không phải chỉ khai sinh mà cả tạm trú nữa", "birth_registration"),
        ("khong phai rieng ket hon, ca tam tru nua", "marriage_registration"),
        ("tạm trú chứ không có hộ khẩu thì khai sinh sao", "birth_registration"),
        ("nha chu co hoi khai sinh can gi", "birth_registration"),
        ("nhà chú không khai sinh cho bé", "birth_registration"),
    ])
    func `a question with a no in it denies nothing`(text: String, asked: TopicID) throws {
        let understanding = try ShippedContent.dialogue.get().matcher.understand(text)
        #expect(understanding.candidates.contains { $0.topic == asked })
    }

    @Test func `what is not asked is not answered`() throws {
        let matcher = try ShippedContent.dialogue.get().matcher
        #expect(
            matcher.understand("khai sinh, không hỏi lệ phí, hỏi cần giấy tờ gì").facets.map(\.facet) == [.documents])
        #expect(matcher.understand("khai sinh không phải nộp lệ phí đúng không").facets.map(\.facet).contains(.fees))
    }

    @Test(arguments: [
        "ý tôi là giấy chuyển nhượng đất chứ không phải tách thửa", "y toi la chuyen nhuong dat chu ko phai tach thua",
        "không phải tách thửa, chuyển nhượng đất", "chuyển nhượng đất không phải tách thửa",
    ])
    func `a procedure that is denied is not chosen`(text: String) throws {
        var villager = Villager()
        let turn = try villager.say(text)
        #expect(!turn.replies.contains { $0.text.lowercased().contains("tach thua") }, "\(turn.replies.map(\.text))")
    }

    @Test(arguments: [
        ("học phí, không phải tuyển sinh lớp 1", "tuyển sinh lớp 1"), ("học phí chứ không phải học bổng", "học bổng"),
    ])
    func `a menu of procedures leaves out what is denied`(text: String, denied: String) throws {
        var villager = Villager()
        let turn = try villager.say(text)
        guard case .variants(_, let codes, _) = turn.decision else {
            Issue.record("\(turn.decision)")
            return
        }
        var other = Villager()
        let named = try other.say(denied).decision
        guard case .procedure(let code, _, _) = named else {
            Issue.record("\(named)")
            return
        }
        #expect(codes.count > 2 && !codes.contains(code))
    }

    @Test(arguments: [
        ("nào phải thường trú, tạm trú thôi anh", "permanent_residence" as TopicID, "temporary_residence" as TopicID),
        ("nao phai khai sinh, khai tu co", "birth_registration", "death_registration"),
        ("ủa nào phải kết hôn, em hỏi khai sinh mà", "marriage_registration", "birth_registration"),
        ("tạm trú chứ nào phải thường trú", "permanent_residence", "temporary_residence"),
        ("khai tử, nào phải khai sinh đâu", "birth_registration", "death_registration"),
    ])
    func `a denial may begin with nào`(text: String, denied: TopicID, meant: TopicID) throws {
        let topics = try ShippedContent.dialogue.get().matcher.understand(text).candidates.map(\.topic)
        #expect(!topics.contains(denied) && topics.contains(meant), "\(topics)")
    }

    @Test(arguments: [
        ("khi nào phải đăng ký tạm trú", "temporary_residence" as TopicID),
        ("trường hợp nào phải làm khai sinh lại, khai tử thì sao", "birth_registration"),
        ("giay nao phai mang theo khi khai sinh, ket hon", "birth_registration"),
        ("người nào phải đăng ký thường trú", "permanent_residence"),
    ])
    func `a question with nào phải in it denies nothing`(text: String, asked: TopicID) throws {
        let matcher = try ShippedContent.dialogue.get().matcher
        #expect(matcher.understand(text).candidates.contains { $0.topic == asked })
        #expect(!matcher.setAside(in: text).contains { $0.topic == asked && $0.reason == .takenBack })
    }

    @Test func `a question with nào phải goes on with nothing`() throws {
        let matcher = try ShippedContent.dialogue.get().matcher
        #expect(!matcher.understand("giấy nào phải công chứng").isFollowUp)
        #expect(!matcher.understand("khi nao phai lam can cuoc").isFollowUp)
    }

    @Test(arguments: [
        "không phải khai sinh, nhà em cháy rồi cứu với", "khong phai khai sinh nha em chay roi cuu voi",
        "không phải hỏi thủ tục, tôi hỏi gọi ai, nhà đang cháy", "nhầm rồi, cháy nhà cứu với, tôi hỏi gọi số nào",
        "không phải đùa đâu có người đuối nước, tôi hỏi gọi ai", "khong phai ket hon chong dang danh em cuu em",
        "không hỏi giấy tờ nữa, con tôi bị rắn cắn, tôi hỏi xe cấp cứu",
        "tôi cần cứu người chứ không phải khai tử, có người bị vùi",
        "khong phai, chay nha roi, toi hoi so cuu hoa",
    ])
    func `a call for help beside a denial stays one`(text: String) throws {
        let matcher = try ShippedContent.dialogue.get().matcher
        #expect(matcher.decide(matcher.understand(text)) == .command(.emergency))
    }

    @Test(arguments: [
        ("không phải cháy nhà, tôi hỏi khai tử", "death_registration" as TopicID),
        ("khong phai tai nan giao thong, toi hoi tam tru", "temporary_residence"),
        ("tôi hỏi khai sinh chứ không phải cấp cứu", "birth_registration"),
        ("đâu phải có cháy nhà, em hỏi kết hôn mà", "marriage_registration"),
    ])
    func `an emergency that is itself denied is none`(text: String, asked: TopicID) throws {
        let matcher = try ShippedContent.dialogue.get().matcher
        let understanding = matcher.understand(text)
        #expect(matcher.decide(understanding) != .command(.emergency))
        #expect(understanding.candidates.contains { $0.topic == asked })
    }
}
