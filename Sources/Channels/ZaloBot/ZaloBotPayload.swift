import Conversations
import Foundation
import JSONText
import LibCrypto

/// Reads an update of the Zalo Bot Platform, wrapped in `{"ok":true,"result":…}` or, as older code saw it, bare.
struct ZaloBotPayload {
    struct Message {
        var id: String?
        var sentAt: Date?
        var text: String?
        var caption: String?
        /// Where its picture, sticker or voice lies.
        var url: String?
        var chat: String?
        var isInGroup: Bool
        var isOfBot: Bool

        init(_ json: JSON) throws {
            let (from, place) = (try json.object("from"), try json.object("chat"))
            isOfBot = try from?.flag("is_bot") ?? false
            chat = try place?.text("id")
            isInGroup = try place?.string("chat_type") == "GROUP"
            id = try json.text("message_id")
            text = try json.text("text")
            // A message can do without these: of another type they spoil nothing around them.
            sentAt = json["date"]?.text.flatMap(ProviderTime.milliseconds)
            caption = json["caption"]?.text
            url = ["photo_url", "photo", "voice_url", "url"].lazy.compactMap { json[$0]?.text }.first
        }
    }

    var event: String
    var message: Message?

    init?(_ json: JSON) throws {
        let update = json["result"] ?? json
        guard let event = try update.string("event_name") else { return nil }
        self.event = event
        message = try update.object("message").map(Message.init)
    }

    private static let kinds: [String: MessageKind] = [
        "message.text.received": .text, "message.image.received": .image, "message.sticker.received": .sticker,
        "message.voice.received": .voice, "message.unsupported.received": .unsupported,
    ]

    /// `bot` is the bot's own id, which its token begins with.
    static func events(_ request: WebhookRequest, bot: String, channel: ChannelID) -> [InboundEvent] {
        func unreadable(_ reason: String, sender: String? = nil) -> [InboundEvent] {
            [
                .unreadable(
                    UnreadableMessage(
                        channel: channel, providerID: "sha256:" + Hex.encode(sha256(request.body)), sender: sender,
                        reason: reason, bytes: request.body))
            ]
        }
        guard let update = try? request.json.flatMap(ZaloBotPayload.init) else {
            let body = request.textBody
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
        guard let message = update.message, let id = message.id, let chat = message.chat else {
            return unreadable(
                "the update \(update.event.prefix(60)) lacks its ids", sender: update.message?.chat)
        }
        if message.isOfBot { return [.ignored(reason: "message of a bot")] }
        // An answer into a group would tell everybody in it what one villager asked.
        if message.isInGroup { return [.ignored(reason: "message in a group")] }
        let text = (kind == .text ? message.text : message.caption) ?? ""
        let url = message.url
        return [
            .message(
                InboundMessage(
                    channel: channel, providerID: id, sender: chat, text: text, sentAt: message.sentAt,
                    kind: kind,
                    attachments: kind == .text || url == nil ? [] : [MessageAttachment(kind: kind, url: url)],
                    silence: SenderAddress(opaque: chat, ours: [bot]).silence))
        ]
    }
}
