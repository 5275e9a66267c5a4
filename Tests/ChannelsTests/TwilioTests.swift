import AsyncHTTPClient
import CheckedYAML
import Conversations
import Foundation
import HTTPTypes
import NIOHTTP1
import Testing

@testable import Channels

/// The vectors of Twilio's own library: an address, a form, and the signature made with the key 12345.
struct TwilioVector: Sendable, CustomTestStringConvertible {
    var url: String
    var form = TwilioTests.call
    var key = "12345"
    var algorithm = TwilioSignature.Algorithm.hmacSHA1
    var signature: String

    var testDescription: String { url + " " + signature }

    static let all = [
        TwilioVector(
            url: "https://mycompany.com/myapp.php?foo=1&bar=2", signature: "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        TwilioVector(
            url: "https://mycompany.com/myapp.php?foo=1&bar=2", algorithm: .hmacSHA256,
            signature: "033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s="),
        TwilioVector(
            url: "https://mycompany.com:443/myapp.php?foo=1&bar=2", signature: "kvajT1Ptam85bY51eRf/AJRuM3w="),
        TwilioVector(
            url: "http://mycompany.com:80/myapp.php?foo=1&bar=2", signature: "0ZXoZLH/DfblKGATFgpif+LLRf4="),
        TwilioVector(url: "http://mycompany.com/myapp.php?foo=1&bar=2", signature: "OyGYPqTF6ztdbRNCvuQO/oPvqQ4="),
        TwilioVector(
            url: "https://mycompany.com/myapp.php?foo=1&bar=2",
            form: [("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234")],
            signature: "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
        TwilioVector(
            url: "https://mycompany.com/myapp.php?foo=1&bar=2",
            form: [
                ("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "5678"),
            ],
            signature: "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
        TwilioVector(
            url: "https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=" + TwilioTests.bodyDigest, form: [],
            signature: "a9nBmqA0ju/hNViExpshrM61xv4="),
        TwilioVector(
            url: "https://gw.xa.example/in/twilio", form: TwilioTests.message,
            signature: "sVUshopq5oCevMgFbnZ9wa2UDJY="),
    ]
}

@Suite struct TwilioTests {
    static let token = "0123456789abcdef-new"
    static let oldToken = "0123456789abcdef-old"
    static let sharedKey = "shared-key-0123456789"
    static let hex = "0123456789abcdef0123456789abcdef"
    static let bodyDigest = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
    static let url = "https://gw.xa.example/in/twilio"
    static let call = [
        ("CallSid", "CA1234567890ABCDE"), ("Digits", "1234"), ("From", "+14158675309"), ("To", "+18005551212"),
        ("Caller", "+14158675309"),
    ]
    static let message = [
        ("MessageSid", "SM00000000000000000000000000000001"), ("AccountSid", "AC00000000000000000000000000000001"),
        ("From", "+84901234567"), ("To", "+84281234567"), ("Body", "Đường làng bị ngập, đề nghị xã xử lý gấp"),
        ("NumMedia", "0"), ("NumSegments", "1"),
    ]
    static let yaml = """
        id: twilio
        kind: twilio
        commune: dak-ha
        account: AC00000000000000000000000000000001
        token: [\(token), \(oldToken)]
        shared_key: \(sharedKey)
        sender: "+84281234567"
        webhook_url: \(url)
        """

    static func form(_ fields: [(String, String)]) -> FormFields {
        FormFields(fields.map { (name: $0.0, value: $0.1) })
    }

    /// A call signed as Twilio signs.
    static func signed(
        _ fields: [(String, String)], query: String = "", url: String = url, key: String = token,
        settings: String? = nil
    ) throws -> WebhookRequest {
        let form = form(fields)
        let algorithm = TwilioSignature.algorithm(in: settings) ?? .hmacSHA1
        var headers = [
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "X-Twilio-Signature": TwilioSignature.make(
                url: url + (query.isEmpty ? "" : "?" + query), form: form, key: key, algorithm),
        ]
        headers["X-Twilio-Webhooks-Signature-Settings"] = settings
        return try ChannelBench.request(query: query, headers: headers, body: form.encoded)
    }

    @Test(arguments: TwilioVector.all)
    func `the signature is that of Twilio's library`(vector: TwilioVector) {
        let form = Self.form(vector.form)
        #expect(
            TwilioSignature.make(url: vector.url, form: form, key: vector.key, vector.algorithm) == vector.signature)
        #expect(
            TwilioSignature.isRight(
                vector.signature, url: vector.url, form: form, keys: ["another", vector.key], vector.algorithm))
        #expect(
            !TwilioSignature.isRight(vector.signature, url: vector.url, form: form, keys: ["1234"], vector.algorithm))
    }

    @Test(arguments: [
        ("https://a.vn/x", ["https://a.vn/x", "https://a.vn:443/x"]),
        ("http://a.vn/x?u=b:1", ["http://a.vn/x?u=b:1", "http://a.vn:80/x?u=b:1"]),
        ("https://a.vn:8443/x", ["https://a.vn/x", "https://a.vn:8443/x"]),
        ("http://[::1]/x", ["http://[::1]/x", "http://[::1]:80/x"]),
    ])
    func `an address is tried without and with its port`(url: String, expected: [String]) {
        #expect(TwilioSignature.addresses(of: url) == expected)
    }

    @Test func `a message is taken under each live token and the shared key`() throws {
        let channel = try ChannelBench.channel(TwilioChannel.self, Self.yaml)
        for request in [
            try Self.signed(Self.message), try Self.signed(Self.message, key: Self.oldToken),
            try Self.signed(Self.message, url: "https://gw.xa.example:443/in/twilio"),
            try Self.signed(Self.message, key: Self.sharedKey, settings: "key=webhooks_1,algorithm=HMAC_SHA256"),
        ] {
            guard case .success(let events) = ChannelBench.result(request, channel),
                case .message(let message) = events.first
            else {
                Issue.record("refused")
                continue
            }
            #expect(message.text == "Đường làng bị ngập, đề nghị xã xử lý gấp")
            #expect(message.sender == "+84901234567")
            #expect(message.providerID == "SM00000000000000000000000000000001")
        }
    }

    @Test func `a message by GET is signed by its address alone`() throws {
        let channel = try ChannelBench.channel(TwilioChannel.self, Self.yaml)
        let query =
            "MessageSid=SM\(Self.hex)&AccountSid=AC00000000000000000000000000000001&From=%2B84901234567&Body=khai+sinh"
        let signature = TwilioSignature.make(
            url: Self.url + "?" + query, form: FormFields([]), key: Self.token, .hmacSHA1)
        let request = try ChannelBench.request(.get, query: query, headers: ["X-Twilio-Signature": signature])
        guard case .success(let events) = ChannelBench.result(request, channel),
            case .message(let message) = events.first
        else {
            Issue.record("refused")
            return
        }
        #expect(message.text == "khai sinh")
        #expect(message.providerID == "SM" + Self.hex)
    }

    /// What a form of these fields says, beside those of every message.
    private func event(_ fields: [(String, String)], query: String = "") throws -> InboundEvent {
        let names = Set(fields.map(\.0))
        let whole = Self.message.filter { !names.contains($0.0) } + fields
        let channel = try ChannelBench.channel(TwilioChannel.self, Self.yaml)
        return try #require(try ChannelBench.result(Self.signed(whole, query: query), channel).get().first)
    }

    private func message(_ fields: [(String, String)]) throws -> InboundMessage {
        guard case .message(let message) = try event(fields) else {
            throw WebhookRejection(.badRequest, "no message")
        }
        return message
    }

    @Test(arguments: [
        ("image/jpeg", MessageKind.image), ("IMAGE/png", .image), ("audio/amr", .voice), ("video/3gpp", .video),
        ("application/pdf", .file), ("text/x-vcard", .contactCard), ("", .file),
    ])
    func `pictures and files are told with their kind, with words and without`(type: String, kind: MessageKind) throws {
        for text in ["", "sổ đỏ của cháu"] {
            let message = try message([
                ("Body", text), ("NumMedia", "2"), ("MediaUrl0", "https://api.twilio.com/m0"),
                ("MediaContentType0", type), ("MediaUrl1", "https://api.twilio.com/m1"),
                ("MediaContentType1", "image/jpeg"),
            ])
            #expect(message.kind == kind && message.text == text)
            #expect(message.attachments.map(\.url) == ["https://api.twilio.com/m0", "https://api.twilio.com/m1"])
            #expect(message.attachments.map(\.kind) == [kind, .image])
        }
    }

    @Test(arguments: ["-1", "99999999999999999999", "1e9", "x", "11"])
    func `a count of pictures that is none is harmless`(count: String) throws {
        #expect(try message([("NumMedia", count)]).attachments.count <= 10)
    }

    @Test(arguments: ["STOP", "CANCEL", "NGUNG", "huy", "Dừng lại nhé", ""])
    func `an opt-out that Twilio noted is noted, whatever the words, and Twilio has answered`(text: String) throws {
        for (type, wish) in [("STOP", true), ("START", false), ("HELP", nil), ("stop", true)] as [(String, Bool?)] {
            let message = try message([("Body", text), ("OptOutType", type)])
            #expect(message.optsOut == wish)
            #expect(message.silence == .answeredByProvider)
        }
        let plain = try message([("Body", text)])
        #expect(plain.optsOut == nil && plain.silence == nil)
    }

    @Test(arguments: [
        // The same signed text cut anew, or values of no call of Twilio's.
        [("MessageSid", "SM0123456789abcdef0123456789abcdefNumMedia0")], [("MessageSid", "SM1NumMedia0")],
        [("MessageSid", "XX0123456789abcdef0123456789abcdef")], [("MessageSid", "SM")],
        [("AccountSid", "AC00000000000000000000000000000002")],
        [("AccountSid", "")], [("From", "+84901234567FromCityHANOI")], [("From", "+849012345678901234567")],
    ])
    func `a message whose fields have not the shapes of Twilio's is set aside`(fields: [(String, String)]) throws {
        guard case .unreadable(let message) = try event(fields) else {
            Issue.record("taken")
            return
        }
        #expect(message.providerID.hasPrefix("sha256:"))
    }

    @Test(arguments: [
        ("%F0%9F%98", "khai sinh \u{FFFD}"), ("%zz", "khai sinh %zz"), ("%", "khai sinh %"),
        ("%00b", "khai sinh \u{FFFD}b"),
        ("%E1%BB", "khai sinh \u{FFFD}"),
    ])
    func `a text that cannot be decoded as a whole is a message, once it is proven`(end: String, text: String) throws {
        let channel = try ChannelBench.channel(TwilioChannel.self, Self.yaml)
        var request = try Self.signed(Self.message.filter { $0.0 != "Body" })
        request.body += Array("&Body=khai+sinh+\(end)".utf8)
        #expect(throws: WebhookRejection.self) { try channel.verify(request) }
        let signature = TwilioSignature.make(
            url: Self.url, form: FormFields(encoded: request.body), key: Self.token, .hmacSHA1)
        request.headers[try #require(HTTPField.Name("X-Twilio-Signature"))] = signature
        guard case .message(let message) = try ChannelBench.result(request, channel).get().first else {
            Issue.record("refused")
            return
        }
        #expect(message.text == text)
    }

    @Test func `what a form's bytes are is signed, not what they are read as`() throws {
        // Both are read as U+FFFD.
        let forms = ["Body=%F0%9F%98", "Body=%EF%BF%BD"].map { FormFields(encoded: Array($0.utf8)) }
        #expect(forms[0]["Body"] == forms[1]["Body"])
        let signatures = forms.map { TwilioSignature.make(url: Self.url, form: $0, key: Self.token, .hmacSHA1) }
        #expect(signatures[0] != signatures[1])
    }

    @Test(arguments: [
        ("ref=42&user=a%40b%3A1", "ref=42&user=a@b:1"), ("user=a@b:1", "user=a%40b%3A1"), ("a=%2F%2c", "a=/,"),
    ])
    func `an address is one in both spellings of its signs`(called: String, signed: String) throws {
        let channel = try ChannelBench.channel(TwilioChannel.self, Self.yaml)
        var request = try Self.signed(Self.message, query: signed)
        request.rawQuery = called
        try channel.verify(request)
        // Signs that part a query are no such spelling.
        request.rawQuery = called.replacing("=", with: "%3D")
        #expect(throws: WebhookRejection.self) { try channel.verify(request) }
    }

    @Test(
        arguments: [
            ("+84901234567", nil), ("whatsapp:+84901234567", nil), ("messenger:1234567890", nil),
            ("+85620555512345", nil),
            ("VIETTEL", Silence.unanswerable), ("9029", .unanswerable), ("+842838123456", .unanswerable),
            ("+84281234567", .ourselves), ("whatsapp:+84281234567", .ourselves), ("messenger:0281234567", .ourselves),
            ("sms:84281234567", .ourselves), ("+999123456789", .unanswerable), ("700000000000", .unanswerable),
        ] as [(String, Silence?)])
    func `senders are known for what they are`(from: String, silence: Silence?) throws {
        #expect(try message([("From", from)]).silence == silence)
        #expect(try message([("From", from), ("To", from)]).silence == .ourselves)
    }

    @Test func `what is not rightly signed is refused without naming a secret`() throws {
        let channel = try ChannelBench.channel(TwilioChannel.self, Self.yaml)
        var changed = try Self.signed(Self.message)
        changed.body += Array("&Body=x".utf8)
        var broken = try Self.signed(Self.message)
        broken.body += Array("&x=%zz".utf8)
        let body = "{\"property\": \"value\", \"boolean\": true}"
        for (request, status) in [
            (try ChannelBench.request(body: "a=b"), HTTPResponse.Status.unauthorized),
            (try Self.signed(Self.message, key: "0123456789abcdef"), .unauthorized),
            (try Self.signed(Self.message, query: "ref=1", url: "https://elsewhere.example/in/twilio"), .unauthorized),
            (try Self.signed(Self.message, settings: "key=k,algorithm=HMAC_SHA256"), .unauthorized),
            (try Self.signed(Self.message, settings: "key=k,algorithm=ROT13"), .unauthorized),
            (changed, .unauthorized), (broken, .unauthorized),
            (
                try ChannelBench.request(
                    query: "bodySHA256=" + Self.bodyDigest,
                    headers: ["Content-Type": "application/json", "X-Twilio-Signature": "x"], body: body + " "),
                .unauthorized
            ),
            (try ChannelBench.request(.put), .methodNotAllowed),
        ] {
            guard case .failure(let rejection) = ChannelBench.result(request, channel) else {
                Issue.record("passed: \(request)")
                continue
            }
            #expect(rejection.status == status)
            #expect(![Self.token, Self.oldToken, Self.sharedKey].contains { rejection.sentence.contains($0) })
        }
    }

    @Test func `a JSON body passes when the signed address holds its digest`() throws {
        let channel = try ChannelBench.channel(TwilioChannel.self, Self.yaml)
        let query = "bodySHA256=" + Self.bodyDigest
        let signature = TwilioSignature.make(
            url: Self.url + "?" + query, form: FormFields([]), key: Self.token, .hmacSHA1)
        let request = try ChannelBench.request(
            query: query, headers: ["Content-Type": "application/json", "X-Twilio-Signature": signature],
            body: "{\"property\": \"value\", \"boolean\": true}")
        guard case .success(let events) = ChannelBench.result(request, channel), case .ignored = events.first else {
            Issue.record("refused")
            return
        }
    }

    @Test(arguments: [
        ("queued", DeliveryReport.Status.accepted), ("sending", .accepted), ("sent", .accepted),
        ("delivered", .delivered), ("read", .delivered), ("undelivered", .failed), ("failed", .failed),
    ])
    func `a status callback is a report of our message`(word: String, status: DeliveryReport.Status) throws {
        let channel = try ChannelBench.channel(TwilioChannel.self, Self.yaml)
        let request = try Self.signed(
            [("MessageSid", "SM2"), ("MessageStatus", word), ("ErrorCode", "30003")], query: "ref=42")
        guard case .success(let events) = ChannelBench.result(request, channel),
            case .deliveryReport(let report) = events.first
        else {
            Issue.record("no report")
            return
        }
        #expect(report.status == status)
        #expect(report.message == MessageID(42))
        #expect(report.detail == "Twilio: \(word), error 30003")
    }

    @Test func `an answer is posted with its callback`() throws {
        let channel = try ChannelBench.channel(TwilioChannel.self, Self.yaml)
        let request = channel.sendRequest(ChannelBench.message("Kính chào & hẹn gặp"))
        #expect(
            request.url
                == "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json")
        #expect(request.headers.first(name: "Authorization")?.hasPrefix("Basic ") == true)
        #expect(
            channel.acknowledgement.body == "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response />")
    }

    @Test(arguments: [
        (400, "{\"code\": 21610, \"message\": \"to +84901234567\"}", DeliveryError.Class.unreachable),
        (400, "{\"code\": 21211}", .unreachable), (400, "{\"code\": 21617}", .refused),
        (401, "{\"code\": 20003}", .account), (403, "{}", .account),
        (429, "{\"code\": 20429}", .retry), (503, "busy", .retry), (201, "<html>", .retry),
    ])
    func `Twilio's answers are classed`(status: Int, body: String, kind: DeliveryError.Class) throws {
        do throws(DeliveryError) {
            _ = try TwilioChannel.outcome(.init(status: status, body: Array(body.utf8), retryAfter: 7))
            Issue.record("passed")
        } catch {
            #expect(error.kind == kind)
            #expect(!error.detail.contains("84901234567"))
            if kind == .retry, status != 201 { #expect(error.retryAfter == 7) }
        }
    }

    @Test func `Twilio's id of a sent message is kept`() throws {
        #expect(
            try TwilioChannel.outcome(.init(status: 201, body: Array("{\"sid\": \"SM9\"}".utf8), retryAfter: nil))
                == "SM9")
    }

    @Test(arguments: [
        ("account: XX1", "account"), ("token: short", "token"), ("token: [a, b, c]", "token"),
        ("webhook_url: gw.xa.example", "webhook_url"), ("webhook_url: https://a.vn/x?b=1", "webhook_url"),
        ("shared_key: env:NONE", "shared_key"), ("api_url: twilio", "api_url"), ("colour: red", "colour"),
    ])
    func `a wrong entry is refused by name`(line: String, key: String) {
        let kept = Self.yaml.split(separator: "\n").filter { !$0.hasPrefix(key + ":") }
        let problem = ChannelBench.problem((kept + [line[...]]).joined(separator: "\n"))
        #expect(problem?.entry.contains(key) == true)
        #expect(problem?.line != nil)
    }
}
