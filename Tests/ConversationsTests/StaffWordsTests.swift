import Foundation
import Testing

@testable import Conversations

/// What staff search and learn from.
@Suite struct StaffWordsTests {
    private func shown(_ text: String, _ words: Set<String>, limit: Int = .max) -> String {
        Highlight(text, words: words, limit: limit).pieces.map { $0.isHit ? "[\($0.text)]" : $0.text }.joined()
    }

    @Test func `hits are marked where they stand, in any form of writing`() {
        #expect(shown("Đăng ký khai sinh", ["khai", "sinh"]) == "Đăng ký [khai] [sinh]")
        #expect(shown("khai sinh, khai sinh!", ["khai"]) == "[khai] sinh, [khai] sinh!")
        let decomposed = "đăng ký".decomposedStringWithCanonicalMapping
        #expect(shown(decomposed, ["dang"]).unicodeScalars.first == "[")
        #expect(shown("<b>khai</b>", ["khai"]) == "<b>[khai]</b>")
        #expect(shown("", ["khai"]) == "" && shown("khai", []) == "khai")
    }

    @Test func `a long text is cut at words around its first hit`() {
        let text = Array(repeating: "xin", count: 100).joined(separator: " ") + " khai sinh " + "hết"
        let cut = shown(text, ["khai"], limit: 40)
        #expect(cut.hasPrefix("…xin") && cut.contains("[khai] sinh") && cut.count < 80)
    }

    @Test func `texts that ask the same stand together, whatever else they say`() {
        let groups = LikenessGroups([
            "giấy nợ viết sao", "cho em hoi giay no viet the nao a", "con bò nhà em bỏ ăn", "giay no phai viet sao",
            "bò bỏ ăn mấy hôm", "", "???",
        ]).groups
        #expect(groups.first?.members == [0, 1, 3])
        #expect(groups.first?.words.prefix(3).contains("giay") == true)
        #expect(groups.contains { $0.members == [2, 4] })
        #expect(groups.flatMap(\.members).count == 5)
    }
}
