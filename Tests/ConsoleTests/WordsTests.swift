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

@Suite struct DeliveryTextTests {
    /// Thursday 26/11/2026, 14:05 in Vietnam.
    private static let now = Date(timeIntervalSince1970: 1_795_676_700)

    @Test(arguments: [
        (DeliveryWords.queued(until: now.addingTimeInterval(15 * 3600)), "Để 5:05 ngày mai gửi"),
        (.queued(until: now), "Chờ gửi"),
        (.takeBack(until: now.addingTimeInterval(10)), "Chờ gửi lúc 14:05:10, còn lấy lại được"),
        (.sending, "Đang gửi"), (.accepted(at: now), "Nhà mạng đã nhận lúc 14:05"),
        (.delivered(at: now.addingTimeInterval(-86_400)), "Điện thoại đã nhận lúc 14:05 hôm qua"),
        (.noReport(since: now), "Không có báo nhận sau 72 giờ"), (.withheld, "Không gửi, vì cán bộ đã nhận việc"),
    ])
    func `how far a message has come is said in words`(delivery: DeliveryWords, text: String) {
        let words = DeliveryText.words(delivery, ClockWords(now: Self.now))
        #expect(words.text == text && !words.isBad)
    }

    @Test(arguments: [
        ("Kannel status 2", 1, "nhà mạng báo điện thoại không nhận được"), ("Kannel status 16", 1, "nhà mạng từ chối"),
        ("Twilio: undelivered (30003)", 1, "nhà mạng báo điện thoại không nhận được"),
        ("connect timeout to 10.0.0.7:13013", 5, "không nối được với nhà mạng. Đã thử 5 lần."),
        ("HTTP 403 {\"error\":\"blocked\"}", 1, "nhà mạng không nhận tin này"), ("erased", 0, "dữ liệu đã xóa"),
    ])
    func `why nothing arrived is said without a provider's own words`(detail: String, tries: Int, text: String) {
        let words = DeliveryText.words(.failed(detail: detail, tries: tries), ClockWords(now: Self.now))
        #expect(words.isBad && words.text.hasPrefix("Không gửi được vì \(text)"), "\(words.text)")
        #expect(detail == "erased" || !words.text.contains(detail))
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
