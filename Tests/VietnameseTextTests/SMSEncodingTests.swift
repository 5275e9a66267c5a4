import Testing

@testable import VietnameseText

@Suite struct SMSEncodingTests {
    @Test(arguments: [
        ("", 0, 1), (String(repeating: "a", count: 160), 160, 1), (String(repeating: "a", count: 161), 161, 2),
        (String(repeating: "a", count: 306), 306, 2), (String(repeating: "a", count: 307), 307, 3),
        ("là gì", 5, 1), (String(repeating: "{", count: 80), 160, 1), (String(repeating: "€", count: 81), 162, 2),
        // An escape pair may not be cut: 76 pairs fill 152 of 153 septets, so three parts are needed for 153 pairs.
        (String(repeating: "€", count: 153), 306, 3),
    ])
    func `GSM texts cost septets`(text: String, units: Int, segments: Int) {
        #expect(SMSEncoding.size(of: text) == SMSSize(alphabet: .gsm7, units: units, segments: segments))
    }

    @Test(arguments: [
        ("cà phê", 6, 1), (String(repeating: "ậ", count: 70), 70, 1), (String(repeating: "ậ", count: 71), 71, 2),
        (String(repeating: "ậ", count: 134), 134, 2), (String(repeating: "ậ", count: 135), 135, 3),
        (String(repeating: "😀", count: 35), 70, 1), (String(repeating: "😀", count: 67), 134, 3), ("À", 1, 1),
        ("đ", 1, 1), ("–", 1, 1),
    ])
    func `marked texts cost sixteen-bit units`(text: String, units: Int, segments: Int) {
        #expect(SMSEncoding.size(of: text) == SMSSize(alphabet: .ucs2, units: units, segments: segments))
    }

    @Test(arguments: [
        ("Đăng ký khai sinh: 8.000 đ", "Dang ky khai sinh: 8.000 d"), ("“Tờ khai” – mẫu…", "\"To khai\" - mau..."),
        ("ỦY BAN", "UY BAN"), ("kê\u{0301} 5₫", "ke 5d"),
    ])
    func `the unmarked spelling fits the cheap alphabet`(text: String, plain: String) {
        #expect(UnmarkedSpelling.of(text) == plain)
        #expect(SMSEncoding.isGSM7(UnmarkedSpelling.of(text)))
    }
}
