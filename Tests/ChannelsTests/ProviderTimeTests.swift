import Conversations
import Foundation
import HTTPTypes
import Testing

@testable import Channels

@Suite struct ProviderTimeTests {
    /// What no clock says: no number, no moment, or one that no installation will see.
    static let strange = [
        "nan", "NaN", "-nan", "inf", "-inf", "infinity", "1e300", "-1e18", "9223372036854775807",
        "-9223372036854775808",
        "18446744073709551616", "1e999999999", "0", "-1", "", " ", "x", "0x6a0f2b00", "1e", ".", "+", "946684799",
        "4102444800", String(repeating: "9", count: 60_000), "1795440000 ", "１７９５４４００００",
    ]

    @Test(arguments: strange) func `a time out of all bounds is none`(text: String) {
        #expect(ProviderTime.seconds(text) == nil)
        #expect(ProviderTime.milliseconds(text) == nil || text.hasPrefix("4102444800"))
        #expect(ProviderTime.iso8601(text) == nil)
        #expect(ProviderTime.vietnamDigits(text) == nil)
    }

    @Test(arguments: [
        ("1999-12-31T23:59:59Z", false), ("2000-01-01T00:00:00Z", true), ("2099-12-31T23:59:59.9Z", true),
        ("2100-01-01T00:00:00Z", false), ("9999-12-31T23:59:59Z", false), ("-200000-01-01T00:00:00Z", false),
        ("0000-00-00T00:00:00Z", false),
    ])
    func `only this century has times`(text: String, isTime: Bool) {
        #expect((ProviderTime.iso8601(text) != nil) == isTime)
    }

    @Test func `what is inside of the bounds is read to the second`() {
        let date = Date(timeIntervalSince1970: 1_795_440_000)
        #expect(ProviderTime.seconds("1795440000") == date)
        #expect(ProviderTime.seconds("1795440000.0") == date)
        #expect(ProviderTime.milliseconds("1795440000000") == date)
        #expect(ProviderTime.milliseconds("1.79544e12") == date)
        #expect(ProviderTime.iso8601("2026-11-23T12:00:00+00:00") != nil)
        #expect(ProviderTime.vietnamDigits("20261123214000") == Date(timeIntervalSince1970: 1_795_444_800))
    }

    /// One call of each kind that tells a time, with the time in it, as a text and as a number where the kind has both.
    private static func events(time: String) throws -> [[InboundEvent]] {
        let kannel = try KannelTests.channel()
        let bot = try ZaloBotTests.channel()
        let mapped = try ChannelBench.channel(MappedHTTPChannel.self, MappedHTTPTests.plain)
        let standard = try ChannelBench.channel(StandardWebhooksChannel.self, StandardWebhooksTests.yaml)
        var sms = try ChannelBench.request(headers: ["X-Kannel-From": "+84901234567"], body: "khai sinh")
        sms.query = [("secret", KannelTests.secret), ("id", "1"), ("ts", time)]
        let quoted = "\"\(time)\""
        var calls: [[InboundEvent]] = [try kannel.read(sms)]
        for written in [quoted, time] {
            let update = ZaloBotCase.update("message.text.received", #","text":"a""#)
                .replacing("1750316131602", with: written)
            calls.append(try bot.read(ZaloTests.request(update, [:])))
            calls.append(
                try mapped.read(
                    ChannelBench.request(
                        query: "secret=plain-secret", body: #"{"phone":"0901234567","content":"a","t":\#(written)}"#)))
        }
        calls.append(
            try standard.read(
                StandardWebhooksTests.request(
                    #"{"type":"message.received","timestamp":\#(quoted),"data":{"from":"0901234567","text":"a"}}"#)))
        return calls
    }

    @Test(arguments: strange) func `a strange time costs no message`(time: String) throws {
        for events in try Self.events(time: time.replacing("\u{FF11}", with: "1")) {
            switch try #require(events.first) {
            case .message(let message): #expect(message.sentAt == nil || time.hasPrefix("4102444800"))
            // A bare word is no JSON.
            case .unreadable: break
            default: Issue.record("\(events)")
            }
        }
    }
}
