import Conversations
import Foundation
import JSONText
import LibCrypto

/// Reads an update of the Zalo Bot Platform, wrapped in `{"ok":true,"result":…}` or, as older code saw it, bare.
struct ZaloBotPayload: Decodable {
    struct Update: Decodable {
        var event: String
        var message: Message?

        enum CodingKeys: String, CodingKey {
            case event = "event_name"
            case message
        }
    }

    struct Message: Decodable {
        struct Sender: Decodable {
            var id: LooseText?
            var isBot: Bool?
            enum CodingKeys: String, CodingKey {
                case id
                case isBot = "is_bot"
            }
        }
        struct Chat: Decodable {
            var id: LooseText?
            var type: String?
            enum CodingKeys: String, CodingKey {
                case id
                case type = "chat_type"
            }
        }
        var from: Sender?
        var chat: Chat?
        var id: LooseText?
        /// Milliseconds since 1970.
        var date: SpareText?
        var text: LooseText?
        var caption: SpareText?
        var photo: SpareText?
        var photoURL: SpareText?
        var url: SpareText?
        var voiceURL: SpareText?

        enum CodingKeys: String, CodingKey {
            case from, chat, date, text, caption, photo, url
            case id = "message_id"
            case photoURL = "photo_url"
            case voiceURL = "voice_url"
        }
    }

    var update: Update

    private enum CodingKeys: String, CodingKey { case result }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        update =
            try container.contains(.result)
            ? container.decode(Update.self, forKey: .result) : Update(from: decoder)
    }

    private static let kinds: [String: MessageKind] = [
        "message.text.received": .text, "message.image.received": .image, "message.sticker.received": .sticker,
        "message.voice.received": .voice, "message.unsupported.received": .unsupported,
    ]

    /// `bot` is the bot's own id, which its token begins with.
    static func events(_ request: WebhookRequest, bot: String, channel: ChannelID) -> [InboundEvent] {
        let body = request.textBody
        func unreadable(_ reason: String, sender: String? = nil) -> [InboundEvent] {
            [
                .unreadable(
                    UnreadableMessage(
                        channel: channel, providerID: "sha256:" + Hex.encode(sha256(request.body)), sender: sender,
                        reason: reason, bytes: request.body))
            ]
        }
        guard let update = try? JSONText.decode(ZaloBotPayload.self, from: body).update else {
            let chat = JSONGlimpse.end(of: "chat", in: body).flatMap { JSONGlimpse.value(of: "id", in: body, from: $0) }
            return unreadable("the body is no update of a Zalo bot", sender: chat?.text)
        }
        guard let kind = kinds[update.event] else {
            return [
                .ignored(
                    reason: String(
                        update.event.unicodeScalars.prefix(60).map {
                            $0.isASCII && $0.value > 0x20 ? Character($0) : "?"
                        }))
            ]
        }
        guard let message = update.message, let id = message.id?.text, let chat = message.chat?.id?.text else {
            return unreadable(
                "the update \(update.event.prefix(60)) lacks its ids", sender: update.message?.chat?.id?.text)
        }
        if message.from?.isBot == true { return [.ignored(reason: "message of a bot")] }
        // An answer into a group would tell everybody in it what one villager asked.
        if message.chat?.type == "GROUP" { return [.ignored(reason: "message in a group")] }
        let text = (kind == .text ? message.text?.text : message.caption?.text) ?? ""
        let url = message.photoURL?.text ?? message.photo?.text ?? message.voiceURL?.text ?? message.url?.text
        return [
            .message(
                InboundMessage(
                    channel: channel, providerID: id, sender: chat, text: text, sentAt: message.date?.moment,
                    kind: kind,
                    attachments: kind == .text || url == nil ? [] : [MessageAttachment(kind: kind, url: url)],
                    silence: SenderAddress(opaque: chat, ours: [bot]).silence))
        ]
    }
}
