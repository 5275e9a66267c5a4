import Foundation
import Testing

@testable import Console

/// A text of anybody is text: whatever stands in it, a page shows it and obeys none of it.
@Suite struct HTMLTextTests {
    /// Signs that mean something to HTML, to browsers or to eyes, and letters of people.
    private static let signs: [String] = [
        "<", ">", "&", "\"", "'", "`", "=", "/", "\\", "{{", "}}", "{{{", "<script>", "</textarea>", "<!--", "]]>",
        "&#60;",
        "\u{0}", "\u{1B}[31m", "\u{7F}", "\u{9B}", "\u{200B}", "\u{202E}", "\u{2066}", "\u{FEFF}", "\u{2028}",
        "\u{0301}",
        "\u{0335}", "\u{20D2}", "\u{FE0F}", "\u{200D}", "\r", "\n", "\t", " ", "ễ", "Đ", "a", "😀", "ｊａｖａ", "onerror",
    ]

    @Test func `nothing of a text closes an element or an attribute`() throws {
        let library = try PageLibrary()
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                Self.signs[Int.random(in: 0..<Self.signs.count, using: &generator)]
            }.joined()
            let page = library.text(
                of: "message", ["heading": text, "words": "", "href": text, "label": "", "kept": false])
            let start = try #require(page.range(of: "<h1>", options: .literal)?.upperBound)
            let end = try #require(page.range(of: "</h1>", options: .literal)?.lowerBound)
            let shown = page[start..<end].unicodeScalars
            #expect(!shown.contains { "<>\"'".unicodeScalars.contains($0) }, "\(text.debugDescription)")
            #expect(
                !shown.contains { $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value) },
                "\(text.debugDescription)")
            #expect(!shown.contains { (0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value) })
        }
    }

    /// The engine's own escaping compares whole characters and lets this one out.
    @Test func `a quote with a mark over it does not leave an attribute`() throws {
        let page = try PageLibrary().text(
            of: "message",
            ["heading": "", "words": "", "href": "\"\u{0301} onfocus=alert(1)", "label": "", "kept": false])
        #expect(
            !page.unicodeScalars.split(separator: ">").contains { part in
                String(String.UnicodeScalarView(part)).contains("href=\"\"")
            })
        #expect(page.unicodeScalars.filter { $0 == "\"" }.count % 2 == 0)
        #expect(page.range(of: "&quot;", options: .literal) != nil)
    }

    @Test func `a template in a text is text`() throws {
        let page = try PageLibrary().text(
            of: "message", ["heading": "{{words}}{{{words}}}", "words": "kín", "href": "", "label": "", "kept": false])
        #expect(page.contains("<h1>{{words}}{{{words}}}</h1>"))
    }

    @Test func `line breaks and letters of people stay`() {
        let text = "Chào bà Lan,\nmời bà lên xã. 😀 Ngày 27/11 – “đúng giờ”…"
        #expect(HTMLText.visible(text) == text)
    }
}
