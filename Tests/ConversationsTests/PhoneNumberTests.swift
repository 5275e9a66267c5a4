import Testing

@testable import Conversations

@Suite struct PhoneNumberTests {
    @Test(arguments: [
        "0901234567", "+84901234567", "84901234567", "+840901234567", "840901234567", "+84 (0)901234567",
        "+84(0)90 123 4567", "0084901234567", "00840901234567", "84-901-234-567", "+84.901.234.567", "(090) 123 4567",
        "0901\u{00A0}234\u{202F}567", "\u{202A}0901234567\u{202C}", "\u{200B}0901234567", "\u{FEFF}0901234567\u{200E}",
        "0901\u{2011}234\u{2011}567", "0901–234—567", "0901\u{2212}234\u{FE63}567", "０９０１２３４５６７", "𝟎𝟗𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕",
        "٠٩٠١٢٣٤٥٦٧", "tel:+84901234567", "tel:0901234567", "'0901234567", "’0901234567", "=\"0901234567\"",
        "901234567",
        "901234567.0", "84901234567.0", "901234567,00", "9.01234567E8", "9,01234567E+08", "8.4901234567E+10",
        "9.01234567e8", " 0901234567\t", "\u{2066}+84 901 234 567\u{2069}",
    ])
    func `a mobile number is one number in all its forms`(text: String) throws {
        let number = try #require(PhoneNumber("0901234567"))
        #expect(PhoneNumber.kind(of: text) == .mobile(number))
        #expect(PhoneNumber(text)?.e164 == "+84901234567")
    }

    @Test(arguments: ["02603123456", "+842603123456", "84 260 3123456", "0260.3123.456", "+84 (0)260 3123 456"])
    func `a landline is told from a mobile number`(text: String) throws {
        let number = try #require(PhoneNumber("02603123456"))
        #expect(PhoneNumber.kind(of: text) == .landline(number))
    }

    @Test(arguments: [
        ("113", "113"), ("8079", "8079"), ("+8079", "8079"), ("9029", "9029"), ("18008098", "18008098"),
        ("1900 1009", "19001009"), ("1800.599.920", "1800599920"), ("199", "199"),
    ])
    func `short codes and hotlines are services`(text: String, digits: String) {
        #expect(PhoneNumber.kind(of: text) == .service(digits))
        #expect(PhoneNumber(text) == nil)
    }

    @Test(arguments: [
        ("+85620 5551 2345", "+856205551234" + "5"), ("+1 408 555 1234", "+14085551234"),
        ("0014085551234", "+14085551234"), ("+855-12-345-678", "+85512345678"),
    ])
    func `numbers of other countries are told as such`(text: String, e164: String) {
        #expect(PhoneNumber.kind(of: text) == .foreign(e164: e164))
        #expect(PhoneNumber(text) == nil)
    }

    @Test(arguments: [
        "+999123456789", "+210123456789", "+888888888888", "+700000000000", "+123456789012", "+14085551",
        "+11234567890",
        "+80012345678", "+222222222222", "+33012345678", "+861381234567", "+85512345", "+8562055", "+3791234567890",
    ])
    func `a country code that is not assigned, or a length that its plan has not, makes no number`(text: String) {
        #expect(PhoneNumber.kind(of: text) == .notANumber)
    }

    @Test(arguments: [
        "+85620555123450", "+8562055512345", "+85512345678", "+855123456789", "+8613812345678", "+66812345678",
        "+14085551234", "+447911123456", "+4915123456789", "+33612345678", "+79161234567", "+821012345678",
        "+819012345678", "+886912345678", "+61412345678", "+2250712345678", "+6738123456", "+601112345678",
        "+6591234567",
    ])
    func `numbers in use anywhere are possible`(text: String) {
        #expect(PhoneNumber.kind(of: text) == .foreign(e164: text))
    }

    @Test(arguments: [
        "VIETTEL", "VNPT-CSKH", "MyVT", "", "+", "+84", "0", "84", "+84 12", "0101234567", "09012345678901",
        "051199001234", "0901234567/0912345678", "0901234567a", "9.01E+08", "9.01234567E99", "9.01234567E-8", "1e999",
        "++84901234567", "--", "()", "()()()", "+84901234567+", String(repeating: "0", count: 70_000),
        String(repeating: "9", count: 40), "E8", ".", "1.", "=", "\u{200B}",
    ])
    func `names and other digits are not numbers`(text: String) {
        #expect(PhoneNumber.kind(of: text) == .notANumber)
        #expect(PhoneNumber(text) == nil)
    }

    @Test(arguments: [
        "0901234567/0912345678", "0901234567 - 0912345678", "0901.234.567; 0912.345.678", "0901234567 0912345678",
        "0901 234 567 0912 345 678", "+84901234567,+84912345678", "ba: 0901-234-567, mẹ: 0912-345-678",
        "0901234567\n0912345678", "0901234567 hoặc 84912345678", "0901234567–0912345678",
        "0901234567/0901234567/0912345678",
    ])
    func `two numbers in one cell are both found`(text: String) {
        #expect(PhoneNumber.all(in: text).map(\.e164) == ["+84901234567", "+84912345678"])
    }

    @Test(arguments: [("chị Lan 0901234567", 1), ("901234567", 1), ("không có", 0), ("", 0), ("thôn 2, tổ 3", 0)])
    func `a cell has as many numbers as stand in it`(text: String, count: Int) {
        #expect(PhoneNumber.all(in: text).count == count)
    }
}
