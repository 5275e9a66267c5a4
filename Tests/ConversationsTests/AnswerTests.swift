import CheckedYAML
import Content
import Foundation
import PublicServices
import Testing

@testable import Conversations

/// How answers read: what was asked stands first, in whole sentences, on every carrier.
@Suite(.serialized) struct AnswerTests {
    private func told(_ texts: String..., on carrier: OfficerText.Carrier = .sms) throws -> Turn {
        let dialogue = try ShippedContent.dialogue.get().writing(for: carrier)
        var state = DialogueState()
        state.noticeGiven = true
        var last: Turn?
        for text in texts {
            last = dialogue.turn(
                VillagerMessage(text: text, spelling: .asWritten), state: state, now: ShippedContent.morning)
            state = last?.state ?? state
        }
        return try #require(last)
    }

    @Test(arguments: [
        "đăng ký lại khai sinh", "dang ky ket hon", "giấy thông hành đi Lào", "chứng thực hợp đồng bán đất",
    ])
    func `a bare topic gets its papers and its place before time and fee`(text: String) throws {
        let turn = try told(text)
        let kinds = turn.replies[0].facts.map { $0.split(separator: "/").last ?? "" }
        #expect(kinds.prefix(2) == ["documents", "place"])
        #expect(turn.replies[0].text.lowercased().hasPrefix("gi"))
    }

    @Test(arguments: [
        ("khai sinh hết bao nhiêu tiền", "Lệ phí đăng ký khai sinh: "),
        ("khai sinh mất bao lâu", "Thời gian giải quyết đăng ký khai sinh: "),
        ("nộp khai sinh ở đâu", "Nơi nộp giấy tờ đăng ký khai sinh: "),
        ("khai sinh nộp qua mạng được không", "Nộp qua mạng đăng ký khai sinh: dichvucong.gov.vn"),
    ])
    func `what is asked stands first, with what it is asked of`(text: String, start: String) throws {
        #expect(try told(text).replies[0].text.hasPrefix(start))
    }

    @Test func `somebody who has lost somebody is condoled with, once`() throws {
        let first = try told("bố mất rồi, giờ phải làm giấy tờ gì")
        #expect(first.replies[0].text.hasPrefix("Xin chia buồn cùng gia đình. "))
        let second = try told("khai tử cần gì", "khai tử mất bao lâu")
        #expect(!second.replies[0].text.contains("chia buồn"))
    }

    @Test func `half sure is said at the fact that is meant, and a sure one bears nothing`() throws {
        let text = try told("khách ở lại qua đêm phải báo ai").replies[0].text
        let clauses = text.components(separatedBy: ". ")
        #expect(clauses.first { $0.hasPrefix("Nơi nộp") }?.hasSuffix("(tham khảo)") == true)
        #expect(clauses.first { $0.hasPrefix("Giấy tờ") }?.hasSuffix("(tham khảo, xã sẽ xác nhận)") == true)
        // Where an identity card is applied for is sure, the papers are not.
        let card = try told("làm căn cước ở đâu, cần giấy tờ gì")
        let place = card.replies[0].text.components(separatedBy: " Giấy tờ: ")
        try #require(place.count == 2)
        #expect(place[0].hasPrefix("Nơi nộp") && !place[0].contains("tham khảo"))
        let all = (card.replies.map(\.text) + card.state.pages).joined(separator: " ")
        #expect(all.contains("(tham khảo, xã sẽ xác nhận)"))
    }

    @Test func `what is not known is said of the commune, and nobody asked for papers`() throws {
        let turn = try told("hoãn nghĩa vụ quân sự")
        #expect(turn.replies[0].text.hasPrefix("Xã chưa có thông tin chắc chắn về tạm hoãn"))
        #expect(turn.escalation != nil)
    }

    @Test(
        arguments: [
            ("Giấy tờ khai sinh: Tờ khai; sinh tại nhà: cam đoan.", nil),
            ("Khai sinh: Giấy tờ: tờ khai", "Khai sinh: Giấy tờ:"),
            ("Mở cửa 7:30: đến 11:30", nil), ("A: b (c: d), e: f", nil), ("A: b c: d", "A: b c:"),
            ("1.000 đồng: x: y", "1.000 đồng: x:"),
        ] as [(String, String?)])
    func `two colons in one clause are found`(text: String, found: String?) {
        #expect(DoubleColon.first(in: text) == found)
        #expect(DoubleColon.first(in: DoubleColon.mended(text)) == nil)
    }

    @Test func `a chat has no pages, and every menu has buttons`() throws {
        let sms = try told("đăng ký khai sinh")
        let chat = try told("đăng ký khai sinh", on: .chat)
        #expect(sms.state.pages.count == 1)
        #expect(chat.state.pages.isEmpty)
        #expect(!chat.replies[0].text.contains("TIẾP"))
        #expect(chat.replies[0].text.contains("Lệ phí") && chat.replies[0].text.contains("Thời gian"))
        let menu = try told("người có công", on: .chat)
        guard case .choosingVariant(_, let codes, _) = menu.state.step else {
            Issue.record("no menu: \(menu.decision)")
            return
        }
        #expect(menu.replies[0].choices.count == codes.count && codes.count > 4)
        #expect(menu.state.pages.isEmpty)
    }

    @Test(
        arguments: [
            ("đăng ký kết hôn cần giấy tờ gì", "Không phải nộp giấy tờ về nơi cư trú nếu xã tra được."),
            ("xin phép xây nhà cần giấy tờ gì", nil), ("đăng ký kết hôn lệ phí bao nhiêu", nil),
        ] as [(String, String?)])
    func `behind the papers to bring stand those that databases spare, where that is sure`(
        question: String, spared: String?
    ) throws {
        let turn = try told(question, on: .chat)
        let text = turn.replies.map(\.text).joined(separator: " ")
        #expect(text.contains("Không phải nộp") == (spared != nil))
        if let spared { #expect(text.contains(spared)) }
        #expect(turn.replies.flatMap(\.facts).contains { $0.hasSuffix("/in_databases") } == (spared != nil))
    }

    @Test func `a commune may address its villagers`() throws {
        let shipped = try ShippedContent.dialogue.get()
        var commune = shipped.composer.commune
        commune.addressee = "bác"
        let dialogue = Dialogue(
            matcher: shipped.matcher, services: shipped.composer.services, commune: commune,
            replies: try ReplyTemplates.load(path: ShippedContent.root + "/config/replies.yaml"))
        #expect(dialogue.composer.askTopic(.fees, spelling: .marked).text.hasPrefix("Xin hỏi bác lệ phí"))
        #expect(dialogue.composer.askTopic(.fees, spelling: .unmarked).text.hasPrefix("Xin hoi bac le phi"))
        #expect(shipped.composer.askTopic(.fees, spelling: .marked).text.hasPrefix("Xin hỏi lệ phí"))
    }

    // MARK: - What others decide

    @Test(arguments: [
        ("ly hôn ở đâu", "Tòa án"), ("vay von ngan hang chinh sach", "Ngan hang Chinh sach"),
        ("khi nào tiêm phòng dại cho chó", "Phòng Kinh tế"), ("lịch tiêm chủng cho bé", "Trạm Y tế"),
        ("cho em xin số điện lực", "Điện lực"), ("thi bằng lái a1", "Cảnh sát giao thông"),
        ("thuế đất nộp ở đâu", "Thuế"),
    ])
    func `a matter of others names who decides and how to reach them`(text: String, who: String) throws {
        let reply = try told(text).replies[0].text
        #expect(reply.contains(who) && reply.contains(" 000 000"), "\(reply)")
    }

    @Test(arguments: [
        ("mất bằng lái", "3.000348"), ("giấy thông hành đi Lào", "1.012680"), ("mất hộ chiếu", "1.010386"),
        ("sang tên xe máy", "1.013076"), ("dang ky gieng khoan", "1.001662"),
        ("heo chết dịch được đền không", "1.013997"),
        ("đăng ký OCOP", "3.000611"),
    ])
    func `of what others decide, the commune's own part is answered`(text: String, code: String) throws {
        #expect(try told(text).replies[0].facts.allSatisfy { $0.hasPrefix(code + "/") }, "\(text)")
        #expect(try told(text).state.procedure?.rawValue == code)
    }

    @Test func `where nobody knows who decides, staff get the question, once`() throws {
        let again = try told("xin giấy phép môi trường", "xin giấy phép môi trường ở đâu")
        #expect(again.escalation == nil && again.replies[0].text.contains("chuyển cán bộ"))
        let turn = try told("xin giấy phép môi trường")
        #expect(turn.escalation?.reason == .referral)
        #expect(turn.replies[0].text.contains("chuyển cán bộ"))
    }

    @Test func `a commune without the office hands over, with what is known`() throws {
        let shipped = try ShippedContent.dialogue.get()
        var commune = shipped.composer.commune
        commune.units.removeAll { $0.id == "court" }
        let dialogue = Dialogue(
            matcher: shipped.matcher, services: shipped.composer.services, commune: commune,
            replies: try ReplyTemplates.load(path: ShippedContent.root + "/config/replies.yaml"))
        let turn = dialogue.turn(
            VillagerMessage(text: "ly hôn ở đâu", spelling: .marked), state: DialogueState(),
            now: ShippedContent.morning)
        #expect(turn.replies[0].text.contains("Tòa án nhân dân") && turn.replies[0].text.contains("chuyển cán bộ"))
        #expect(turn.escalation?.reason == .referral)
    }

    @Test func `a question after a matter of others stays with it`() throws {
        #expect(try told("ly hôn ở đâu", "hết bao nhiêu tiền").replies[0].text.contains("Tòa án"))
    }

    // MARK: - The page of golden answers

    @Test func `the golden answers are what villagers are answered`() throws {
        let page = try String(contentsOfFile: ShippedContent.root + "/docs/golden-answers.md", encoding: .utf8)
        let compared = AnswerSheet.compared(
            page, with: try ShippedContent.dialogue.get(), now: ShippedContent.morning)
        #expect(compared.questions >= 55)
        #expect(compared.page == page)
        #expect(
            compared.differences.isEmpty,
            "run gateway answers --write: \(compared.differences.map(\.question).joined(separator: "\n"))")
    }

    @Test func `a page is compared question by question, and keeps what is no answer`() throws {
        let page = "# Trang\n\n### kết hôn mất phí không\n\n> sai\n\nghi chú\n"
        let compared = AnswerSheet.compared(
            page, with: try ShippedContent.dialogue.get(), now: ShippedContent.morning)
        #expect(compared.differences.map(\.line) == [3])
        let fee = "Lệ phí đăng ký kết hôn: Miễn phí; bản sao trích lục 8.000 đồng một bản."
        #expect(compared.page == "# Trang\n\n### kết hôn mất phí không\n\n> \(fee)\n\nghi chú\n")
    }
}
