import AsyncHTTPClient
import CheckedYAML
import Conversations
import Foundation
import HTTPTypes
import JSONText
import LibCrypto
import NIOCore
import NIOHTTP1
import Testing

@testable import Channels

@Suite struct MappedHTTPTests {
    static let environment = [
        "ESMS_PRIVATE_KEY": "17417a0d20114d36a902e49cad0e97f3", "ESMS_API_KEY": "api", "ESMS_SECRET_KEY": "sec",
        "ESMS_BRANDNAME": "UBND", "VCOM_SECURE_KEY": "vcom-secure-key", "VCOM_CLIENT_ID": "c1",
        "VCOM_COMMAND_CODE": "XA", "SPEEDSMS_WEBHOOK_SECRET": "speedsms-secret",
        "SPEEDSMS_AUTHORIZATION": "dG9rZW46eA==",
        "SPEEDSMS_SENDER": "8079",
    ]

    /// The channel of a shipped example.
    static func example(_ name: String) throws -> MappedHTTPChannel {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../config/examples")
        let root = try YAMLEntry.load(path: folder.appending(path: name).standardizedFileURL.path)
        let entry = try #require(try root.entry("channels").entries().first)
        let channel = try ChannelKinds.channel(entry, ChannelBench.surroundings(environment))
        return try #require(channel as? MappedHTTPChannel)
    }

    static func vcom(checksum: String? = nil, type: String = "new") throws -> WebhookRequest {
        let right = Base64.encode(sha256(Array("c1r-184901234567vcom-secure-key1795440000".utf8)))
        return try ChannelBench.request(
            headers: ["Content-Type": "application/json"],
            body: """
                {"type": "\(type)", "client_id": "c1", "request_id": "r-1", "service_id": "7068", "command_code": "XA",
                 "message": "lệ phí?", "telco": "VT", "phone": "84901234567", "time": 1795440000,
                 "checksum": "\(checksum ?? right)"}
                """)
    }

    static let esmsQuery =
        "sender=84901234567&content=xyz&serviceNumber=8079&keyword=XA&cpid=abcdef&smsid=1234"
        + "&receiverTime=20261123214000&sign="
    static let esmsKey = "17417a0d20114d36a902e49cad0e97f3"
    static let esmsSign = esmsSign(of: "abcdef1234xyz20261123214000")

    static func esmsSign(of text: String) -> String { Hex.encode(md5(Array((text + esmsKey).utf8)) ?? []) }

    @Test func `the digest is that of the example on eSMS's page`() {
        // Its example has no time.
        #expect(Self.esmsSign(of: "abcdef1234xyz") == "3bce677365c1c8e8539bc6bcb76ad828")
    }

    @Test(arguments: [esmsSign, esmsSign.uppercased()])
    func `a message of eSMS is read and answered in its XML`(sign: String) throws {
        let channel = try Self.example("esms.yaml")
        let request = try ChannelBench.request(.get, query: Self.esmsQuery + sign)
        let events = try ChannelBench.result(request, channel).get()
        #expect(
            events == [
                .message(
                    InboundMessage(
                        channel: "esms-8079", providerID: Self.esmsSign, sender: "+84901234567", text: "xyz",
                        sentAt: Date(timeIntervalSince1970: 1_795_444_800)))
            ])
        #expect(
            channel.acknowledgement(of: request).body
                == "<ClientResponse><Message></Message><Smsid>1234</Smsid><Receiver>84901234567</Receiver></ClientResponse>"
        )
    }

    @Test func `a message of V-COM is read and answered in its JSON`() throws {
        let channel = try Self.example("v-com.yaml")
        let request = try Self.vcom()
        let events = try ChannelBench.result(request, channel).get()
        #expect(
            events == [
                .message(
                    InboundMessage(
                        channel: "v-com-7068", providerID: "r-1", sender: "+84901234567", text: "lệ phí?",
                        sentAt: ChannelBench.now))
            ])
        let answer = try #require(JSON(Array(channel.acknowledgement(of: request).body.utf8)))
        #expect(answer.text(at: "data", "code") == "200")
        guard case .ignored = try ChannelBench.result(try Self.vcom(type: "test"), channel).get().first else {
            Issue.record("only_when does nothing")
            return
        }
    }

    @Test func `a wrong signature is refused`() throws {
        let esms = try Self.example("esms.yaml")
        for request in [
            try ChannelBench.request(.get, query: Self.esmsQuery + "3bce677365c1c8e8539bc6bcb76ad829"),
            try ChannelBench.request(.get, query: Self.esmsQuery.replacing("&sign=", with: "")),
            try ChannelBench.request(.get, query: Self.esmsQuery.replacing("xyz", with: "abc") + Self.esmsSign),
        ] {
            guard case .failure(let rejection) = ChannelBench.result(request, esms) else {
                Issue.record("passed")
                continue
            }
            #expect(rejection.status == .unauthorized)
            #expect(!rejection.sentence.contains("17417a0d"))
        }
        guard case .failure = ChannelBench.result(try Self.vcom(checksum: "AAAA"), try Self.example("v-com.yaml"))
        else {
            Issue.record("passed")
            return
        }
    }

    /// One call of eSMS, cut anew in each way that keeps its signature.
    private static let recut = [
        "cpid=abcdef&smsid=1234&content=xyz&receiverTime=20261123214000",
        "cpid=abcdef1&smsid=234&content=xyz&receiverTime=20261123214000",
        "cpid=abcde&smsid=f1234&content=xyz&receiverTime=20261123214000",
        "cpid=abcdef&smsid=1234x&content=yz&receiverTime=20261123214000",
        "cpid=abcdef&smsid=123&content=4xyz&receiverTime=20261123214000",
        "cpid=abcdef&smsid=1234&content=xyz2026&receiverTime=1123214000",
        "cpid=abcdef&smsid=1234&content=xyz20261123214000&receiverTime=",
    ]

    @Test func `whatever is made of one signed call of eSMS is one message at most`() throws {
        let channel = try Self.example("esms.yaml")
        var ids: Set<String> = []
        for query in Self.recut {
            for sign in [Self.esmsSign, Self.esmsSign.uppercased()] {
                for sender in ["84901234567", "84907654321"] {
                    let request = try ChannelBench.request(.get, query: "sender=\(sender)&sign=\(sign)&" + query)
                    guard case .message(let message) = try ChannelBench.result(request, channel).get().first else {
                        continue
                    }
                    ids.insert(message.providerID)
                }
            }
        }
        #expect(ids == [Self.esmsSign])
    }

    @Test(arguments: [
        ("c1", "r-184", "901234567"), ("c1r", "-1", "84901234567"), ("c1", "r-", "184901234567"),
        ("c1", "r-1849", "01234567"), ("c", "1r-1", "84901234567"),
    ])
    func `a signed call of V-COM that is cut anew is set aside`(client: String, id: String, phone: String) throws {
        let sum = Base64.encode(sha256(Array("c1r-184901234567vcom-secure-key1795440000".utf8)))
        let request = try ChannelBench.request(
            headers: ["Content-Type": "application/json"],
            body: """
                {"type": "new", "client_id": "\(client)", "request_id": "\(id)", "message": "khac", "phone": "\(phone)",
                 "time": 1795440000, "checksum": "\(sum)"}
                """)
        guard case .unreadable = try ChannelBench.result(request, Self.example("v-com.yaml")).get().first else {
            Issue.record("taken")
            return
        }
    }

    @Test(arguments: [
        ("{\"phone\":\"0901234567\",\"content\":\"khai sinh\ncan gi\"}", "khai sinh\ncan gi"),
        (#"{"phone":"0901234567","content":"hoi "khai sinh" o dau"}"#, #"hoi "khai sinh" o dau"#),
        (#"{"phone":"0901234567","content":"khai sinh \ud83d"}"#, "khai sinh \u{FFFD}"),
        (#"{"phone":"0901234567","content":"a\u0000b"}"#, "a\u{FFFD}b"),
    ])
    func `texts that a program left unescaped are read`(body: String, text: String) throws {
        let channel = try ChannelBench.channel(MappedHTTPChannel.self, Self.plain)
        let request = try ChannelBench.request(query: "secret=plain-secret", body: body)
        guard case .message(let message) = try ChannelBench.result(request, channel).get().first else {
            Issue.record("not read")
            return
        }
        #expect(message.text == text && message.sender == "+84901234567")
    }

    @Test func `a body that is no JSON is kept with the sender that can be seen in it`() throws {
        let channel = try ChannelBench.channel(
            MappedHTTPChannel.self, Self.plain.replacing("id: none", with: "id: json.id"))
        let request = try ChannelBench.request(
            query: "secret=plain-secret", body: #"{"id":"7", "phone": "0901234567", "content": "khai si"#)
        guard case .unreadable(let message) = try ChannelBench.result(request, channel).get().first else {
            Issue.record("not kept")
            return
        }
        #expect(message.sender == "+84901234567")
    }

    @Test(arguments: ["18446744073709551614", "18446744073709551615", "9007199254740993", "-1", "1e400"])
    func `ids of any size are their text`(id: String) throws {
        let channel = try ChannelBench.channel(
            MappedHTTPChannel.self, Self.plain.replacing("id: none", with: "id: json.id"))
        let request = try ChannelBench.request(
            query: "secret=plain-secret", body: #"{"id":\#(id),"phone":"0901234567","content":"a"}"#)
        guard case .message(let message) = try ChannelBench.result(request, channel).get().first else {
            Issue.record("not read")
            return
        }
        #expect(message.providerID == id)
    }

    @Test func `an answer to eSMS names our number and asks for reports that prove themselves`() async throws {
        let channel = try Self.example("esms.yaml")
        let request = try channel.sendRequest(ChannelBench.message("Kính chào \"bác\"\nHẹn gặp"))
        let json = try await Self.json(request)
        #expect(json.text(at: "Phone") == "84901234567")
        #expect(json.text(at: "Content") == "Kính chào \"bác\"\nHẹn gặp")
        #expect(json.text(at: "IsUnicode") == "1")
        #expect(json.text(at: "RequestId") == "nha-rong-42")
        let callback = try #require(json.text(at: "CallbackUrl"))
        let query = String(try #require(callback.split(separator: "?").last))
        #expect(callback.hasPrefix("http://127.0.0.1:8080/webhooks/esms-8079?report=42&token="))

        for (word, status) in [("1", DeliveryReport.Status.accepted), ("5", .delivered), ("4", .failed)] {
            let report = try ChannelBench.request(.get, query: query + "&SMSID=x&SendStatus=" + word)
            #expect(
                try ChannelBench.result(report, channel).get() == [
                    .deliveryReport(
                        DeliveryReport(
                            channel: "esms-8079", message: MessageID(42), status: status, detail: "status \(word)"))
                ])
        }
        let another = try ChannelBench.request(
            .get, query: query.replacing("report=42", with: "report=43") + "&SendStatus=5")
        guard case .failure = ChannelBench.result(another, channel) else {
            Issue.record("the token of one report served another")
            return
        }
    }

    @Test func `an answer to V-COM is bound to the villager's message and checksummed`() async throws {
        let channel = try Self.example("v-com.yaml")
        let json = try await Self.json(try channel.sendRequest(ChannelBench.message("Chao bac")))
        #expect(json.text(at: "request_id") == "mo-9")
        #expect(json.text(at: "time") == "1795440000")
        #expect(
            json.text(at: "checksum")
                == Base64.encode(sha256(Array("c1mo-9nha-rong-42vcom-secure-key1795440000".utf8))))
        var unasked = ChannelBench.message("Chao bac")
        unasked.receivedID = nil
        #expect(throws: DeliveryError.self) { try channel.sendRequest(unasked) }
    }

    @Test(arguments: [
        (200, "{\"CodeResult\": \"101\"}", DeliveryError.Class.account), (200, "{\"CodeResult\": 99}", .refused),
        (200, "<html>", .retry), (503, "", .retry), (200, "{\"CodeResult\": null}", .retry),
    ])
    func `eSMS's answers are classed`(status: Int, body: String, kind: DeliveryError.Class) throws {
        let success = try Self.example("esms.yaml").settings.sending.success
        do throws(DeliveryError) {
            _ = try MappedHTTPChannel.outcome(.init(status: status, body: Array(body.utf8), retryAfter: nil), success)
            Issue.record("passed")
        } catch {
            #expect(error.kind == kind)
        }
    }

    @Test func `a message of SpeedSMS is read, its report is ignored, and an answer goes out as it wants it`()
        async throws
    {
        let channel = try Self.example("speedsms.yaml")
        func events(_ body: String) throws -> [InboundEvent] {
            try ChannelBench.result(
                ChannelBench.request(query: "secret=speedsms-secret", body: body), channel
            ).get()
        }
        guard
            case .message(let message) = try events(
                #"{"type": "sms", "phone": "84901234567", "content": "lệ phí?"}"#
            ).first
        else {
            Issue.record("no message")
            return
        }
        #expect(message.sender == "+84901234567" && message.text == "lệ phí?")
        for event in try events(#"{"type": "report", "tranId": 7, "phone": "84901234567", "status": 0}"#) {
            guard case .ignored = event else {
                Issue.record("\(event)")
                continue
            }
        }
        let request = try channel.sendRequest(ChannelBench.message("Chào \"bác\""))
        let json = try await Self.json(request)
        #expect(try await Self.text(request).contains(#""to": ["84901234567"]"#))
        #expect(json.text(at: "content") == "Chào \"bác\"")
        #expect(request.headers.first(name: "Authorization") == "Basic dG9rZW46eA==")
    }

    @Test(arguments: [
        ("007", DeliveryError.Class.account), ("008", .account), ("009", .account), ("300", .account),
        ("101", .refused), ("110", .refused), ("113", .refused), ("105", .unreachable), ("429", .retry),
        ("500", .retry),
    ])
    func `SpeedSMS's codes are classed`(code: String, kind: DeliveryError.Class) throws {
        let success = try Self.example("speedsms.yaml").settings.sending.success
        do throws(DeliveryError) {
            let body = Array("{\"status\": \"error\", \"code\": \"\(code)\"}".utf8)
            _ = try MappedHTTPChannel.outcome(.init(status: 200, body: body, retryAfter: nil), success)
            Issue.record("passed")
        } catch {
            #expect(error.kind == kind)
        }
        let taken = Array(#"{"status":"success","code":"00","data":{"tranId":77,"totalSMS":1}}"#.utf8)
        #expect(try MappedHTTPChannel.outcome(.init(status: 200, body: taken, retryAfter: nil), success) == "77")
        #expect(throws: DeliveryError.self) {
            try MappedHTTPChannel.outcome(.init(status: 429, body: [], retryAfter: 9), success)
        }
    }

    @Test func `eSMS's id of a sent message is kept`() throws {
        let success = try Self.example("esms.yaml").settings.sending.success
        let body = Array("{\"CodeResult\":\"100\",\"SMSID\":\"s-7\",\"CountRegenerate\":0}".utf8)
        #expect(try MappedHTTPChannel.outcome(.init(status: 200, body: body, retryAfter: nil), success) == "s-7")
    }

    @Test func `without an id of the provider, sender, text and minute make one`() throws {
        let channel = try ChannelBench.channel(MappedHTTPChannel.self, Self.plain)
        func id(_ body: String) throws -> String? {
            let request = try ChannelBench.request(query: "secret=plain-secret", body: body)
            guard case .message(let message) = try ChannelBench.result(request, channel).get().first else { return nil }
            return message.providerID
        }
        let first = try id("{\"phone\":\"0901234567\",\"content\":\"a\",\"t\":1795440000000}")
        #expect(first != nil)
        #expect(try id("{\"phone\":\"84901234567\",\"content\":\"a\",\"t\":1795440059000}") == first)
        #expect(try id("{\"phone\":\"0901234567\",\"content\":\"a\",\"t\":1795440060000}") != first)
        #expect(try id("{\"phone\":\"0901234567\",\"content\":\"b\",\"t\":1795440000000}") != first)
        #expect(try id("{\"content\":\"b\"}") == nil)
        let unsigned = try ChannelBench.request(query: "secret=wrong", body: "{}")
        guard case .failure = ChannelBench.result(unsigned, channel) else {
            Issue.record("passed without its secret")
            return
        }
    }

    @Test(arguments: [
        ("20261123214000", "vietnam_digits", 1_795_444_800.0), ("1795444800", "epoch_seconds", 1_795_444_800),
        ("1795444800500", "epoch_milliseconds", 1_795_444_800.5),
        ("2026-11-23T21:40:00+07:00", "iso8601", 1_795_444_800),
        ("2026112321400", "vietnam_digits", nil), ("soon", "epoch_seconds", nil),
    ])
    func `times are read as the configuration says`(text: String, format: String, seconds: Double?) throws {
        let format = try #require(MappedHTTPSettings.Receiving.TimeFormat(rawValue: format))
        #expect(MappedHTTPPayload.time(text, format)?.timeIntervalSince1970 == seconds)
    }

    @Test(arguments: [
        ("text/xml", "&lt;b&gt; &amp; &quot;x&quot; &apos;"), ("application/json", "<b> & \\\"x\\\" '"),
        ("application/x-www-form-urlencoded", "%3Cb%3E%20%26%20%22x%22%20%27"), ("text/plain", "<b> & \"x\" '"),
    ])
    func `values are escaped for where they stand`(type: String, expected: String) {
        #expect(TextTemplate.Escaping(contentType: type).escaped("<b> & \"x\" '") == expected)
    }

    static let plain = """
        id: plain
        kind: http
        commune: dak-ha
        secret: plain-secret
        receive:
          method: POST
          id: none
          sender: json.phone
          text: json.content
          time: json.t
          time_format: epoch_milliseconds
          signature: none
          answer:
            status: 200
        send:
          method: GET
          url: http://127.0.0.1:1/?to=${recipient}&text=${text}
          success:
            field: json.status
            equals: [success]
        """

    @Test func `an answer by address is escaped there`() throws {
        let channel = try ChannelBench.channel(MappedHTTPChannel.self, Self.plain)
        let request = try channel.sendRequest(ChannelBench.message("a&b=là"))
        #expect(request.url == "http://127.0.0.1:1/?to=%2B84901234567&text=a%26b%3Dl%C3%A0")
    }

    @Test(arguments: [
        ("method: POST", "method: PUT", "receive.method"), ("id: none", "id: smsid", "receive.id"),
        ("sender: json.phone", "sender: body.phone", "receive.sender"),
        ("time_format: epoch_milliseconds", "time_format: lunar", "receive.time_format"),
        ("signature: none", "signature: {algorithm: md4, output: hex, over: x, compare: json.a}", "algorithm"),
        ("signature: none", "signature: {algorithm: md5, output: hex, over: \"${json.a}\", compare: json.a}", "over"),
        (
            "signature: none",
            "signature: {algorithm: hmac-sha256, output: hex, over: \"${body}\", compare: json.a, x: 1}", "x"
        ),
        ("${text}", "${txt}", "send.url"), ("${text}", "${text", "send.url"), ("${text}", "${checksum}", "send.url"),
        ("http://127", "ftp://127", "send.url"), ("field: json.status", "field: query.status", "success.field"),
        ("equals: [success]", "equal: [success]", "equal"), ("${text}", "${callback_url}", "send"),
        ("signature: none", "signature: none\n  shapes: {json.id: digits}", "shapes"),
        ("signature: none", "signature: none\n  shapes: {json.id: runes 4}", "shapes"),
        ("signature: none", "signature: none\n  shapes: {json.id: digits 9-2}", "shapes"),
        ("signature: none", "signature: none\n  shapes: {body.id: digits 9}", "shapes"),
        ("signature: none", "signature: none\n  shapes: {json.id: \"= ${value.none}\"}", "shapes"),
        ("id: none", "id: signature", "receive.id"),
        ("secret: plain-secret", "secret: plain-secret\nsenders: x", "senders"),
        ("status: 200", "body: \"${secret}\"", "answer.body"), ("secret: plain-secret", "secret: short", "secret"),
    ])
    func `a wrong entry is refused by name`(old: String, new: String, entry: String) {
        #expect(Self.plain.contains(old))
        let problem = ChannelBench.problem(Self.plain.replacing(old, with: new))
        #expect(problem?.entry.contains(entry) == true, "\(problem?.description ?? "accepted")")
        #expect(problem?.line != nil)
    }

    private static func json(_ request: HTTPClientRequest) async throws -> JSON {
        try #require(JSON(Array(try await text(request).utf8)))
    }

    private static func text(_ request: HTTPClientRequest) async throws -> String {
        let body = try #require(request.body)
        var bytes: [UInt8] = []
        for try await buffer in body { bytes += Array(buffer.readableBytesView) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
