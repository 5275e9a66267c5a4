import AsyncHTTPClient
import CheckedYAML
import Conversations
import Foundation
import HTTPTypes
import PublicServices
import Testing

@testable import Channels

/// One event of Zalo and what must come of it.
struct ZaloCase: Sendable, CustomTestStringConvertible {
    var event: String
    /// The fields beside app_id, event_name and timestamp.
    var fields: String
    var expected: [InboundEvent]

    var testDescription: String { event }

    static let user = "675059164343092785"
    static let from = #""sender":{"id":"\#(user)"},"recipient":{"id":"\#(ZaloTests.account)"}"#
    static let to = #""sender":{"id":"\#(ZaloTests.account)"},"recipient":{"id":"\#(user)"}"#

    static func message(_ kind: MessageKind, _ attachment: MessageAttachment?, text: String = "") -> InboundEvent {
        .message(
            InboundMessage(
                channel: "zalo", providerID: "m1", sender: user, text: text, sentAt: ZaloTests.time, kind: kind,
                attachments: attachment.map { [$0] } ?? []))
    }

    static func occurrence(_ event: String, _ kind: MessageKind) -> InboundEvent {
        .message(
            InboundMessage(
                channel: "zalo", providerID: "\(event):\(ZaloTests.timestamp):\(user)", sender: user, text: "",
                sentAt: ZaloTests.time, kind: kind))
    }

    static func staff(_ kind: MessageKind, officer: String?, text: String = "") -> InboundEvent {
        .staffMessage(
            StaffMessage(
                channel: "zalo", providerID: "m1", recipient: user, text: text, kind: kind,
                author: officer.map { "zalo:\($0)" }))
    }

    static func receipt(_ reference: String, _ status: DeliveryReport.Status, _ event: String) -> InboundEvent {
        .deliveryReport(DeliveryReport(channel: "zalo", reference: reference, status: status, detail: event))
    }

    static func attachment(_ kind: MessageKind, _ url: String?, _ change: (inout MessageAttachment) -> Void = { _ in })
        -> MessageAttachment
    {
        var result = MessageAttachment(kind: kind, url: url)
        change(&result)
        return result
    }

    static func sent(_ type: String, _ payload: String, text: String? = nil) -> String {
        let words = text.map { #","text":"\#($0)""# } ?? ""
        return from + #","message":{"msg_id":"m1"\#(words),"attachments":[{"type":"\#(type)","payload":\#(payload)}]}"#
    }

    static let all: [ZaloCase] = [
        ZaloCase(
            event: "user_send_text", fields: from + #","message":{"msg_id":"m1","text":"Đường làng bị ngập","x":[1]}"#,
            expected: [message(.text, nil, text: "Đường làng bị ngập")]),
        ZaloCase(
            event: "user_send_image",
            fields: sent("image", #"{"thumbnail":"http://t","url":"http://photo.zdn.vn/1.jpg"}"#, text: "sổ đỏ"),
            expected: [message(.image, attachment(.image, "http://photo.zdn.vn/1.jpg"), text: "sổ đỏ")]),
        ZaloCase(
            event: "user_send_gif", fields: sent("gif", #"{"thumbnail":"t","url":"http://g.zdn.vn/1"}"#),
            expected: [message(.image, attachment(.image, "http://g.zdn.vn/1"))]),
        ZaloCase(
            event: "user_send_link", fields: sent("link", #"{"thumbnail":"t","description":"d","url":"https://a.vn"}"#),
            expected: [message(.link, attachment(.link, "https://a.vn") { $0.description = "d" })]),
        ZaloCase(
            event: "user_send_audio", fields: sent("audio", #"{"url":"http://v.zdn.vn/1.amr"}"#),
            expected: [message(.voice, attachment(.voice, "http://v.zdn.vn/1.amr"))]),
        ZaloCase(
            event: "user_send_video", fields: sent("video", #"{"url":"http://v/1","thumbnail":"t","description":"d"}"#),
            expected: [message(.video, attachment(.video, "http://v/1") { $0.description = "d" })]),
        ZaloCase(
            event: "user_send_sticker", fields: sent("sticker", #"{"url":"http://s","id":"1"}"#),
            expected: [message(.sticker, attachment(.sticker, "http://s"))]),
        ZaloCase(
            event: "user_send_location",
            fields: sent(
                "location", #"{"coordinates":{"latitude":"10.7923119","longitude":"106.6"}}"#, text: "Nhà văn hóa"),
            expected: [
                message(
                    .location,
                    attachment(.location, nil) {
                        $0.latitude = "10.7923119"
                        $0.longitude = "106.6"
                    }, text: "Nhà văn hóa")
            ]),
        ZaloCase(
            event: "user_send_file",
            fields: sent(
                "file", #"{"url":"http://f.zdn.vn/1","name":"don.pdf","size":"1234","checksum":"c","type":"pdf"}"#),
            expected: [
                message(
                    .file,
                    attachment(.file, "http://f.zdn.vn/1") {
                        $0.name = "don.pdf"
                        $0.bytes = 1234
                        $0.contentType = "pdf"
                    })
            ]),
        ZaloCase(
            event: "user_send_business_card",
            fields: sent("link", #"{"description":"{\"phone\":\"84901234567\"}","url":"u"}"#),
            expected: [
                message(
                    .contactCard,
                    attachment(.contactCard, "u") { $0.description = #"{"phone":"84901234567"}"# })
            ]),
        ZaloCase(
            event: "oa_send_text",
            fields: #""sender":{"id":"\#(ZaloTests.account)","admin_id":"99"},"recipient":{"id":"\#(user)"},"#
                + #""message":{"msg_id":"m1","text":"Chào bác"}"#,
            expected: [staff(.text, officer: "99", text: "Chào bác")]),
        ZaloCase(
            event: "oa_send_image", fields: to + #","message":{"msg_id":"m1"}"#, expected: [staff(.image, officer: nil)]
        ),
        ZaloCase(
            event: "oa_send_gif", fields: to + #","message":{"msg_id":"m1"}"#, expected: [staff(.image, officer: nil)]),
        ZaloCase(
            event: "oa_send_list", fields: to + #","message":{"msg_id":"m1"}"#, expected: [staff(.link, officer: nil)]),
        ZaloCase(
            event: "oa_send_file", fields: to + #","message":{"msg_id":"m1"}"#, expected: [staff(.file, officer: nil)]),
        ZaloCase(
            event: "oa_send_sticker", fields: to + #","message":{"msg_id":"m1"}"#,
            expected: [staff(.sticker, officer: nil)]),
        ZaloCase(
            event: "user_received_message", fields: to + #","message":{"msg_id":"m1"}"#,
            expected: [receipt("m1", .delivered, "user_received_message")]),
        ZaloCase(
            event: "user_seen_message", fields: from + #","message":{"msg_ids":["m1","m2"]}"#,
            expected: [receipt("m1", .seen, "user_seen_message"), receipt("m2", .seen, "user_seen_message")]),
        // A receipt of a template message to a phone number has the same name.
        ZaloCase(
            event: "user_received_message",
            fields: to + #","message":{"msg_id":"m1","delivery_time":"1","tracking_id":"t"}"#,
            expected: [.ignored(reason: "user_received_message of a template message")]),
        ZaloCase(
            event: "follow",
            fields: #""oa_id":"\#(ZaloTests.account)","follower":{"id":"\#(user)"},"source":"oa_profile""#,
            expected: [occurrence("follow", .follow)]),
        ZaloCase(
            event: "user_click_chatnow", fields: #""oa_id":"\#(ZaloTests.account)","user_id":"\#(user)""#,
            expected: [occurrence("user_click_chatnow", .follow)]),
        ZaloCase(
            event: "unfollow", fields: #""oa_id":"\#(ZaloTests.account)","follower":{"id":"\#(user)"}"#,
            expected: [.unfollowed(Unfollowing(channel: "zalo", address: user, at: ZaloTests.time))]),
        ZaloCase(
            event: "user_withdraw", fields: #""user_id":"\#(user)","user_id_by_app":"1""#,
            expected: [occurrence("user_withdraw", .erasureRequest)]),
        // A message of another account of the same app is not ours to answer.
        ZaloCase(
            event: "user_send_text",
            fields:
                #""sender":{"id":"\#(user)"},"recipient":{"id":"1"},"message":{"msg_id":"m1","text":"a"}"#,
            expected: [.ignored(reason: "user_send_text of another account")]),
    ]

    /// Events that are answered with 200 and counted by name, whatever they hold.
    static let ignored = [
        "user_submit_info", "user_reacted_message", "oa_reacted_message", "anonymous_send_text", "anonymous_send_image",
        "oa_send_anonymous_text", "update_user_info", "add_user_to_tag", "remove_user_from_tag", "remove_tag",
        "widget_interaction_accepted", "create_group", "user_send_group_text", "oa_send_consent",
        "user_reply_consent", "user_call_oa", "change_template_status", "change_oa_daily_quota", "user_feedback",
        "user_click_button", "user_click_link", "something_new",
    ]
}

@Suite struct ZaloTests {
    static let app = "1234567890123456789"
    static let account = "3674338702778449434"
    static let secret = "OA_SECRET_FOR_TESTS"
    static let timestamp = "1787209817225"
    static let time = Date(timeIntervalSince1970: 1_787_209_817.225)

    /// The vector of the facts, byte for byte.
    static let body =
        #"{"app_id":"1234567890123456789","user_id_by_app":"552177279717587730","event_name":"user_send_text","timestamp":"1787209817225","sender":{"id":"675059164343092785"},"recipient":{"id":"3674338702778449434"},"message":{"msg_id":"b2db3895fe26797f2030","text":"Đường làng bị ngập"}}"#
    static let mac = "d58cd3d4442522be31d9245c6b55f62d2bd984c1e608644f76ddbdab1baacf4a"

    static func channel(
        _ extra: String = "", without key: String = "-", vault: TokenVault = .none, port: Int = 1,
        now: Date = time.addingTimeInterval(5)
    ) throws -> ZaloChannel {
        let yaml = """
            id: zalo
            kind: zalo
            commune: dak-ha
            spelling: marked
            app_id: "\(app)"
            oa_id: "\(account)"
            secret: \(secret)
            app_secret: APP_SECRET_FOR_TESTS
            api_url: http://127.0.0.1:\(port)
            oauth_url: http://127.0.0.1:\(port)
            """.split(separator: "\n").filter { !$0.hasPrefix(key + ":") }.joined(separator: "\n") + "\n" + extra
        let surroundings = ChannelSurroundings(
            httpClient: .shared, publicURL: "http://127.0.0.1:8080", environment: [:], tokens: vault, now: { now })
        let channel = try ChannelKinds.channel(YAMLEntry.parse(yaml, file: "gateway.yaml"), surroundings)
        return try #require(channel as? ZaloChannel)
    }

    static func request(_ body: String, _ headers: [String: String], method: HTTPRequest.Method = .post) throws
        -> WebhookRequest
    {
        var fields = HTTPFields()
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        return WebhookRequest(method: method, query: [], headers: fields, body: Array(body.utf8))
    }

    @Test func `the signature of the known delivery is found`() {
        #expect(
            ZaloSignature.mac(
                appID: Self.app, body: Array(Self.body.utf8), timestamp: Self.timestamp, secret: Self.secret)
                == Self.mac)
    }

    @Test(arguments: ["mac=" + mac, mac, "mac=" + mac.uppercased()])
    func `a signed delivery passes, with the prefix or without`(signature: String) throws {
        try Self.channel().verify(Self.request(Self.body, ["X-ZEvent-Signature": signature]))
    }

    @Test func `while the secret is changed both pass`() throws {
        let request = try Self.request(Self.body, ["X-ZEvent-Signature": "mac=" + Self.mac])
        try Self.channel("secret: NEW_SECRET_FOR_TESTS\nprevious_secret: \(Self.secret)", without: "secret")
            .verify(request)
        #expect(throws: WebhookRejection.self) {
            try Self.channel("secret: NEW_SECRET_FOR_TESTS", without: "secret").verify(request)
        }
    }

    @Test func `a time in a header counts only where the body has none`() throws {
        let body = #"{"app_id":"\#(Self.app)","event_name":"x"}"#
        func mac(_ time: String) -> String {
            ZaloSignature.mac(appID: Self.app, body: Array(body.utf8), timestamp: time, secret: Self.secret)
        }
        let time = Self.timestamp
        try Self.channel().verify(Self.request(body, ["X-ZEvent-Signature": mac(time), "X-ZEvent-Timestamp": time]))
        // Its age counts there too: a call without a known time could be repeated for ever.
        for old in ["7", "984844800000", "nan", "9e99", ""] {
            #expect(throws: WebhookRejection.self) {
                try Self.channel().verify(
                    Self.request(body, ["X-ZEvent-Signature": mac(old), "X-ZEvent-Timestamp": old]))
            }
        }
        try Self.channel().verify(
            Self.request(Self.body, ["X-ZEvent-Signature": Self.mac, "X-ZEvent-Timestamp": "7"]))
    }

    static let unsigned: [(signature: String?, body: String)] = [
        ("mac=" + mac, body + " "), (nil, body), ("mac=", body), ("mac=" + String(repeating: "0", count: 64), body),
        ("mac=" + mac, "{"), ("mac=" + mac, ""),
    ]

    @Test(arguments: unsigned)
    func `a call that Zalo did not sign is refused`(signature: String?, body: String) throws {
        #expect {
            try Self.channel().verify(
                Self.request(body, signature.map { ["X-ZEvent-Signature": $0] } ?? [:]))
        } throws: { error in
            let rejection = error as? WebhookRejection
            return rejection?.status == .unauthorized && rejection?.sentence.contains(Self.secret) == false
        }
    }

    @Test func `an event of another app is refused though it is signed`() throws {
        let body = Self.body.replacing(Self.app, with: "42")
        let mac = ZaloSignature.mac(
            appID: Self.app, body: Array(body.utf8), timestamp: Self.timestamp, secret: Self.secret)
        #expect(throws: WebhookRejection.self) {
            try Self.channel().verify(Self.request(body, ["X-ZEvent-Signature": mac]))
        }
    }

    static let ages: [(TimeInterval, Bool)] = [
        (2 * 3600, true), (-3600, true), (4 * 86_400, false), (-2 * 86_400, false),
    ]

    @Test(arguments: ages)
    func `freshness is loose, for retries come for hours`(age: TimeInterval, passes: Bool) throws {
        let channel = try Self.channel(now: Self.time.addingTimeInterval(age))
        let request = try Self.request(Self.body, ["X-ZEvent-Signature": Self.mac])
        #expect(((try? channel.verify(request)) != nil) == passes)
    }

    @Test(arguments: ["{}", " {} \n"])
    func `the console's unsigned probe passes and says nothing`(body: String) throws {
        let request = try Self.request(body, [:])
        let channel = try Self.channel()
        try channel.verify(request)
        #expect(try channel.read(request) == [])
        #expect(channel.acknowledgement.status == .ok)
    }

    @Test(arguments: ZaloCase.all)
    func `an event is read for what it is`(example: ZaloCase) throws {
        let body =
            #"{"app_id":"\#(Self.app)","event_name":"\#(example.event)","timestamp":"\#(Self.timestamp)","#
            + example.fields + "}"
        #expect(try Self.channel().read(Self.request(body, [:])) == example.expected)
    }

    @Test(arguments: ZaloCase.ignored)
    func `an event of no interest is counted by its name`(event: String) throws {
        for rest in [ZaloCase.from, #""message":[1,2],"sender":"x""#] {
            let body = #"{"event_name":"\#(event)","timestamp":1,\#(rest)}"#
            #expect(try Self.channel().read(Self.request(body, [:])) == [.ignored(reason: event)])
        }
    }

    @Test func `numbers in place of texts are read too`() throws {
        let body =
            #"{"event_name":"user_send_text","timestamp":1787209817225,\#(ZaloCase.from),"message":{"msg_id":7}}"#
        guard case .message(let message)? = try Self.channel().read(Self.request(body, [:])).first else {
            Issue.record("no message")
            return
        }
        #expect(message.providerID == "7")
        #expect(message.sentAt == Self.time)
    }

    @Test(arguments: [
        "[]", #"{"event_name":"user_send_text","timestamp":"1"}"#,
        #"{"event_name":"user_send_text","sender":{"id":"1"},"recipient":{"id":"3674338702778449434"}}"#,
    ])
    func `what lacks its ids is kept for staff`(body: String) throws {
        let events = try Self.channel().read(Self.request(body, [:]))
        guard case .unreadable(let message)? = events.first else {
            Issue.record("got \(events)")
            return
        }
        #expect(message.bytes == Array(body.utf8))
        #expect(message.providerID.hasPrefix("sha256:"))
    }

    static let wrongEntries = [
        ("app_id: abc", "app_id"), ("oa_id: \"\"", "oa_id"), ("secret: short", "secret"),
        ("app_secret: env:NO_SUCH", "app_secret"), ("api_url: http://openapi.zalo.me", "api_url"),
        ("oauth_url: https://oauth.zaloapp.com/", "oauth_url"), ("previous_secret: x", "previous_secret"),
    ]

    static let broken = [
        #""text":"le phi khai sinh \ud83d""#, "\"text\":\"le phi\nkhai sinh\"", #""text":"le phi \x khai sinh""#,
        #""text":"phi "khai sinh" o dau""#,
    ]

    @Test(arguments: broken)
    func `a signed event whose text is broken is a message all the same`(text: String) throws {
        let body =
            #"{"app_id":"\#(Self.app)","event_name":"user_send_text","timestamp":"\#(Self.timestamp)",\#(ZaloCase.from),"#
            + #""message":{"msg_id":"m1",\#(text)}}"#
        let mac = ZaloSignature.mac(
            appID: Self.app, body: Array(body.utf8), timestamp: Self.timestamp, secret: Self.secret)
        let request = try Self.request(body, ["X-ZEvent-Signature": mac])
        try Self.channel().verify(request)
        guard case .message(let message)? = try Self.channel().read(request).first else {
            Issue.record("no message")
            return
        }
        #expect(message.text.contains("phi") && message.text.contains("khai sinh"))
    }

    @Test(arguments: ["", #","message":{"msg_id":"m1","text":"le phi"#, #","message":{,"text":"x"}}"#])
    func `a signed event that is no JSON is kept with its sender`(rest: String) throws {
        let body =
            #"{"app_id":"\#(Self.app)","event_name":"user_send_text","timestamp":"\#(Self.timestamp)",\#(ZaloCase.from)"#
            + rest
        let mac = ZaloSignature.mac(
            appID: Self.app, body: Array(body.utf8), timestamp: Self.timestamp, secret: Self.secret)
        let request = try Self.request(body, ["X-ZEvent-Signature": mac])
        try Self.channel().verify(request)
        guard case .unreadable(let message)? = try Self.channel().read(request).first else {
            Issue.record("not kept")
            return
        }
        #expect(message.sender == ZaloCase.user)
        // Of another app, or changed by a byte, it proves nothing.
        for other in [body + " ", body.replacing(Self.app, with: "42")] {
            #expect(throws: WebhookRejection.self) {
                try Self.channel().verify(Self.request(other, ["X-ZEvent-Signature": mac]))
            }
        }
    }

    @Test(arguments: wrongEntries)
    func `a wrong entry is refused by name`(line: String, entry: String) throws {
        #expect {
            try Self.channel(line, without: entry)
        } throws: { error in
            (error as? FileProblem)?.entry.contains(entry) == true && (error as? FileProblem)?.mend.isEmpty == false
        }
    }
}
