import AsyncHTTPClient
import CheckedYAML
import Conversations
import Foundation
import HTTPTypes
import PublicServices
import Testing

@testable import Channels

/// One update of a bot and what must come of it.
struct ZaloBotCase: Sendable, CustomTestStringConvertible {
    var label: String
    var update: String
    var expected: InboundEvent

    var testDescription: String { label }

    static let head =
        #""from":{"id":"6ede9afa66b88fe6d6a9","display_name":"Ted","is_bot":false},"chat":{"id":"6ede9afa","chat_type":"PRIVATE"},"message_id":"2d758cb5e222177a4e35","date":1750316131602"#

    static func update(_ event: String, _ rest: String, head: String = head) -> String {
        #"{"event_name":"\#(event)","message":{\#(head)\#(rest)}}"#
    }

    static func message(_ kind: MessageKind, _ text: String, _ url: String?) -> InboundEvent {
        .message(
            InboundMessage(
                channel: "bot", providerID: "2d758cb5e222177a4e35", sender: "6ede9afa", text: text,
                sentAt: Date(timeIntervalSince1970: 1_750_316_131.602), kind: kind,
                attachments: url.map { [MessageAttachment(kind: kind, url: $0)] } ?? []))
    }

    static let all: [ZaloBotCase] = [
        ZaloBotCase(
            label: "text", update: update("message.text.received", #","text":"Xin chào""#),
            expected: message(.text, "Xin chào", nil)),
        ZaloBotCase(
            label: "photo", update: update("message.image.received", #","photo":"https://p","caption":"sổ""#),
            expected: message(.image, "sổ", "https://p")),
        ZaloBotCase(
            label: "photo_url", update: update("message.image.received", #","photo_url":"https://p""#),
            expected: message(.image, "", "https://p")),
        ZaloBotCase(
            label: "sticker", update: update("message.sticker.received", #","sticker":"0e","url":"https://s""#),
            expected: message(.sticker, "", "https://s")),
        ZaloBotCase(
            label: "voice", update: update("message.voice.received", #","voice_url":"https://v""#),
            expected: message(.voice, "", "https://v")),
        ZaloBotCase(
            label: "withheld", update: update("message.unsupported.received", ""),
            expected: message(.unsupported, "", nil)),
        ZaloBotCase(
            label: "unknown", update: update("message.dance.received", ""),
            expected: .ignored(reason: "message.dance.received")),
        ZaloBotCase(
            label: "group",
            update: update(
                "message.text.received", #","text":"a""#, head: head.replacing("PRIVATE", with: "GROUP")),
            expected: .ignored(reason: "message in a group")),
        ZaloBotCase(
            label: "bot",
            update: update(
                "message.text.received", #","text":"a""#, head: head.replacing("false", with: "true")),
            expected: .ignored(reason: "message of a bot")),
    ]
}

@Suite struct ZaloBotTests {
    static let token = "123456789:abc-xyz"
    static let secret = "secret-of-the-bot"

    static func channel(_ line: String = "", without key: String = "-", port: Int = 1) throws -> ZaloBotChannel {
        let yaml = """
            id: bot
            kind: zalo_bot
            commune: dak-ha
            token: "\(token)"
            secret: \(secret)
            api_url: http://127.0.0.1:\(port)
            """.split(separator: "\n").filter { !$0.hasPrefix(key + ":") }.joined(separator: "\n") + "\n" + line
        let channel = try ChannelKinds.channel(
            YAMLEntry.parse(yaml, file: "gateway.yaml"),
            ChannelSurroundings(httpClient: .shared, publicURL: "", environment: [:]))
        return try #require(channel as? ZaloBotChannel)
    }

    @Test(arguments: ["{}", "[]", "true", "[[1]]", "{\"s\":1}", "null", "\"nan\"", "1e300"])
    func `a value of another type beside the words costs the message nothing`(value: String) {
        let head = ZaloBotCase.head.replacing("1750316131602", with: value)
        let update = ZaloBotCase.update(
            "message.text.received", #","text":"chào","caption":\#(value),"url":\#(value)"#, head: head)
        let request = WebhookRequest(method: .post, query: [], headers: [:], body: Array(update.utf8))
        guard case .message(let message) = ZaloBotPayload.events(request, bot: "1", channel: "bot").first else {
            Issue.record("no message")
            return
        }
        #expect(message.text == "chào" && message.sentAt == nil && message.attachments.isEmpty)
    }

    @Test(arguments: ZaloBotCase.all)
    func `an update is read for what it is, wrapped or bare`(example: ZaloBotCase) throws {
        for body in [example.update, #"{"ok":true,"result":\#(example.update)}"#] {
            let request = try ZaloTests.request(body, ["X-Bot-Api-Secret-Token": Self.secret])
            let channel = try Self.channel()
            try channel.verify(request)
            #expect(try channel.read(request) == [example.expected])
        }
    }

    @Test(arguments: ["", "secret-of-the-bog", "secret-of-the-bot2"])
    func `without the secret nothing passes`(given: String) throws {
        let channel = try Self.channel()
        for headers in [["X-Bot-Api-Secret-Token": given], [:]] {
            #expect {
                try channel.verify(ZaloTests.request("{}", headers))
            } throws: { error in
                (error as? WebhookRejection)?.status == .unauthorized
                    && (error as? WebhookRejection)?.sentence.contains(Self.secret) == false
            }
        }
    }

    @Test(arguments: ["{}", "[1]", #"{"event_name":"message.text.received","message":{"text":"a"}}"#])
    func `what cannot be read is kept for staff`(body: String) throws {
        guard case .unreadable? = try Self.channel().read(ZaloTests.request(body, [:])).first else {
            Issue.record("read")
            return
        }
    }

    @Test func `an accepted message gives its id`() throws {
        let body = #"{"ok":true,"result":{"message_id":"82599fa32f56d00e8941","date":1749632637199}}"#
        let handover = try Self.channel().outcome(ProviderCall.Answer(status: 200, body: Array(body.utf8)))
        #expect(handover.reference == "82599fa32f56d00e8941")
        for body in [#"{"ok":true}"#, #"{"ok":true,"result":[]}"#] {
            let bare = try Self.channel().outcome(ProviderCall.Answer(status: 200, body: Array(body.utf8)))
            #expect(bare.reference == nil)
        }
    }

    @Test(arguments: [
        (200, #"{"ok":false,"description":"bad 123456789:abc-xyz","error_code":400}"#, DeliveryError.Class.refused),
        (200, #"{"ok":false,"error_code":401}"#, .account), (200, #"{"ok":false,"error_code":429}"#, .retry),
        (500, #"{"ok":false}"#, .retry), (502, "<html>", .retry), (404, #"{"ok":false,"description":"x"}"#, .account),
    ])
    func `ok false is a failure whatever the status, and the token is never told`(
        status: Int, body: String, kind: DeliveryError.Class
    ) throws {
        #expect {
            try Self.channel().outcome(ProviderCall.Answer(status: status, body: Array(body.utf8)))
        } throws: { error in
            let error = error as? DeliveryError
            return error?.kind == kind && error?.detail.contains(Self.token) == false
        }
    }

    @Test func `a server that does not answer is tried again, and the address stays untold`() async throws {
        let channel = try Self.channel()
        await #expect {
            try await channel.send(
                OutgoingMessage(id: MessageID(1), channel: "bot", recipient: "1", text: "a", earlierAttempts: 0))
        } throws: { error in
            (error as? DeliveryError)?.kind == .retry && !"\(error)".contains("abc-xyz")
        }
    }

    @Test(arguments: [
        ("token: x", "token"), ("secret: short", "secret"), ("secret: " + String(repeating: "s", count: 257), "secret"),
        ("api_url: http://bot-api.zaloplatforms.com", "api_url"),
    ])
    func `a wrong entry is refused by name`(line: String, entry: String) throws {
        #expect {
            try Self.channel(line, without: entry)
        } throws: { error in
            (error as? FileProblem)?.entry.contains(entry) == true
        }
    }
}
