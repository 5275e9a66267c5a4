import Foundation
import PublicServices
import Testing

@testable import Conversations

@Suite struct SubjectTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var words: String
        var testDescription: String { text }
    }

    @Test(arguments: [
        Case(text: "nộp hồ sơ trực tuyến thế nào", words: "dichvucong.gov.vn"),
        Case(text: "nộp thay cho mẹ được không", words: "ủy quyền"),
        Case(text: "sửa hồ sơ đã nộp", words: "mẫu 02"),
        Case(text: "khi nào có lớp kỹ năng số ở thôn", words: "nhắn DK"),
        Case(text: "muốn bán cà phê lên sàn thương mại điện tử", words: "nhắn DK"),
        Case(text: "thôn thông minh là gì", words: "nông thôn mới"),
        Case(text: "đóng học phí bằng chuyển khoản được không", words: "lừa đảo"),
        Case(text: "nhận kết quả qua bưu điện được không", words: "bưu chính công ích"),
    ])
    func `every subject has an answer with a source and an office to ask`(_ example: Case) throws {
        var villager = Villager()
        let turn = try villager.say(example.text)
        let reply = try #require(turn.replies.first)
        #expect(reply.template == "subject")
        #expect(reply.text.contains(example.words))
        #expect(!reply.facts.isEmpty)
        #expect(turn.escalation == nil)
        let all = ([reply.text] + villager.state.pages).joined(separator: " ")
        #expect(all.contains("Hỏi thêm: "))
        #expect(all.contains("nhắn 0"))
    }

    @Test(arguments: ["DK", "dang ky", "Đăng ký", "cho em dk nhe"])
    func `DK puts the villager on the list of the subject just told`(_ words: String) throws {
        var villager = Villager()
        try villager.say("khi nao co lop ky nang so o thon")
        let turn = try villager.say(words)
        #expect(turn.decision == .interest("digital_skills"))
        #expect(turn.interest == "digital_skills")
        #expect(turn.replies.map(\.template) == ["interest_noted"])
    }

    @Test(arguments: ["thôn thông minh là gì", "khai sinh cần giấy tờ gì"])
    func `DK after anything without a list puts nobody on one`(_ before: String) throws {
        var villager = Villager()
        try villager.say(before)
        #expect(try villager.say("DK").interest == nil)
    }

    @Test func `DK beside a procedure is a question about that procedure`() throws {
        var villager = Villager()
        try villager.say("khi nao co lop ky nang so o thon")
        #expect(try villager.say("dk tam tru can gi").decision == .answer(["temporary_residence"], [.documents]))
    }

    @Test func `what is withheld of a subject is not told`() throws {
        let dialogue = try ShippedContent.dialogue.get()
        let answer = dialogue.composer.answer(
            "ecommerce_selling", facets: [], spelling: .marked, explainReference: true, now: ShippedContent.morning)
        #expect(!answer.pages.joined().contains("kontumtrade"))
        #expect(!answer.facts.contains("ecommerce_selling/2"))
    }
}
