import PublicServices
import Testing
import VietnameseText

@testable import Conversations

/// Who says what they will do next, puts off or accepts has said all, and needs neither an answer nor an officer.
@Suite struct ClosingTests {
    private func decision(of text: String, after before: String) throws -> Decision {
        var villager = Villager()
        try villager.say(before)
        return try villager.say(text).decision
    }

    @Test(arguments: [
        ("làm khai sinh cho con cần giấy gì", "vậy để cuối tháng làm luôn"),
        ("lam khai sinh cho con can giay gi", "thoi de hoi y vo cai da"),
        ("đăng ký tạm trú cần giấy gì", "ra vậy, thôi để chủ trọ làm"),
        ("sang ten dat cho con can giay gi", "mệt quá, để qua vụ rồi tính"),
        ("làm căn cước cần gì", "dzậy cuối tuần em chở ba đi"),
        ("hộ nghèo xét sao", "vâng nhà cháu chờ đợt sau vậy"),
    ])
    func `what comes next is no matter for staff`(before: String, text: String) throws {
        #expect(try decision(of: text, after: before) == .quiet(.closing))
    }

    @Test(arguments: [
        ("lam khai sinh cho con can giay gi", "ba tui khong biet chu"),
        ("sang tên đất cho con cần giấy gì", "ông anh cả không chịu ký"),
        ("làm khai sinh cho con cần giấy gì", "giấy chứng sinh mất rồi"),
        ("hộ nghèo xét sao", "nhà tôi bị gạch tên mấy năm nay"),
        ("trợ cấp người già cần gì", "bà ngoại em sống có một mình"),
        ("làm căn cước cần gì", "để mai tui ra được không"),
        ("làm khai sinh cho con cần giấy gì", "thôi chào mọi người, con đi đây, đừng tìm con"),
        ("làm khai sinh cho con cần giấy gì", "tối nay tui uống thuốc cho xong, khỏi phiền ai"),
    ])
    func `what tells of a circumstance, asks, or takes leave of life is not passed over`(
        before: String, text: String
    ) throws {
        let decision = try decision(of: text, after: before)
        if case .quiet = decision { Issue.record("\(text): \(decision)") }
    }

    @Test(arguments: [
        "ừ để hôm nào nắng ráo tui ra", "dạ để khi nào chồng em về rồi em làm",
        "ok để em coi đã, có chi em hỏi lại sau",
    ])
    func `what puts off to some day closes too`(text: String) throws {
        #expect(try decision(of: text, after: "đăng ký tạm trú cần gì") == .quiet(.closing))
    }

    @Test(arguments: [
        "thôi để bữa nào cán bộ vô làng làm luôn", "khi nào tiện cán bộ gọi lại giùm tôi",
        "hôm nào cho tui gặp anh Nam nghe",
    ])
    func `who puts off to a day that somebody comes is heard`(text: String) throws {
        #expect(try decision(of: text, after: "đăng ký tạm trú cần gì") == .command(.talkToStaff))
    }

    @Test func `who greets at the end parts`() throws {
        let decision = try decision(of: "Tôi chờ tin. Chào anh chị", after: "tôi muốn nói chuyện với cán bộ")
        #expect(decision == .smallTalk("goodbye"))
    }

    @Test func `thanks in it get one word`() throws {
        var villager = Villager()
        try villager.say("làm khai sinh cho con cần giấy gì")
        #expect(try villager.say("cảm ơn em, để chị bàn với chủ nhà đã").decision == .smallTalk("thanks"))
        #expect(try villager.say("ok để mẹ em ra làm").decision == .quiet(.closing))
    }

    @Test func `how people close is learnt from its label`() {
        var examples = WrittenExamples()
        examples.all = [
            ("để mai tui ra", WrittenExamples.closing), ("mai tui đem giấy gì", "documents_required"),
            ("con tui ở xa", WrittenExamples.asksNothing),
        ].map { WrittenExamples.Example(text: $0.0, label: $0.1) }
        let opinion = FollowUpOpinion(examples, lexicon: Lexicon())
        func finding(_ text: String) -> FollowUpOpinion.Finding? {
            opinion.finding(in: Reading(Words(text), lexicon: Lexicon()))
        }
        #expect((finding("để mai ra")?.closingOdds ?? 0) > 0)
        #expect(finding("đem giấy gì")?.facet?.facet == .documents)
        #expect(finding("ở xa") == nil && finding("xyz") == nil)
    }
}
