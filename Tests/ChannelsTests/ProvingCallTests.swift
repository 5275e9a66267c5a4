import AsyncHTTPClient
import CheckedYAML
import Conversations
import Foundation
import HTTPTypes
import LibCrypto
import NIOHTTP1
import Testing

@testable import Channels

/// One kind of channel: its entry with `SECRET` where secrets stand, and its message under a secret.
struct ProvingCase: Sendable, CustomTestStringConvertible {
    var kind: String
    var yaml: String
    /// Of the secrets that a test uses: `secret("new")` is one that this kind takes.
    var secret: @Sendable (String) -> String = { "secretOfTheTests\($0)" }
    var request: @Sendable (_ secret: String) throws -> WebhookRequest
    /// What goes out says which secret is used, where the kind signs or names it.
    var sending: (@Sendable (any Channel) throws -> String)?

    var testDescription: String { kind }

    func channel(_ secret: String, now: Date = ChannelBench.now) throws(FileProblem) -> any Channel {
        try ChannelKinds.channel(
            YAMLEntry.parse(yaml.replacing("SECRET", with: secret), file: "gateway.yaml"),
            ChannelSurroundings(
                httpClient: .shared, publicURL: "http://127.0.0.1:8080", environment: [:], now: { now }))
    }

    static let all: [ProvingCase] = [kannel, zalo, zaloBot, twilio, standard, signedHTTP, plainHTTP]

    private static let kannel = ProvingCase(
        kind: "kannel",
        yaml: """
            id: sms
            kind: kannel
            commune: dak-ha
            number: "8079"
            secret: SECRET
            send_url: http://127.0.0.1:1/
            username: user
            password: pass
            """,
        request: { secret in
            try ChannelBench.request(
                query: "secret=\(secret)&to=8079&ts=1795440000&id=1f0c",
                headers: ["X-Kannel-From": "+84901234567"], body: "khai sinh")
        },
        sending: { channel in
            let request = try #require(channel as? KannelChannel).sendRequest(ChannelBench.message("a"))
            return request.headers["X-Kannel-DLR-Url"].first ?? ""
        })

    private static let zalo = ProvingCase(
        kind: "zalo",
        yaml: """
            id: zalo
            kind: zalo
            commune: dak-ha
            app_id: "\(ZaloTests.app)"
            oa_id: "\(ZaloTests.account)"
            secret: SECRET
            app_secret: APP_SECRET_FOR_TESTS
            """,
        request: { secret in
            let time = "1795440000000"
            let body = ZaloTests.body.replacing(ZaloTests.timestamp, with: time)
            let mac = ZaloSignature.mac(
                appID: ZaloTests.app, body: Array(body.utf8), timestamp: time, secret: secret)
            return try ChannelBench.request(headers: ["X-ZEvent-Signature": "mac=" + mac], body: body)
        })

    private static let zaloBot = ProvingCase(
        kind: "zalo_bot",
        yaml: """
            id: bot
            kind: zalo_bot
            commune: dak-ha
            token: "123456789:abc-xyz"
            secret: SECRET
            """,
        request: { secret in
            try ChannelBench.request(
                headers: ["X-Bot-Api-Secret-Token": secret],
                body: ZaloBotCase.update("message.text.received", #","text":"Xin chào""#))
        })

    private static let twilio = ProvingCase(
        kind: "twilio",
        yaml: """
            id: twilio
            kind: twilio
            commune: dak-ha
            account: AC00000000000000000000000000000001
            token: SECRET
            sender: "+84281234567"
            webhook_url: \(TwilioTests.url)
            """,
        request: { try TwilioTests.signed(TwilioTests.message, key: $0) },
        sending: { channel in
            let request = try #require(channel as? TwilioChannel).sendRequest(ChannelBench.message("a"))
            let password = request.headers["Authorization"].first?.dropFirst("Basic ".count) ?? ""
            return String(decoding: Base64.decode(String(password)) ?? [], as: UTF8.self)
        })

    private static let standard = ProvingCase(
        kind: "standard",
        yaml: """
            id: s
            kind: standard
            commune: dak-ha
            secret: SECRET
            send_url: http://127.0.0.1:1/hook
            """,
        secret: { "whsec_" + Base64.encode(Array("a secret of thirty-two bytes: \($0)".utf8)) },
        request: { try StandardWebhooksTests.request(secret: $0) })

    private static let signedHTTP = ProvingCase(
        kind: "http, signed",
        yaml: MappedHTTPTests.plain.replacing("plain-secret", with: "SECRET").replacing("id: none", with: "id: json.id")
            .replacing(
                "signature: none",
                with: "signature: {algorithm: sha256, output: hex, over: \"${body}${secret}\", compare: header.X-Sum}"
            ).replacing("http://127.0.0.1:1/?", with: "http://127.0.0.1:1/?key=${secret}&"),
        request: { secret in
            let body = #"{"id":"m-1","phone":"0901234567","content":"a","t":1795440000000}"#
            return try ChannelBench.request(
                headers: ["X-Sum": Hex.encode(sha256(Array((body + secret).utf8)))], body: body)
        },
        sending: { try #require($0 as? MappedHTTPChannel).sendRequest(ChannelBench.message("a")).url })

    private static let plainHTTP = ProvingCase(
        kind: "http, secret in the address",
        yaml: MappedHTTPTests.plain.replacing("plain-secret", with: "SECRET"),
        request: { secret in
            try ChannelBench.request(
                query: "secret=\(secret)", body: #"{"phone":"0901234567","content":"a","t":1795440000000}"#)
        })
}

@Suite struct ProvingCallTests {
    private func message(_ request: WebhookRequest, _ channel: any Channel) throws -> InboundMessage {
        try channel.verify(request)
        guard case .message(let message) = try channel.read(request).first else {
            throw WebhookRejection(.badRequest, "no message")
        }
        return message
    }

    @Test(arguments: ProvingCase.all)
    func `each of two live secrets proves a call, and the first is used outwards`(example: ProvingCase) throws {
        let (new, old) = (example.secret("new"), example.secret("old"))
        let channel = try example.channel("[\(new), \(old)]")
        let first = try message(example.request(new), channel)
        #expect(try message(example.request(old), channel) == first)
        for stranger in [example.secret("foe"), example.secret("ne"), example.secret("")] {
            #expect(throws: WebhookRejection.self) { try channel.verify(example.request(stranger)) }
        }
        if let sending = example.sending {
            #expect(try sending(channel).contains(new))
            #expect(try !sending(channel).contains(old))
        }
        // After the change the old one proves nothing.
        let later = try example.channel(new)
        #expect(throws: WebhookRejection.self) { try later.verify(example.request(old)) }
        #expect(try message(example.request(new), later) == first)
    }

    @Test(arguments: ProvingCase.all)
    func `no secret, a third, the same twice and a short one are refused by name`(example: ProvingCase) {
        let secret = example.secret
        for (list, what) in [
            ("[]", "0 secrets"), ("[\(secret("a")), \(secret("b")), \(secret("c"))]", "3 secrets"),
            ("[\(secret("a")), \(secret("a"))]", "the same"), ("[\(secret("a")), x]", "it "),
        ] {
            do throws(FileProblem) {
                _ = try example.channel(list)
                Issue.record("\(list) was accepted")
            } catch {
                #expect(error.entry.contains("secret") || error.entry.contains("token"))
                #expect(error.what.contains(what))
                #expect(error.line != nil && !error.mend.isEmpty)
                #expect(!error.description.contains(secret("a")))
            }
        }
    }

    @Test(arguments: ProvingCase.all)
    func `the same call three hours later is taken, under the same id`(example: ProvingCase) throws {
        let secret = example.secret("new")
        let request = try example.request(secret)
        let fresh = try message(request, try example.channel(secret))
        let late = try message(
            request, try example.channel(secret, now: ChannelBench.now.addingTimeInterval(3 * 3600)))
        #expect(late.providerID == fresh.providerID)
        #expect(!late.providerID.isEmpty)
        #expect(late.sender == fresh.sender && late.text == fresh.text && late.sentAt == fresh.sentAt)
        #expect(late.isLate == (example.kind == "standard"))
    }

    @Test(arguments: ProvingCase.all)
    func `a call is read the same from the headers that the channel says it reads`(example: ProvingCase) throws {
        let secret = example.secret("new")
        let channel = try example.channel(secret)
        var request = try example.request(secret)
        let whole = try channel.read(request)
        let kept = (["Content-Type"] + channel.headersRead).compactMap { HTTPField.Name($0) }
        request.headers = HTTPFields(request.headers.filter { kept.contains($0.name) })
        #expect(try channel.read(request) == whole)
    }

    @Test func `Zalo's previous secret is a second one, not a third`() {
        let yaml = ProvingCase.all[1].yaml + "\nprevious_secret: secret-of-the-tests-old"
        let problem = ChannelBench.problem(yaml.replacing("SECRET", with: "[secret-1-of-zalo, secret-2-of-zalo]"))
        #expect(problem?.entry.contains("previous_secret") == true)
    }

    @Test func `a mapped provider's report is believed under the secret before`() throws {
        let yaml =
            ProvingCase.all[5].yaml.replacing("/?key=${secret}&", with: "/?cb=${callback_url}&")
            + "\nreports: {status: query.s, delivered: [\"1\"]}"
        let entry = { (secret: String) throws(FileProblem) in
            try ChannelKinds.channel(
                YAMLEntry.parse(yaml.replacing("SECRET", with: secret), file: "gateway.yaml"),
                ChannelBench.surroundings())
        }
        let before = try #require(try entry("secret-old") as? MappedHTTPChannel)
        let url = try before.sendRequest(ChannelBench.message("a")).url
        let address = try #require(URLComponents(string: url)?.queryItems?.first { $0.name == "cb" }?.value)
        let query = try #require(address.split(separator: "?").last).description + "&s=1"
        let report = try ChannelBench.request(.get, query: query)
        #expect(
            try ChannelBench.result(report, #require(entry("[secret-new, secret-old]") as? MappedHTTPChannel)).get()
                .count == 1)
        #expect(throws: WebhookRejection.self) { try entry("secret-new").verify(report) }
    }

    @Test func `a mapped provider's values in headers are kept with a call that is set aside`() throws {
        let yaml =
            MappedHTTPTests.plain.replacing("sender: json.phone", with: "sender: header.X-Phone")
            + "\nreports: {status: header.X-Status, delivered: [\"1\"]}"
        let channel = try ChannelBench.channel(MappedHTTPChannel.self, yaml)
        #expect(Set(channel.headersRead) == ["X-Phone", "X-Status"])
    }

    @Test func `a Kannel without ids is known by sender, operator's time and bytes`() throws {
        let channel = try ProvingCase.all[0].channel("0123456789abcdef")
        func id(_ body: String, ts: String, from: String = "+84901234567") throws -> String {
            let request = try ChannelBench.request(
                query: "secret=0123456789abcdef&ts=\(ts)", headers: ["X-Kannel-From": from], body: body)
            guard case .unreadable(let message) = try channel.read(request).first else { return "" }
            return message.providerID
        }
        let first = try id("co", ts: "1795440000")
        #expect(first.hasPrefix("sha256:"))
        #expect(try id("co", ts: "1795440000") == first)
        #expect(try id("co", ts: "1795440060") != first)
        #expect(try id("khong", ts: "1795440000") != first)
        #expect(try id("co", ts: "1795440000", from: "+84901234568") != first)
    }

    @Test func `a call of Twilio without an id is no message`() throws {
        let fields = TwilioTests.message.filter { $0.0 != "MessageSid" }
        let channel = try ProvingCase.all[3].channel(TwilioTests.token)
        let request = try TwilioTests.signed(fields)
        try channel.verify(request)
        guard case .ignored = try channel.read(request).first else {
            Issue.record("taken without an id")
            return
        }
    }

    @Test func `the mode of a channel is one of three, and enforce unless it is said`() throws {
        let example = ProvingCase.all[0]
        #expect(try example.channel("0123456789abcdef").profile.signatures == .enforce)
        for mode in SignatureMode.allCases {
            var other = example
            other.yaml += "\nsignatures: \(mode.rawValue)"
            #expect(try other.channel("0123456789abcdef").profile.signatures == mode)
        }
        let problem = ChannelBench.problem(
            example.yaml.replacing("SECRET", with: "0123456789abcdef") + "\nsignatures: enforced")
        #expect(problem?.entry == "signatures")
        #expect(problem?.mend.contains("enforce") == true)
    }
}
