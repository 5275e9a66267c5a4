import AsyncHTTPClient
import CheckedYAML
import Conversations
import Foundation
import HTTPTypes
import NIOHTTP1
import Testing

@testable import Channels

/// One webhook call and what must come of it.
struct WebhookCase: Sendable, CustomTestStringConvertible {
    var label: String
    var method = HTTPRequest.Method.post
    var query: [(name: String, value: String)] = KannelTests.query
    var headers: [String: String] = [:]
    var body: [UInt8] = []
    var expected: Expected

    enum Expected: Sendable {
        case text(String)
        case unreadable(String)
        case report(DeliveryReport.Status)
        case ignored
        case refused(HTTPResponse.Status)
    }

    var testDescription: String { label }

    static func utf16(_ text: String) -> [UInt8] { text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } }
    static let ucs2 = ["Content-Type": "text/plain; charset=\"UTF-16BE\"", "X-Kannel-Coding": "2"]
    static let gsm = ["Content-Type": "text/plain; charset=\"UTF-8\"", "X-Kannel-Coding": "0"]

    static let all: [WebhookCase] = [
        // The bytes that Kannel 1.4.5 posted for "Đường làng bị ngập".
        WebhookCase(
            label: "UCS-2", headers: ucs2,
            body: [
                0x01, 0x10, 0x01, 0xB0, 0x1E, 0xDD, 0x00, 0x6E, 0x00, 0x67, 0x00, 0x20, 0x00, 0x6C, 0x00, 0xE0, 0x00,
                0x6E,
                0x00, 0x67, 0x00, 0x20, 0x00, 0x62, 0x1E, 0xCB, 0x00, 0x20, 0x00, 0x6E, 0x00, 0x67, 0x1E, 0xAD, 0x00,
                0x70,
            ], expected: .text("Đường làng bị ngập")),
        WebhookCase(label: "GSM", headers: gsm, body: Array("khai sinh".utf8), expected: .text("khai sinh")),
        WebhookCase(
            label: "quotes and emoji", headers: ucs2, body: utf16("Xin “chào” 😀"), expected: .text("Xin “chào” 😀")),
        WebhookCase(
            label: "decomposed text becomes composed", headers: ucs2,
            body: utf16("đăng ký".decomposedStringWithCanonicalMapping), expected: .text("đăng ký")),
        WebhookCase(
            label: "no content type, coding 2", headers: ["X-Kannel-Coding": "2"], body: utf16("ạ"),
            expected: .text("ạ")),
        WebhookCase(label: "no content type", body: Array("ok".utf8), expected: .text("ok")),
        WebhookCase(label: "empty", headers: gsm, expected: .text("")),
        WebhookCase(
            label: "latin1", headers: ["Content-Type": "text/plain; charset=ISO-8859-1"], body: [0x6C, 0xE0],
            expected: .text("là")),
        WebhookCase(label: "broken UTF-8", headers: gsm, body: [0xC3, 0x28], expected: .text("\u{FFFD}(")),
        WebhookCase(label: "odd UTF-16", headers: ucs2, body: [0x01], expected: .text("\u{FFFD}")),
        WebhookCase(label: "half a surrogate pair", headers: ucs2, body: [0xD8, 0x3D], expected: .text("\u{FFFD}")),
        WebhookCase(
            label: "a cut emoji", headers: ucs2, body: utf16("cháy nhà cứu với ") + [0xD8, 0x3D],
            expected: .text("cháy nhà cứu với \u{FFFD}")),
        WebhookCase(
            label: "unknown charset", headers: ["Content-Type": "text/plain; charset=x-bk-tphcm"],
            body: Array("đăng ký".utf8), expected: .text("đăng ký")),
        WebhookCase(
            label: "UTF-16 under another name",
            headers: ["Content-Type": "text/plain; charset=ISO-8859-1", "X-Kannel-Coding": "0"],
            body: utf16("đăng ký khai sinh"), expected: .text("đăng ký khai sinh")),
        WebhookCase(
            label: "a part with its header", headers: ucs2,
            body: [0x05, 0x00, 0x03, 0xCC, 0x02, 0x01] + utf16("đăng ký"), expected: .text("đăng ký")),
        WebhookCase(
            label: "a part whose header is named",
            headers: ucs2.merging(["X-Kannel-UDH": "%06%05%04%0B%84%23%F0"]) { a, _ in a },
            body: [0x06, 0x05, 0x04, 0x0B, 0x84, 0x23, 0xF0] + utf16("đăng ký"), expected: .text("đăng ký")),
        WebhookCase(
            label: "a NUL", headers: gsm, body: Array("cho hoi a\u{0}b.vn".utf8),
            expected: .text("cho hoi a\u{FFFD}b.vn")),
        WebhookCase(
            label: "text as eight bits of data",
            headers: ["Content-Type": "application/octet-stream", "X-Kannel-Coding": "1"],
            body: Array("cháy nhà".utf8), expected: .text("cháy nhà")),
        WebhookCase(
            label: "binary", headers: ["Content-Type": "application/octet-stream", "X-Kannel-Coding": "1"],
            body: [1, 2],
            expected: .unreadable("binary")),
        WebhookCase(
            label: "no id", query: [("secret", KannelTests.secret)], headers: gsm, body: Array("a".utf8),
            expected: .unreadable("id=%I")),
        WebhookCase(
            label: "id not filled in", query: KannelTests.query.dropLast(2) + [("id", "%I")], headers: gsm,
            body: Array("a".utf8), expected: .unreadable("id=%I")),
        WebhookCase(label: "delivered", method: .get, query: KannelTests.report("1"), expected: .report(.delivered)),
        WebhookCase(label: "undeliverable", method: .get, query: KannelTests.report("2"), expected: .report(.failed)),
        WebhookCase(label: "buffered", method: .get, query: KannelTests.report("4"), expected: .report(.buffered)),
        WebhookCase(label: "accepted", method: .get, query: KannelTests.report("8"), expected: .report(.accepted)),
        WebhookCase(label: "rejected", method: .get, query: KannelTests.report("16"), expected: .report(.failed)),
        WebhookCase(label: "unknown status", method: .get, query: KannelTests.report("64"), expected: .ignored),
        WebhookCase(
            label: "report without reference", method: .get, query: [("secret", KannelTests.secret), ("status", "1")],
            expected: .refused(.badRequest)),
        WebhookCase(label: "wrong method", method: .put, headers: gsm, expected: .refused(.methodNotAllowed)),
        WebhookCase(label: "no secret", query: [("id", "1")], headers: gsm, expected: .refused(.unauthorized)),
        WebhookCase(
            label: "wrong secret", query: [("secret", "wrong-secret-wrong-secret"), ("id", "1")], headers: gsm,
            expected: .refused(.unauthorized)),
    ]
}

@Suite struct KannelTests {
    static let secret = "0123456789abcdef"
    static let query: [(name: String, value: String)] = [
        ("secret", secret), ("to", "8079"), ("ts", "1795438690"), ("id", "1f0c"), ("smsc", "fake0"),
    ]

    static func report(_ status: String) -> [(name: String, value: String)] {
        [("secret", secret), ("ref", "42"), ("status", status)]
    }

    static func channel(_ extra: String = "") throws -> KannelChannel {
        let yaml = """
            id: sms
            kind: kannel
            commune: dak-ha
            number: "8079"
            secret: \(secret)
            send_url: http://127.0.0.1:1/cgi-bin/sendsms
            username: user
            password: pass
            \(extra)
            """
        let surroundings = ChannelSurroundings(
            httpClient: .shared, publicURL: "http://127.0.0.1:8080", environment: ["S": "fedcba9876543210"])
        let channel = try ChannelKinds.channel(YAMLEntry.parse(yaml, file: "gateway.yaml"), surroundings)
        return try #require(channel as? KannelChannel)
    }

    @Test(arguments: WebhookCase.all)
    func `a webhook call is read for what it is`(example: WebhookCase) throws {
        var headers = HTTPFields()
        for (name, value) in example.headers.merging(
            ["X-Kannel-From": "+84901234567"], uniquingKeysWith: { first, _ in first })
        {
            headers[try #require(HTTPField.Name(name))] = value
        }
        let request = WebhookRequest(method: example.method, query: example.query, headers: headers, body: example.body)
        let channel = try Self.channel()
        let events: [InboundEvent]
        do throws(WebhookRejection) {
            try channel.verify(request)
            events = try channel.read(request)
        } catch {
            guard case .refused(let status) = example.expected else { throw error }
            #expect(error.status == status)
            #expect(!error.sentence.contains(Self.secret))
            return
        }
        switch (example.expected, try #require(events.first)) {
        case (.text(let text), .message(let message)):
            #expect(Array(message.text.utf8) == Array(text.utf8))
            #expect(message.sender == "+84901234567")
            #expect(message.providerID == "1f0c" || example.query.count != 5)
        case (.unreadable(let reason), .unreadable(let message)):
            #expect(message.reason.contains(reason))
            #expect(message.bytes == example.body)
            #expect(!message.providerID.isEmpty)
        case (.report(let status), .deliveryReport(let report)):
            #expect(report.status == status)
            #expect(report.message == MessageID(42))
        case (.ignored, .ignored): break
        default: Issue.record("got \(events)")
        }
    }

    @Test func `the sender's number is normalised, a short code stays`() throws {
        for (sender, expected) in [("0901234567", "+84901234567"), ("84901234567", "+84901234567"), ("8079", "8079")] {
            var headers = HTTPFields()
            headers[try #require(HTTPField.Name("X-Kannel-From"))] = sender
            let event = KannelPayload.message(
                WebhookRequest(method: .post, query: Self.query, headers: headers, body: []), channel: "sms")
            guard case .message(let message) = event else {
                Issue.record("no message")
                continue
            }
            #expect(message.sender == expected)
        }
    }

    @Test(arguments: [("Kính chào", "2"), ("Kinh chao", "0"), ("gia: 5€", "0")])
    func `answers name their coding, and neither text nor password stands in an address`(text: String, coding: String)
        throws
    {
        let request = try Self.channel().sendRequest(
            OutgoingMessage(id: MessageID(7), channel: "sms", recipient: "+84901234567", text: text, earlierAttempts: 0)
        )
        #expect(request.headers["X-Kannel-Coding"] == [coding])
        #expect(request.headers["X-Kannel-DLR-Url"].first?.hasSuffix("&ref=7&status=%d") == true)
        #expect(!request.url.contains("pass") && !request.url.contains("?"))
    }

    @Test func `smsbox's answers are classed`() throws {
        #expect(
            try KannelChannel.outcome(status: 202, answer: "0: Accepted for delivery") == "0: Accepted for delivery")
        #expect(try KannelChannel.outcome(status: 202, answer: "3: Queued for later delivery").hasPrefix("3"))
        for (status, answer, kind) in [
            (403, "Authorization failed for sendsms", DeliveryError.Class.account),
            (400, "Missing receiver number, rejected", .refused),
            (503, "busy", .retry), (429, "slow down", .retry), (200, "<html>a proxy's page</html>", .retry),
        ] {
            do throws(DeliveryError) {
                _ = try KannelChannel.outcome(status: status, answer: answer)
                Issue.record("\(status) passed")
            } catch {
                #expect(error.kind == kind, "\(status)")
            }
        }
    }

    @Test func `an smsbox that does not answer is tried again`() async throws {
        let channel = try Self.channel()
        await #expect(throws: DeliveryError.self) {
            try await channel.send(
                OutgoingMessage(
                    id: MessageID(1), channel: "sms", recipient: "+84901234567", text: "a", earlierAttempts: 0))
        }
    }

    @Test(arguments: [
        ("kind: kanel", "kind"), ("id: SMS Đăk Hà", "id"), ("secret: short", "secret"),
        ("secret: env:NO_SUCH", "secret"),
        ("send_url: smsbox", "send_url"), ("spelling: loud", "spelling"), ("colour: red", "colour"),
    ])
    func `a wrong entry is refused by name`(line: String, entry: String) throws {
        let key = line.prefix { $0 != ":" }
        let yaml = """
            id: sms
            kind: kannel
            commune: dak-ha
            number: "8079"
            secret: \(Self.secret)
            send_url: http://127.0.0.1:1/
            username: user
            password: pass
            spelling: marked
            """.split(separator: "\n").filter { !$0.hasPrefix(key + ":") }.joined(separator: "\n") + "\n" + line
        do throws(FileProblem) {
            _ = try ChannelKinds.channel(
                YAMLEntry.parse(yaml, file: "gateway.yaml"),
                ChannelSurroundings(httpClient: .shared, publicURL: "", environment: [:]))
            Issue.record("accepted")
        } catch {
            #expect(error.entry.contains(entry))
            #expect(error.line != nil)
            #expect(!error.mend.isEmpty)
        }
    }
}
