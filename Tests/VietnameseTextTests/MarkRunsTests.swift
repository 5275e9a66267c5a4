import Testing

@testable import VietnameseText

@Suite struct MarkRunsTests {
    @Test(arguments: ["đăng ký khai sinh", "đăng ky\u{301}", "e\u{302}\u{323}", "🙏👨‍👩‍👧", "", "ក្រុម"])
    func `texts as people write them stay`(text: String) {
        #expect(MarkRuns.bounded(text).utf8.elementsEqual(text.utf8))
    }

    @Test func `a pile of marks is cut, the letters stay`() {
        let pile = String(repeating: "\u{301}\u{323}", count: 16_000)
        let bounded = MarkRuns.bounded("a" + pile + "b" + pile)
        #expect(bounded.unicodeScalars.count == 2 + 2 * MarkRuns.most)
        #expect(bounded.unicodeScalars.contains("a") && bounded.unicodeScalars.contains("b"))
    }
}
