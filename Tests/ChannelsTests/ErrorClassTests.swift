import CheckedYAML
import Conversations
import Foundation
import Testing

@testable import Channels

/// What each provider's errors mean: one table for each kind of channel.
@Suite struct ErrorClassTests {
    /// The error that a closure throws.
    private func error(_ work: () throws(DeliveryError) -> some Any) -> DeliveryError? {
        do throws(DeliveryError) {
            _ = try work()
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        (DeliveryError.Class.retry, [-32, -200, -234]),
        (.unreachable, [-211, -213, -217, -218, -227, -230, -232, -244]),
        (
            .account, [-204, -205, -209, -212, -219, -221, -223, -224, -235, -240, -242, -320, -321]
        ),
        (.refused, [-100, -201, -210, -233, -248, -9999]),
    ])
    func `Zalo's errors are told by their number`(kind: DeliveryError.Class, codes: [Int]) {
        for code in codes {
            guard case .failed(let error) = ZaloSendingTests.answer(#"{"error":\#(code),"message":"x"}"#) else {
                Issue.record("\(code) passed")
                continue
            }
            #expect(error.kind == kind, "\(code)")
            #expect(error.detail.contains(String(code)))
        }
    }

    @Test func `an unknown error of Zalo's on a failing server is tried again`() {
        guard case .failed(let error) = ZaloSendingTests.answer(#"{"error":-9999}"#, status: 502) else {
            Issue.record("passed")
            return
        }
        #expect(error.kind == .retry)
    }

    @Test(
        arguments: [(-32, nil, 60.0), (-32, 90, 90), (-234, nil, 3600), (-200, nil, nil)] as [(Int, Double?, Double?)])
    func `Zalo's rate is waited for by the minute, or as it asks`(code: Int, asked: Double?, least: Double?) {
        let answer = ZaloAnswer(.init(status: 200, body: Array(#"{"error":\#(code)}"#.utf8), retryAfter: asked))
        guard case .failed(let error) = answer else {
            Issue.record("passed")
            return
        }
        #expect(error.retryAfter == least)
    }

    @Test(arguments: [
        (DeliveryError.Class.account, [401, 404]), (.unreachable, [403]), (.refused, [400, 413]),
        (.retry, [408, 425, 429, 500, 503]),
    ])
    func `a Zalo bot's errors are read like HTTP's`(kind: DeliveryError.Class, codes: [Int]) throws {
        let channel = try ZaloBotTests.channel()
        for code in codes {
            let error = error { () throws(DeliveryError) in
                try channel.outcome(
                    .init(status: 200, body: Array(#"{"ok":false,"error_code":\#(code)}"#.utf8), retryAfter: 9))
            }
            #expect(error?.kind == kind, "\(code)")
            #expect(error?.retryAfter == (kind == .retry ? 9 : nil))
        }
    }

    @Test(arguments: [
        (DeliveryError.Class.account, [401, 403, 404]), (.refused, [400, 405, 413]),
        (.retry, [200, 202, 408, 429, 500, 502, 503]),
    ])
    func `smsbox's errors are told by their status`(kind: DeliveryError.Class, statuses: [Int]) {
        for status in statuses {
            let error = error { () throws(DeliveryError) in
                try KannelChannel.outcome(status: status, answer: "no", retryAfter: 9)
            }
            #expect(error?.kind == kind, "\(status)")
        }
        #expect(
            error { () throws(DeliveryError) in try KannelChannel.outcome(status: 503, answer: "", retryAfter: 9) }?
                .retryAfter == 9)
    }

    @Test(arguments: [
        (DeliveryError.Class.account, ["20003", "20005", "21212", "21606", "21659", "21408", "21608"]),
        (.retry, ["20429", "14107", "30001", "21611"]), (.unreachable, ["21211", "21610", "21612", "21614"]),
        (.refused, ["21617", "21602", "99999"]),
    ])
    func `Twilio's errors are told by their number`(kind: DeliveryError.Class, codes: [String]) {
        for code in codes {
            let error = error { () throws(DeliveryError) in
                try TwilioChannel.outcome(.init(status: 400, body: Array("{\"code\": \(code)}".utf8), retryAfter: nil))
            }
            #expect(error?.kind == kind, "\(code)")
        }
    }

    @Test(arguments: [
        (DeliveryError.Class.account, [401, 403, 410]), (.refused, [400, 404, 422]),
        (.retry, [301, 408, 425, 429, 500, 502, 504]),
    ])
    func `a receiver of webhooks answers by status alone`(kind: DeliveryError.Class, statuses: [Int]) {
        for status in statuses {
            let error = error { () throws(DeliveryError) in
                try StandardWebhooksChannel.outcome(.init(status: status, body: [], retryAfter: nil))
            }
            #expect(error?.kind == kind, "\(status)")
        }
    }

    @Test(arguments: [
        ("dead", DeliveryError.Class.unreachable), ("busy", .retry), ("key", .account), ("other", .refused),
    ])
    func `a described provider's words mean what the configuration says`(
        word: String, kind: DeliveryError.Class
    ) throws {
        let yaml = MappedHTTPTests.plain.replacing(
            "equals: [success]",
            with: "equals: [success]\n    unreachable: [dead]\n    retry: [busy]\n    account: [key]")
        let channel = try ChannelBench.channel(MappedHTTPChannel.self, yaml)
        let error = error { () throws(DeliveryError) in
            try MappedHTTPChannel.outcome(
                .init(status: 200, body: Array(#"{"status":"\#(word)"}"#.utf8), retryAfter: nil),
                channel.settings.sending.success)
        }
        #expect(error?.kind == kind)
    }

    @Test(
        arguments: [
            ("5", nil, nil, SendingPace(perSecond: 5, unit: .segments)), (nil, nil, nil, nil),
            (nil, "2", "messages_per_second", nil), ("0", nil, "segments_per_second", nil),
            ("fast", nil, "segments_per_second", nil),
        ] as [(String?, String?, String?, SendingPace?)])
    func `an operator's pace is counted in segments`(
        segments: String?, messages: String?, wrong: String?, pace: SendingPace?
    ) throws {
        var yaml = """
            id: sms
            kind: kannel
            commune: dak-ha
            number: "8079"
            secret: 0123456789abcdef
            send_url: http://127.0.0.1:1/
            username: user
            password: pass
            """
        if let segments { yaml += "\nsegments_per_second: \(segments)" }
        if let messages { yaml += "\nmessages_per_second: \(messages)" }
        let problem = ChannelBench.problem(yaml)
        if let wrong {
            #expect(problem?.entry.contains(wrong) == true)
            #expect(problem?.line == 9)
        } else {
            #expect(try ChannelBench.channel(KannelChannel.self, yaml).profile.pace == pace)
        }
    }

    @Test func `a pace counts what the provider counts`() {
        let long = String(repeating: "ạ", count: 100)
        #expect(SendingPace(perSecond: 1, unit: .segments).cost(of: long) == 2)
        #expect(SendingPace(perSecond: 1, unit: .messages).cost(of: long) == 1)
    }
}
