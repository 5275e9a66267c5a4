import Testing

@testable import VietnameseText

@Suite struct HiddenSignsTests {
    @Test(arguments: [
        ("mã\u{00A0}000.00.53.H48", "mã 000.00.53.H48"), ("H48-22\u{200B}0921", "H48-220921"),
        ("０９０１２３４５６７", "0901234567"), ("ＣＴ０７！", "CT07!"), ("giấy\u{202F}khai\u{3000}sinh", "giấy khai sinh"),
        ("\u{FEFF}xin chào", "xin chào"), ("\u{2066}0901\u{2069}\u{61C}2\u{180E}3\u{34F}4\u{FE0F}", "0901234"),
        ("𝐝𝐚𝐧𝐠 𝐤𝐲 𝐤𝐡𝐚𝐢 𝐬𝐢𝐧𝐡", "dang ky khai sinh"), ("𝓴𝓱𝓪𝓲 𝓈𝒾𝓃𝒽 𝟬𝟱𝟭", "khai sinh 051"), ("ℊℎℯ ℋ", "ghe H"),
        ("ⓚⓗⓐⓘ ⒮⒤⒩⒣ 🅢🄸🅝🄷", "khai sinh SINH"), ("🇰🇭🇦🇮🇸", "KHAIS"), ("①②⓪❸⑫ ⁰⁵₁", "120312 051"), ("ﬁ ﬂ", "fi fl"),
        ("ᴋʜᴀɪ sɪɴʜ ᵏʰᵃⁱ", "khai sinh khai"), ("1️⃣2️⃣", "12"), ("٠٥١ ०५१ ๐๕๑", "051 051 051"), ("k\u{E0061}hai", "khai"),
    ])
    func `what nobody sees is left out or made plain`(text: String, plain: String) {
        #expect(HiddenSigns.removed(from: text) == plain)
    }

    @Test(arguments: [
        "đăng ký khai sinh", "“tờ khai” – mẫu…", "5₫", "Hoà, thuý", "", "cảm ơn 😀", "🇻🇳", "🇻🇳🇻🇳🇻🇳", "37ºC", "nộp – 5 ‰",
        "½",
    ])
    func `what is seen stays to the byte`(text: String) {
        #expect(Array(HiddenSigns.removed(from: text).utf8) == Array(text.utf8))
    }

    @Test func `the quick look misses no hidden sign`() {
        for value in UInt32(0)...0x1FFFF {
            guard let scalar = Unicode.Scalar(value),
                HiddenSigns.plain(scalar) != scalar || CompatibilityForms.expanded(scalar) != nil
            else { continue }
            #expect(HiddenSigns.mayStand(in: String(scalar)), "U+\(String(value, radix: 16))")
        }
    }

    @Test func `what Unicode ignores is invisible, also where it is not asked`() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), scalar.properties.isDefaultIgnorableCodePoint else { continue }
            #expect(LetterTable.isInvisible(scalar), "U+\(String(value, radix: 16))")
        }
        for value in [0x20DC, 0x20E1, 0x2070, 0x4E00, 0xAC00, 0x1F600, 0x1F3FB, 0x3042] as [UInt32] {
            #expect(Unicode.Scalar(value).map(LetterTable.isInvisible) == false)
        }
    }

    @Test func `each white space of Unicode is a space where numbers are read`() {
        for value in UInt32(0x80)...0x1FFFF {
            guard let scalar = Unicode.Scalar(value), scalar.properties.isWhitespace else { continue }
            var bytes: [UInt8] = []
            HiddenSigns.append(scalar, to: &bytes, letter: 0x80, sign: 0x81)
            #expect(bytes == [0x20], "U+\(String(value, radix: 16))")
        }
    }

    @Test(arguments: ["‐", "‑", "‒", "–", "—", "―", "−", "﹘", "﹣", "－"])
    func `each dash is a hyphen where numbers are read`(dash: String) {
        #expect(HiddenSigns.plainNumber("H48\(dash)261120\(dash)0001") == "H48-261120-0001")
    }
}
