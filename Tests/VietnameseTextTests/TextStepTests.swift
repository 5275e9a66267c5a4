import Testing
import VietnameseText

@Suite struct TextStepTests {
    @Test(arguments: [
        ("kho\u{200B}ng", TextStep.Kind.invisible), ("kha\u{301}i", .loose), ("khаi", .lookAlike),
        ("Ðăng", .lookAlike), ("khônggg", .repeated), ("KHAI", .capitals), ("cảm ơn 😀", .emoji),
    ])
    func `what reading does to a word is named`(text: String, kind: TextStep.Kind) {
        #expect(TextStep.steps(of: text).map(\.kind) == [kind])
    }

    @Test(arguments: ["đăng ký khai sinh", "Đăng ký", "CT07", "xoá, xóa", ""])
    func `plain words are left alone`(text: String) {
        #expect(TextStep.steps(of: text).isEmpty)
    }

    @Test func `a word is shown as it was written and as it is read`() {
        #expect(
            TextStep.steps(of: "hok khônggg") == [TextStep(kind: .repeated, written: "khônggg", reading: "không")])
    }
}
