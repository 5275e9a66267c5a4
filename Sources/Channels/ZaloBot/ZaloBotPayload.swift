import Conversations
import Foundation
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
        var date: LooseText?
        var text: String?
        var caption: String?
        var photo: String?
        var photoURL: String?
        var url: String?
        var voiceURL: String?

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

    static func events(_ body: [UInt8], channel: ChannelID) -> [InboundEvent] {
        func unreadable(_ reason: String, sender: String? = nil) -> [InboundEvent] {
            [
                .unreadable(
                    UnreadableMessage(
                        channel: channel, providerID: "sha256:" + Hex.encode(sha256(body)), sender: sender,
                        reason: reason, bytes: body))
            ]
        }
        guard let update = try? JSONDecoder().decode(ZaloBotPayload.self, from: Data(body)).update else {
            return unreadable("the body is no update of a Zalo bot")
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
            return unreadable("the update \(update.event) lacks its ids")
        }
        if message.from?.isBot == true { return [.ignored(reason: "message of a bot")] }
        // An answer into a group would tell everybody in it what one villager asked.
        if message.chat?.type == "GROUP" { return [.ignored(reason: "message in a group")] }
        let text = (kind == .text ? message.text : message.caption) ?? ""
        let url = message.photoURL ?? message.photo ?? message.voiceURL ?? message.url
        return [
            .message(
                InboundMessage(
                    channel: channel, providerID: id, sender: chat, text: text.precomposedStringWithCanonicalMapping,
                    sentAt: message.date?.moment, kind: kind,
                    attachments: kind == .text || url == nil ? [] : [MessageAttachment(kind: kind, url: url)]))
        ]
    }
}
