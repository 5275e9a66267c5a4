import Foundation
import Testing

@testable import VietnameseText

@Suite struct WordTests {
    @Test(arguments: [
        ("Đăng ký", "dang ki"), ("ĐĂNG KÝ", "dang ki"), ("đăng kí", "dang ki"), ("Ðăng ký", "dang ki"),
        ("khôngggg", "khong"), ("alooo", "alo"), ("thúy tay quý", "thuy tay qui"), ("H'Drai", "h drai"),
        ("lý lịch", "li lich"), ("y tế", "y te"), ("giấy\u{200B} khai\u{00A0}sinh", "giay khai sinh"),
        ("bằng lái B2", "bang lai b2"), ("Ｄ１", "d1"), ("ê̆ ơ̆", "e o"),
    ])
    func `words fold to what an unmarked phone would write`(text: String, folded: String) {
        #expect(Words(text).words.map(\.folded).joined(separator: " ") == folded)
    }

    @Test(arguments: [("hòa", "hoà"), ("thúy", "thuý"), ("khỏe", "khoẻ"), ("kí", "ký"), ("quí", "quý"), ("xóa", "xoá")])
    func `spellings of one syllable have one marked key`(one: String, other: String) {
        #expect(Words(one).words[0].marked == Words(other).words[0].marked)
    }

    @Test(arguments: [("thúy", "thúi"), ("tay", "tai"), ("mất", "mật"), ("dang", "đang"), ("so", "sơ"), ("tru", "trư")])
    func `different syllables keep different marked keys`(one: String, other: String) {
        #expect(Words(one).words[0].marked != Words(other).words[0].marked)
    }

    @Test func `decomposed text gives the same keys as composed text`() {
        let text = "Đường làng bị ngập, đề nghị xã xử lý gấp"
        let composed = Words(text.precomposedStringWithCanonicalMapping).words
        let decomposed = Words(text.decomposedStringWithCanonicalMapping).words
        #expect(composed.map(\.marked) == decomposed.map(\.marked))
        #expect(composed.map(\.folded) == decomposed.map(\.folded))
    }

    @Test func `ranges give back what the writer wrote`() {
        let words = Words("  Làm giấy, KHAI-SINH ở đâu?")
        #expect(words.original(1..<4) == "giấy, KHAI-SINH")
        #expect(words.original(4..<6) == "ở đâu")
    }

    @Test func `sentences are counted`() {
        #expect(Words("Mẹ mất. Làm gì? Ở đâu").words.map(\.sentence) == [0, 0, 1, 1, 2, 2])
    }

    @Test func `marks are noticed only where they stand`() {
        #expect(!Words("lam giay khai sinh 2").hasMarks)
        #expect(Words("lam giấy khai sinh").words.map(\.hasMarks) == [false, true, false, false])
    }

    @Test(arguments: ["", " ", "…!?", "😀😀", "\u{0301}", "\u{FEFF}"])
    func `a text without letters has no words`(text: String) {
        #expect(Words(text).words.isEmpty)
    }
}
