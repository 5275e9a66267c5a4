import Conversations
import Foundation
import PublicServices
import Storage
import Testing

@testable import Console

@Suite struct ClockWordsTests {
    /// Thursday 26/11/2026, 14:05 in Vietnam.
    private let now = Date(timeIntervalSince1970: 1_795_676_700)
    private var words: ClockWords { ClockWords(now: now) }

    @Test func `days are named as an office names them`() {
        #expect(words.moment(now) == "14:05 hôm nay")
        #expect(words.day(now.addingTimeInterval(86_400)) == "ngày mai")
        #expect(words.day(now.addingTimeInterval(-86_400)) == "hôm qua")
        #expect(words.day(now.addingTimeInterval(4 * 86_400)) == "thứ hai 30/11")
        #expect(words.day(now.addingTimeInterval(60 * 86_400)) == "thứ hai 25/1/2027")
        #expect(words.longDay(now) == "thứ năm 26/11/2026")
    }

    @Test func `midnight belongs to the day that begins`() throws {
        let midnight = try #require(words.date(day: "27/11", clock: "0:00"))
        #expect(words.day(midnight) == "ngày mai")
        #expect(words.day(midnight.addingTimeInterval(-60)) == "hôm nay")
    }

    @Test(arguments: [
        ("27/11", "8:00"), ("27/11/2026", "8h"), ("2026-11-27", "08:00"), ("27-11", "8h00"), ("27/11", "8.00"),
    ])
    func `a day is understood as people write it`(day: String, clock: String) throws {
        let date = try #require(words.date(day: day, clock: clock))
        #expect(words.moment(date) == "8:00 ngày mai")
    }

    @Test(arguments: [
        ("", "8:00"), ("31/11", "8:00"), ("27/11", "25:00"), ("27/11", ""), ("mai", "8:00"), ("27/11", "8:75"),
    ])
    func `what is no day or time is none`(day: String, clock: String) {
        #expect(words.date(day: day, clock: clock) == nil)
    }

    @Test func `a day of January said in November is next year's`() throws {
        #expect(words.day(try #require(words.date(day: "5/1", clock: "8:00"))) == "thứ ba 5/1/2027")
    }

    @Test func `money and counts are grouped`() {
        #expect(NumberWords.money(1400) == "1.400\u{A0}đ")
        #expect(NumberWords.grouped(412) == "412")
        #expect(NumberWords.grouped(1_234_567) == "1.234.567")
    }
}

@Suite struct AnswerPreviewTests {
    private let channel = GatewayTraits.sms(price: 350)

    @Test func `both spellings are shown with their price and the check code`() throws {
        let preview = AnswerPreview("Mời bà lên xã.", code: "4821", on: channel)
        #expect(preview.forms.map(\.spelling) == [.bare, .marked])
        #expect(preview.form(nil)?.text == "Moi ba len xa.\nMa kiem tra: KT 4821")
        #expect(preview.form("marked")?.text == "Mời bà lên xã.\nMã kiểm tra: KT 4821")
        #expect(preview.form(nil)?.cost == "1 tin · 350\u{A0}đ")
    }

    @Test func `no price is shown where none is known`() {
        #expect(AnswerPreview("a", code: "4821", on: GatewayTraits.sms(price: nil)).form(nil)?.cost == "1 tin")
    }

    @Test func `a text that is too long says by how much`() {
        let preview = AnswerPreview(String(repeating: "abcde fghi ", count: 100), code: "4821", on: channel)
        #expect(preview.forms.isEmpty)
        #expect(preview.fault?.hasPrefix("Dài 8 tin. Nhiều nhất là 6 tin: bớt ") == true)
    }

    @Test func `an empty text has neither form nor fault`() {
        let preview = AnswerPreview(" \n ", code: "4821", on: channel)
        #expect(preview.forms.isEmpty && preview.fault == nil && preview.isEmpty)
    }
}
