import AsyncHTTPClient
import CheckedYAML
import Conversations
import Foundation
import HTTPTypes
import JSONText
import NIOHTTP1
import Testing

@testable import Channels

@Suite struct StandardWebhooksTests {
    static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    static let oldSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBka"
    static let id = "msg_p5jXN8AQM9LWM0D4loKWxJek"
    static let yaml = """
        id: s
        kind: standard
        commune: dak-ha
        secret: [\(secret), \(oldSecret)]
        send_url: http://127.0.0.1:1/hook
        """
    static let body = """
        {"type":"message.received","timestamp":"2026-11-23T14:40:00.5Z","data":{"from":"0901234567","text":"Đường ngập"}}
        """

    static func signature(_ secrets: [String] = [secret]) throws -> StandardWebhooksSignature {
        StandardWebhooksSignature(keys: try secrets.map { try #require(StandardWebhooksSignature.key(of: $0)) })
    }

    static func request(
        _ body: String = body, secret: String = secret, age: Int64 = 0, id: String = id, prefix: String = ""
    ) throws -> WebhookRequest {
        let timestamp = Int64(ChannelBench.now.timeIntervalSince1970) - age
        let header = try signature([secret]).header(id: id, timestamp: timestamp, body: Array(body.utf8))
        return try ChannelBench.request(
            headers: [
                "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": prefix + header,
            ], body: body)
    }

    @Test(arguments: [
        ("{\"test\": 2432232314}", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
        ("{\"text\":\"Đường ngập\"}", "v1,XIysW/VN70UvoE6dZ5em2sTWn/78QHTUxbZ3I+qfJEc="),
    ])
    func `the signature is that of the reference library`(body: String, header: String) throws {
        let signature = try Self.signature()
        #expect(signature.header(id: Self.id, timestamp: 1_614_265_330, body: Array(body.utf8)) == header)
        #expect(signature.isRight(header: header, id: Self.id, timestamp: "1614265330", body: Array(body.utf8)))
        for (id, timestamp, text) in [
            ("msg_x", "1614265330", body), (Self.id, "1614265331", body), (Self.id, "1614265330", body + " "),
        ] {
            #expect(!signature.isRight(header: header, id: id, timestamp: timestamp, body: Array(text.utf8)))
        }
    }

    @Test func `a message is taken under each live secret and among other signatures`() throws {
        let channel = try ChannelBench.channel(StandardWebhooksChannel.self, Self.yaml)
        for request in [
            try Self.request(), try Self.request(secret: Self.oldSecret),
            try Self.request(prefix: "v1a,AAAA nonsense v1,AAAA "),
        ] {
            guard case .success(let events) = ChannelBench.result(request, channel),
                case .message(let message) = events.first
            else {
                Issue.record("refused")
                continue
            }
            #expect(message.text == "Đường ngập")
            #expect(message.sender == "+84901234567")
            #expect(message.providerID == Self.id)
            #expect(message.sentAt == Date(timeIntervalSince1970: 1_795_444_800.5))
            #expect(!message.isLate)
        }
    }

    @Test(arguments: [(0, false), (300, false), (-300, false), (301, true), (86_400, true), (-301, true)])
    func `a rightly signed message of another time is kept and flagged`(age: Int64, isLate: Bool) throws {
        let channel = try ChannelBench.channel(StandardWebhooksChannel.self, Self.yaml)
        guard case .success(let events) = ChannelBench.result(try Self.request(age: age), channel),
            case .message(let message) = events.first
        else {
            Issue.record("refused")
            return
        }
        #expect(message.isLate == isLate)
    }

    @Test func `what is not rightly signed is refused`() throws {
        let channel = try ChannelBench.channel(StandardWebhooksChannel.self, Self.yaml)
        var changed = try Self.request()
        changed.body.append(0x20)
        var get = try Self.request()
        get.method = .get
        for (request, status) in [
            (changed, HTTPResponse.Status.unauthorized), (get, .methodNotAllowed),
            (try Self.request(secret: "whsec_" + String(repeating: "AAAA", count: 10)), .unauthorized),
            (try Self.request(id: "msg.1"), .unauthorized), (try ChannelBench.request(body: Self.body), .unauthorized),
        ] {
            guard case .failure(let rejection) = ChannelBench.result(request, channel) else {
                Issue.record("passed")
                continue
            }
            #expect(rejection.status == status)
        }
    }

    @Test(arguments: [
        ("{\"type\":\"contact.created\",\"data\":{}}", "ignored"), ("{}", "ignored"),
        ("{\"type\":\"message.status\",\"data\":{\"reference\":\"42\",\"status\":\"delivered\"}}", "delivered"),
        ("{\"type\":\"message.status\",\"data\":{\"reference\":42,\"status\":\"failed\"}}", "failed"),
        ("{\"type\":\"message.status\",\"data\":{\"reference\":\"42\",\"status\":\"eaten\"}}", "ignored"),
        ("{\"type\":\"message.status\",\"data\":{\"status\":\"delivered\"}}", "ignored"), ("no json", "unreadable"),
        ("{\"type\":\"message.received\",\"data\":{\"text\":\"a\"}}", "unreadable"),
        ("{\"type\":\"message.received\",\"data\":{\"from\":\"0901234567\"}}", "unreadable"),
    ])
    func `every body is read for what it is`(body: String, expected: String) throws {
        let channel = try ChannelBench.channel(StandardWebhooksChannel.self, Self.yaml)
        let events = try ChannelBench.result(try Self.request(body), channel).get()
        switch try #require(events.first) {
        case .ignored: #expect(expected == "ignored")
        case .unreadable(let message):
            #expect(expected == "unreadable")
            #expect(message.bytes == Array(body.utf8))
        case .deliveryReport(let report):
            #expect(report.status.rawValue == expected)
            #expect(report.message == MessageID(42))
        default: Issue.record("\(events)")
        }
    }

    @Test func `an answer is signed under both live secrets with an id that stays`() throws {
        let channel = try ChannelBench.channel(StandardWebhooksChannel.self, Self.yaml)
        let message = ChannelBench.message("Kính chào \"bác\"")
        let request = try channel.sendRequest(message)
        let body = try StandardWebhooksPayload.sending(message, at: ChannelBench.now)
        let stamp = String(Int64(ChannelBench.now.timeIntervalSince1970))
        #expect(request.headers["webhook-id"] == ["msg_42"])
        #expect(request.headers["webhook-timestamp"] == [stamp])
        let header = try #require(request.headers.first(name: "webhook-signature"))
        for secret in [Self.secret, Self.oldSecret] {
            #expect(
                try Self.signature([secret]).isRight(header: header, id: "msg_42", timestamp: stamp, body: body))
        }
        let json = try #require(JSON(body))
        #expect(json.text(at: "type") == "message.send")
        #expect(json.text(at: "data", "to") == "+84901234567")
        #expect(json.text(at: "data", "text") == "Kính chào \"bác\"")
        #expect(json.text(at: "data", "reference") == "42")
    }

    @Test(arguments: [
        (410, DeliveryError.Class.account), (401, .account), (400, .refused), (301, .retry), (429, .retry),
        (503, .retry),
    ])
    func `the receiver's answers are classed`(status: Int, kind: DeliveryError.Class) {
        do throws(DeliveryError) {
            _ = try StandardWebhooksChannel.outcome(.init(status: status, body: [], retryAfter: 30))
            Issue.record("passed")
        } catch {
            #expect(error.kind == kind)
            #expect(error.retryAfter == (kind == .retry ? 30 : nil))
        }
    }

    @Test(arguments: [("7", 7.0), ("999999999", 86_400), ("-1", nil), ("Wed, 21 Oct 2026 07:28:00 GMT", nil)])
    func `Retry-After is read in seconds, up to a day`(header: String, seconds: Double?) {
        #expect(ProviderCall.seconds(in: header) == seconds)
    }

    @Test(arguments: [
        ("secret: MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "secret"), ("secret: whsec_AAAA", "secret"),
        ("secret: whsec_not-base64-not-base64-not-base64", "secret"), ("send_url: hook", "send_url"),
        ("number: 1", "number"),
    ])
    func `a wrong entry is refused by name`(line: String, key: String) {
        let kept = Self.yaml.split(separator: "\n").filter { !$0.hasPrefix(key + ":") }
        let problem = ChannelBench.problem((kept + [line[...]]).joined(separator: "\n"))
        #expect(problem?.entry.contains(key) == true)
        #expect(problem?.line != nil)
        #expect(problem?.description.contains("MfKQ9r8") == false)
    }
}
