import Testing
import VietnameseText

@testable import Conversations

/// Who is being cheated by phone or on the net is told at once what to do.
@Suite struct FraudTests {
    private func kind(of text: String) throws -> FeedbackKind {
        try ShippedContent.dialogue.get().feedbackKind(of: Words(text))
    }

    @Test(arguments: [
        "có số gọi tự xưng công an bắt tôi chuyển tiền", "me em bi lua mat 20 trieu qua dien thoai",
        "thằng cháu bị hack zalo rồi mượn tiền khắp nơi", "nó giả danh ngân hàng gọi cho bà nội",
        "em lo doc ma otp cho no roi", "trời ơi tui lỡ đọc số otp cho nó", "ai goi bao trung thuong keu dong phi truoc",
    ])
    func `it is told apart with and without marks`(text: String) throws {
        #expect(try kind(of: text) == .fraud)
    }

    @Test(arguments: [
        "chuot pha het lua toi trong o dong tren", "lua em mat trang vi kenh khong co nuoc",
        "phan anh ho so la can bo lam mat", "can bo noi la can bo truong di vang", "duong vao lang bi chan roi",
        "gia bao hiem nam nay cao qua", "bấm vô link nộp hồ sơ báo lỗi hoài", "trừ tiền hai lần, xin hoàn tiền",
    ])
    func `what only looks like it without marks is a report`(text: String) throws {
        #expect(try kind(of: text) == .report)
    }

    @Test(arguments: ["tôi tố cáo cán bộ thôn lừa đảo tiền của dân", "cán bộ đòi tiền rồi lừa đảo bà con"])
    func `who accuses an officer of it stays protected`(text: String) throws {
        var villager = Villager()
        #expect(try villager.say(text).escalation?.reason == .denunciation)
    }

    @Test(arguments: [
        "cứ gửi tin hoài, hủy nhận tin", "đã bảo đừng nhắn tin nữa mà sao cứ nhắn hoài",
        "nói ngừng gửi tin rồi mà vẫn gửi, bực quá",
    ])
    func `who is angry that news go on ends them at once`(text: String) throws {
        var villager = Villager()
        #expect(try villager.say(text).decision == .command(.optOut))
    }

    @Test(arguments: [
        "đừng gửi tin tiêm bò nữa, tin khác thì cứ gửi", "nhận lại tin cũng được, đừng gửi tin bò là được",
    ])
    func `who wants some news is not cut off from all`(text: String) throws {
        var villager = Villager()
        #expect(try villager.say(text).decision != .command(.optOut))
    }
}
