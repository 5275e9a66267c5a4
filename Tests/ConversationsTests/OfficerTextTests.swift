import Conversations
import Foundation
import Testing
import VietnameseText

@Suite struct OfficerTextTests {
    private func text(
        _ typed: String, _ spelling: VillagerMessage.SpellingRule = .asWritten, _ carrier: OfficerText.Carrier = .sms,
        long: Bool = false
    ) throws -> OfficerText {
        try OfficerText(typed, spelling: spelling, carrier: carrier, allowsLong: long)
    }

    @Test(arguments: VillagerMessage.SpellingRule.allCases)
    func `loose marks are composed`(spelling: VillagerMessage.SpellingRule) throws {
        let loose = "Mời bác đến xã ký giấy".decomposedStringWithCanonicalMapping
        let sent = try text(loose, spelling)
        #expect(sent.text.unicodeScalars.allSatisfy { !(0x300...0x36F).contains($0.value) })
        #expect(sent.text == (spelling == .unmarked ? "Moi bac den xa ky giay" : "Mời bác đến xã ký giấy"))
    }

    @Test(arguments: [
        "Moi bac mang “To khai” – mau 01… den xa a.", "Moi\u{00A0}bac den xa", "gio lam viec 7h30\u{2011}11h30",
        "le phi: 8.000\u{202F}d — mien phi neu dung han", "‘giay chung sinh’", "• To khai\n• Can cuoc",
        "mau 01\u{2012}02", "can 2\u{2007}ban sao", "sau\u{00AD}do", "5′ nua", "xem „muc 3“",
    ])
    func `signs of word processors need no dearer alphabet`(typed: String) throws {
        for spelling in VillagerMessage.SpellingRule.allCases {
            let sent = try text(typed, spelling)
            #expect(sent.size?.alphabet == .gsm7, "\(sent.text)")
        }
    }

    @Test func `where a marked letter needs the large alphabet anyhow, the signs stay`() throws {
        let typed = "Mời bác mang “Tờ khai” – mẫu 01…"
        #expect(try text(typed).text == typed)
        #expect(try text(typed, .unmarked).text == "Moi bac mang \"To khai\" - mau 01...")
        #expect(try text(typed, .marked, .chat).text == typed)
    }

    @Test func `controls and signs that turn the writing do not leave`() throws {
        let sent = try text("Mời bác\u{1B}[31m \u{202E}đến\u{07} xã\u{0}\r\nlúc 8 giờ\u{2028}sáng")
        #expect(sent.text == "Mời bác[31m đến xã\nlúc 8 giờ\nsáng")
    }

    @Test(arguments: ["", " ", "\n\t ", "\u{200B}", "\u{00A0}", "\u{FEFF}\u{202E}", "\u{0}"])
    func `a text without anything to read is empty`(typed: String) {
        for carrier in [OfficerText.Carrier.sms, .chat] {
            #expect(throws: OfficerText.Fault.empty) {
                try OfficerText(typed, spelling: .asWritten, carrier: carrier)
            }
        }
    }

    @Test func `the cost is what is billed`() throws {
        #expect(try text("Moi bac den xa.").cost == "1 SMS, 15 ký tự")
        #expect(try text(String(repeating: "a", count: 412)).cost == "3 SMS, 412 ký tự")
        #expect(try text(String(repeating: "ấ", count: 71)).cost == "2 SMS, 71 ký tự")
        #expect(try text(String(repeating: "ấ", count: 71), .marked, .chat).cost == "71 ký tự")
    }

    @Test func `long texts need a wish, and very long ones are refused on every way`() throws {
        let seven = String(repeating: "a", count: 153 * 6 + 1)
        #expect(throws: OfficerText.Fault.self) { try text(seven) }
        #expect(try text(seven, long: true).size?.segments == 7)
        for count in [153 * 20 + 1, 100_000] {
            let long = String(repeating: "a", count: count)
            #expect(throws: OfficerText.Fault.self) { try text(long, long: true) }
        }
        #expect(try text(String(repeating: "ấ", count: 2000), .marked, .chat).size == nil)
        #expect(throws: OfficerText.Fault.tooManyCharacters(2001, allowed: 2000)) {
            try text(String(repeating: "ấ", count: 2001), .marked, .chat)
        }
        // As providers count.
        #expect(throws: OfficerText.Fault.self) { try text(String(repeating: "😀", count: 1001), .marked, .chat) }
    }
}
