import Testing
import VietnameseText

@Suite struct TextStepTests {
    @Test(arguments: [
        ("kho\u{200B}ng", TextStep.Kind.invisible), ("kha\u{301}i", .loose), ("khаi", .lookAlike),
        ("Ðăng", .lookAlike), ("khônggg", .repeated), ("KHAI", .capitals), ("cảm ơn 😀", .emoji), ("cảm ơn ❤️", .emoji),
        ("giấy\u{200B} khai", .invisible), ("giấy\u{00A0}khai", .invisible), ("ＣＴ０７", .invisible),
        ("xoá", .tonePlace), ("thuỷ", .tonePlace), ("khoẻ", .tonePlace), ("kí", .finalI), ("quí", .finalI),
    ])
    func `what reading does to a word is named`(text: String, kind: TextStep.Kind) {
        #expect(TextStep.steps(of: text).map(\.kind) == [kind])
    }

    @Test(arguments: ["đăng ký khai sinh", "Đăng ký", "CT07", "xóa", "quý, thúy, tay", "đi", "số 1 #", ""])
    func `plain words are left alone`(text: String) {
        #expect(TextStep.steps(of: text).isEmpty)
    }

    @Test func `a word is shown as it was written and as it is read`() {
        #expect(
            TextStep.steps(of: "hok khônggg") == [TextStep(kind: .repeated, written: "khônggg", reading: "không")])
    }

    @Test func `the tone's place and the last letter are shown in the usual spelling`() {
        #expect(TextStep.steps(of: "hoà giải").map(\.reading) == ["hòa"])
        #expect(TextStep.steps(of: "chữ kí").map(\.reading) == ["ký"])
    }
}
