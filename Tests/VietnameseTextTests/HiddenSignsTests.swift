import Testing

@testable import VietnameseText

@Suite struct HiddenSignsTests {
    @Test(arguments: [
        ("mã\u{00A0}000.00.53.H48", "mã 000.00.53.H48"), ("H48-22\u{200B}0921", "H48-220921"),
        ("０９０１２３４５６７", "0901234567"), ("ＣＴ０７！", "CT07!"), ("giấy\u{202F}khai\u{3000}sinh", "giấy khai sinh"),
        ("\u{FEFF}xin chào", "xin chào"),
    ])
    func `what nobody sees is left out or made plain`(text: String, plain: String) {
        #expect(HiddenSigns.removed(from: text) == plain)
    }

    @Test(arguments: ["đăng ký khai sinh", "“tờ khai” – mẫu…", "5₫", "Hoà, thuý", "", "cảm ơn 😀"])
    func `what is seen stays to the byte`(text: String) {
        #expect(Array(HiddenSigns.removed(from: text).utf8) == Array(text.utf8))
    }

    @Test func `the quick look misses no hidden sign`() {
        for value in UInt32(0)...0xFFFF {
            guard let scalar = Unicode.Scalar(value), HiddenSigns.plain(scalar) != scalar else { continue }
            #expect(HiddenSigns.mayStand(in: String(scalar)), "U+\(String(value, radix: 16))")
        }
    }
}
