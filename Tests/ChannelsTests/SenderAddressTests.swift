import Conversations
import Testing

@testable import Channels

@Suite struct SenderAddressTests {
    @Test(arguments: [
        "0901234567", "+84901234567", "84901234567", "090 123 4567", "0084901234567", "0162 123 4567",
        "+85620555512345",
        "+14085551234", "008562055551234", "8562055512345", "+4915123456789",
    ])
    func `mobile phones can be answered`(text: String) {
        for address in [SenderAddress(phone: text), SenderAddress(any: text), SenderAddress(opaque: text)] {
            #expect(address.silence == nil)
        }
    }

    @Test(arguments: [
        "VIETTEL", "Viettel", "VNPT-CSKH", "MyVT", "SUPPORT", "Agribank", "BO CONG AN", "199", "9029", "8079",
        "18008098",
        "1900545415", "19001560", "1800 8098", "+84", "0", "+8490123456", "+849012345678", "02838123456",
        "+842838123456", "0901234", "+18005551212", "12345", "123456789", "+", "84999", "0000000000",
        "999999999999", "888888888888", "700000000000", "99999999999", "+999123456789", "+210123456789", "123456789012",
        "00999123456789", "777777777777", "222222222222", "+88812345678", "+1234567890123", "+85512", "11111111111",
    ])
    func `names, short codes, hotlines, landlines and impossible numbers cannot`(text: String) {
        #expect(SenderAddress(phone: text).silence == .unanswerable)
        // A lone plus may be anything where ids of any kind come.
        if text != "+" { #expect(SenderAddress(any: text).silence == .unanswerable) }
        #expect(SenderAddress(opaque: text).silence == nil)
    }

    @Test(arguments: [
        "675059164343092785", "user-42", "u_83fa9c", "6ede9afa66b88fe6d6a9", "zalo:1234", "whatsapp:+84901234567",
        "nguyen.van.a@example.vn", "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    ])
    func `an id that its provider alone knows can be answered where ids come`(text: String) {
        #expect(SenderAddress(any: text).silence == nil)
        #expect(SenderAddress(any: text).address == text)
    }

    @Test(arguments: [
        ("8079", "8079"), ("0281234567", "+84281234567"), ("84281234567", "+84 28 1234567"),
        ("+84901234567", "0901234567"),
        (" UBND-XA ", "ubnd-xa"), ("0084901234567", "84901234567"), ("1900545415", "1900 545 415"),
        ("+842812345678", "02812345678"),
    ])
    func `our own numbers are known however they are written`(sender: String, ours: String) {
        for (left, right) in [(sender, ours), (ours, sender)] {
            #expect(SenderAddress(phone: left, ours: ["", right]).silence == .ourselves)
            #expect(SenderAddress(any: left, ours: [right]).silence == .ourselves)
        }
        #expect(SenderAddress(phone: "+84907654321", ours: [sender, ours, "", "MG123"]).silence == nil)
    }

    @Test(arguments: [
        ("whatsapp:+84281234567", "+84281234567"), ("sms:0281234567", "+84281234567"), ("messenger:8079", "8079"),
        ("+84281234567", "whatsapp:+84 28 1234567"), ("sms:whatsapp:84281234567", "sms:+84281234567"),
        ("rcs:ubnd-xa", "UBND-XA"),
    ])
    func `our own number is ours behind the name of a messenger too`(sender: String, ours: String) {
        #expect(SenderAddress(opaque: sender, ours: [ours]).silence == .ourselves)
        #expect(SenderAddress(any: sender, ours: ["", ours]).silence == .ourselves)
        #expect(SenderAddress(opaque: "whatsapp:+84901234567", ours: [ours]).silence == nil)
    }

    @Test(arguments: [
        ("+856 20 5551 2346", "+8562055512346"), ("008562055512347", "+8562055512347"),
        ("+1 408-555-1235", "+14085551235"), ("+33 (6) 12.34.56.78", "+33612345678"),
        ("sip:+84911000048@ims.example", "+84911000048"), ("SIPS:0911000048@a;user=phone", "+84911000048"),
        ("0911000051;phone-context=+84", "+84911000051"), ("tel:+84911000051;ext=1", "+84911000051"),
        ("+84/91/1000057", "+84911000057"), ("091/100/0057", "+84911000057"), ("0911000057\u{0}", "+84911000057"),
        ("\u{0}\u{1B} +84911000057\r\n", "+84911000057"),
    ])
    func `a phone in any spelling is one number`(text: String, number: String) {
        let address = SenderAddress(phone: text)
        #expect(address.address == number && address.silence == nil)
    }

    @Test(arguments: [
        "0911000048@gmail.com", "84911000048@s.whatsapp.net", "091/100/0057", "sip:+84911000048@ims.example",
    ])
    func `an id that holds a number stays an id where ids come`(text: String) {
        #expect(SenderAddress(any: text).address == text)
        #expect(SenderAddress(opaque: text).address == text)
    }

    @Test(arguments: [
        "+84911000057\r\nX-Kannel-To: +84999999999", "+84911000057\u{1B}[2J", "user\u{0}42", "a\nb", "x\u{85}y",
    ])
    func `an address with a control in it is none`(text: String) {
        for address in [SenderAddress(phone: text), SenderAddress(any: text), SenderAddress(opaque: text)] {
            #expect(address.silence == .unanswerable)
        }
    }

    @Test func `an address without end is looked at in no time`() {
        let clock = ContinuousClock()
        let time = clock.measure {
            for text in [String(repeating: "1", count: 60_000), String(repeating: " +(", count: 20_000)] {
                _ = SenderAddress(phone: text, ours: [text])
                _ = SenderAddress(any: text, ours: ["8079"])
            }
        }
        #expect(time < .seconds(3))
    }
}
