import PublicServices
import Testing

@testable import Conversations

/// What a messenger writes where a sticker or a picture cannot be sent.
@Suite struct MediaPlaceholderTests {
    static let placeholders = [
        "[Sticker]", "[sticker]", "(sticker)", "[Nhãn dán]", "(nhan dan)", "[Hình ảnh]", "[Hinh anh]", "[Ảnh]", "[GIF]",
        "[Ảnh động]", "<Media omitted>", "[Biểu tượng cảm xúc]", "[Video]", "[Tin nhắn thoại]", "  [Sticker] ",
        "[Sticker][Sticker]", "[Hình ảnh] [Hình ảnh] [Nhãn dán]", "[Đã gửi một nhãn dán]",
        "[Tệp]", "[File]", "[Cuộc gọi nhỡ]", "[Danh thiếp]",
    ]

    @Test(arguments: placeholders)
    func `a placeholder is as much as a sticker`(text: String) throws {
        #expect(MediaPlaceholder.isWhole(text))
        let dialogue = try ShippedContent.dialogue.get()
        func turn(_ kind: MessageKind) -> Turn {
            dialogue.turn(
                VillagerMessage(text: text, spelling: .marked, kind: kind), state: DialogueState(),
                now: ShippedContent.morning)
        }
        #expect(turn(.text).replies == turn(.sticker).replies)
        #expect(turn(.text).decision == turn(.sticker).decision)
        #expect(turn(.text).escalation == nil && turn(.text).alert == nil && turn(.text).state.misses == 0)
    }

    @Test(arguments: [
        "[Sticker] cháy nhà cứu với", "cháy nhà [Hình ảnh]", "[cháy nhà cứu với]", "(khai sinh)", "hình ảnh", "video",
        "ảnh (thẻ) cần mấy tấm", "gửi [hình ảnh] qua đâu", "[Sticker", "Sticker]", "[]", "()", "", "   ", "[1]", "(0)",
        "[HUY]",
        "[Sticker] 0", "(ảnh thẻ 3x4)", "[hình ảnh hồ sơ đất của tôi]", "<khai tử>",
    ])
    func `words in brackets, or beside them, are read`(text: String) {
        #expect(!MediaPlaceholder.isWhole(text))
    }

    @Test func `a long row of them is not looked at`() {
        #expect(!MediaPlaceholder.isWhole(String(repeating: "[Sticker]", count: 2000)))
        #expect(!MediaPlaceholder.isWhole(String(repeating: "(", count: 70)))
    }

    @Test func `it leaves alone what the conversation waits for`() throws {
        var villager = Villager()
        try villager.say("đăng ký khai sinh với đăng ký kết hôn")
        let step = villager.state.step
        try villager.say("[Nhãn dán]")
        #expect(villager.state.step == step)
    }
}
