import Testing

@testable import VietnameseText

@Suite struct VisibleTextTests {
    @Test(arguments: [
        ("hai\ndòng", "hai / dòng"), ("a\r\nb", "a / b"), ("a\rb", "a / b"),
        ("a\u{B}b\u{2028}c\u{85}d", "a / b / c / d"),
        ("a\tb", "a b"), ("\u{1B}[2J", "␛[2J"), ("a\u{0}b\u{7F}", "a␀b␡"), ("\u{9B}0m", "␦0m"),
        ("\u{202E}abc\u{200B}", "·abc·"), ("", ""), ("gửi 👨‍👩‍👧", "gửi 👨‍👩‍👧"),
    ])
    func `a line shows what a terminal would obey`(text: String, line: String) {
        #expect(VisibleText.line(text) == line)
    }

    /// A break is shown by three characters, so that a text of breaks would make three lines of one.
    @Test(arguments: [
        "a", "\n", "\r\n", "\r", "\u{B}", "0\u{B}\u{C}", "\u{2028}", "\u{1B}", "\u{301}", "😀", "\u{202E}x\n",
    ])
    func `no line is longer than its limit, but for the last break and the dots`(unit: String) {
        for limit in [80, VisibleText.lineLength] {
            let line = VisibleText.line(String(repeating: unit, count: 2 * limit), limit: limit)
            #expect((limit...limit + 3).contains(line.unicodeScalars.count))
            #expect(line.hasSuffix("…"))
        }
    }

    @Test func `what just fits is shown whole`() {
        let text = String(repeating: "a", count: 79) + "\r\n"
        #expect(VisibleText.line(text, limit: 80) == String(repeating: "a", count: 79) + " / ")
    }
}
