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
}
