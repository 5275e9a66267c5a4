import Foundation
import PublicServices
import Testing

@testable import Conversations

/// What comes before all else, with the shipped wordings: a call for help, then the wish for silence.
@Suite struct UrgentTests {
    private func decision(_ text: String) throws -> Decision {
        let matcher = try ShippedContent.dialogue.get().matcher
        return matcher.decide(matcher.understand(text))
    }

    @Test(arguments: [
        "cháy nhà cứu với, cháy hết giấy tờ",
        "nhà đang cháy, hồ sơ còn ở trong",
        "chay nha roi cuu voi, so do voi khai sinh chay het",
        "có người bị vùi ở thôn 2, đang chờ xác nhận",
        "đang sạt lở ở làng, thủ tục tính sau",
        "cứu tôi với, đừng nhắn tin nữa",
        "gọi cấp cứu giùm, mẹ tôi ngất, bảo hiểm y tế hết hạn rồi",
        "lu dang ve cuu voi ca lang dang ky tam tru o day",
        "chồng em đang đánh em, em muốn ly hôn, cứu em với",
        "nhà tôi cháy, gọi ngay 114", "goi ngay 115 giup me toi ngat xiu", "lua chay toi bo rao roi",
        "chay ray lan vo lang roi",
        "may ban cung to cao mu bi xit thuoc, ba nguoi xiu ngay tai lo",
    ])
    func `a call for help goes before whatever else the text speaks of`(text: String) throws {
        #expect(try decision(text) == .command(.emergency))
    }

    @Test(arguments: ["cấp cứu", "cap cuu", "em muon chet", "cháu muốn chết quá", "có cháy"])
    func `a few words that may be a call for help are asked back at least`(text: String) throws {
        #expect([.command(.emergency), .smallTalk(.urgentQuestion)].contains(try decision(text)))
    }

    @Test(arguments: [
        "toi dua can cuoc cho can bo roi", "lam sao, huong dan em voi", "chờ hồ sơ lâu muốn chết",
        "bao hiem y te di cap cuu co can the khong", "cai ong ben dia chinh an 3 trieu cua toi roi im luon",
    ])
    func `words that sound like danger are none beside what they mean`(text: String) throws {
        #expect(try decision(text) != .command(.emergency))
    }

    @Test(arguments: [
        ("lũ lên nhanh quá, cả nhà mắc kẹt trên mái", Distress.Kind.water),
        ("đào rẫy thấy quả bom chưa nổ", .ordnance),
    ])
    func `the danger is named by what threatens`(text: String, kind: Distress.Kind) throws {
        #expect(try ShippedContent.dialogue.get().matcher.understand(text).distress?.kind == kind)
    }

    @Test(arguments: [
        "nhà cháy mất giấy tờ xin cấp lại ở đâu", "thủ tục xin hỗ trợ nhà bị sạt lở",
        "bị tai nạn giao thông làm hồ sơ bảo hiểm",
        "diễn tập cứu hộ ngày nào", "bị bạo hành muốn làm thủ tục ly hôn", "trợ cấp cứu chiến binh",
    ])
    func `a question about what is over is no call for help`(text: String) throws {
        #expect(try decision(text) != .command(.emergency))
    }

    @Test(arguments: [
        "đừng nhắn tin nữa, hồ sơ tôi xong rồi",
        "ngừng nhắn tin đi, tạm trú tôi làm rồi",
        "dung gui tin nua, toi khong dang ky ket hon",
        "không muốn nhận tin nhắn nữa, hộ kinh doanh tôi nghỉ rồi",
        "hủy nhận tin, thường trú tôi không hỏi",
    ])
    func `the wish for silence goes before a topic`(text: String) throws {
        #expect(try decision(text) == .command(.optOut))
    }

    @Test(arguments: [
        "hủy hồ sơ tạm trú", "hủy đăng ký kết hôn", "ngừng hộ kinh doanh", "xin rút hồ sơ", "hủy đăng ký thường trú",
        "không nhận được tin nhắn báo hồ sơ",
    ])
    func `what is withdrawn at the office is no wish for silence`(text: String) throws {
        #expect(try decision(text) != .command(.optOut))
    }
}
