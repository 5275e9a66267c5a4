import Conversations
import Foundation
import JSONText
import LibCrypto

/// Reads a webhook event of a Zalo Official Account. A real one:
///
///     {"app_id":"1234567890123456789","event_name":"user_send_text","timestamp":"1787209817225",
///      "sender":{"id":"675059164343092785"},"recipient":{"id":"3674338702778449434"},
///      "message":{"msg_id":"b2db3895fe26797f2030","text":"Đường làng bị ngập"}}
///
/// All ids are strings, for they exceed 2^53; unknown fields are passed over.
struct ZaloPayload {
    struct Party {
        var id: String?
        /// Stands with messages of the account that a person typed.
        var adminID: String?

        init(_ json: JSON) throws {
            id = try json.text("id")
            adminID = try json.text("admin_id")
        }
    }

    struct Message {
        var id: String?
        /// Messages that were seen come as a list.
        var ids: [String]?
        var text: String?
        var attachments: [ZaloAttachment]?
        /// Stands with receipts of template messages to a phone number, which are not ours.
        var trackingID: String?

        init(_ json: JSON) throws {
            id = try json.text("msg_id")
            ids = try json.texts("msg_ids")
            text = try json.text("text")
            attachments = try json.objects("attachments")?.map(ZaloAttachment.init)
            trackingID = try json.text("tracking_id")
        }
    }

    var event: String
    /// Milliseconds since 1970.
    var timestamp: String?
    var sender: Party?
    var recipient: Party?
    var follower: Party?
    var accountID: String?
    var userID: String?
    var message: Message?

    private init(event: String, _ json: JSON) throws {
        self.event = event
        // A time of another type than it should be costs the message nothing but its time.
        timestamp = json["timestamp"]?.text
        sender = try json.object("sender").map(Party.init)
        recipient = try json.object("recipient").map(Party.init)
        follower = try json.object("follower").map(Party.init)
        accountID = try json.text("oa_id")
        userID = try json.text("user_id")
        message = try json.object("message").map(Message.init)
    }

    static func events(_ request: WebhookRequest, account: String, channel: ChannelID) -> [InboundEvent] {
        let body = request.body
        if isProbe(body) { return [] }
        let json = request.json
        let event = json?["event_name"]?.string
        // Events that nobody reads may have any shape.
        if let event, !handled(event) { return [.ignored(reason: bounded(event))] }
        guard let json, let event, let payload = try? ZaloPayload(event: event, json) else {
            let sender = JSONGlimpse.end(of: "sender", in: body).flatMap {
                JSONGlimpse.value(of: "id", in: body, from: $0)
            }
            let villager = sender.flatMap { $0.text == account ? nil : $0.text }
            return [unreadable(body, sender: villager, "the body is no event of Zalo", channel)]
        }
        let accounts = [payload.sender?.id, payload.recipient?.id, payload.accountID].compactMap { $0 }
        // An app has one webhook for all its accounts.
        guard accounts.contains(account) || accounts.isEmpty || payload.event == "user_withdraw" else {
            return [.ignored(reason: "\(payload.event) of another account")]
        }
        return payload.events(body, account: account, channel: channel)
    }

    /// Saving the address in Zalo's console sends an unsigned `{}`, which must get 200.
    static func isProbe(_ body: [UInt8]) -> Bool {
        body.count < 16 && body.filter { ![0x20, 0x0A, 0x0D, 0x09].contains($0) } == Array("{}".utf8)
    }

    private func events(_ body: [UInt8], account: String, channel: ChannelID) -> [InboundEvent] {
        switch event {
        case "user_received_message", "user_seen_message":
            return receipts(channel)
        case "follow", "user_click_chatnow":
            guard let user = follower?.id ?? userID else { break }
            return [.message(occurrence(.follow, of: user, channel))]
        case "unfollow":
            guard let user = follower?.id ?? userID else { break }
            return [.unfollowed(Unfollowing(channel: channel, address: user, at: moment))]
        case "user_withdraw":
            guard let user = userID ?? sender?.id else { break }
            return [.message(occurrence(.erasureRequest, of: user, channel))]
        default:
            if let kind = Self.sentByVillager[event] {
                guard let user = sender?.id, let id = message?.id else { break }
                return [.message(villagerMessage(kind, id: id, user: user, account: account, channel))]
            }
            if let kind = Self.sentByAccount[event] {
                guard let user = recipient?.id, let id = message?.id else { break }
                return [
                    .staffMessage(
                        StaffMessage(
                            channel: channel, providerID: id, recipient: user, text: nfc(message?.text), kind: kind,
                            author: sender?.adminID.map { "\(ChannelKind.zalo):\($0)" }))
                ]
            }
            return [.ignored(reason: event)]
        }
        return [
            Self.unreadable(body, sender: sender?.id, "the event \(event) lacks its ids", channel)
        ]
    }

    private var moment: Date? { timestamp.flatMap(ProviderTime.milliseconds) }

    private static func handled(_ event: String) -> Bool {
        others.contains(event) || sentByVillager[event] != nil || sentByAccount[event] != nil
    }

    /// A foreign name made fit to be counted and logged.
    private static func bounded(_ name: String) -> String {
        String(name.unicodeScalars.prefix(60).map { $0.isASCII && $0.value > 0x20 ? Character($0) : "?" })
    }

    private static let others: Set<String> = [
        "user_received_message", "user_seen_message", "follow", "user_click_chatnow", "unfollow", "user_withdraw",
    ]

    private static let sentByVillager: [String: MessageKind] = [
        "user_send_text": .text, "user_send_image": .image, "user_send_gif": .image, "user_send_link": .link,
        "user_send_audio": .voice, "user_send_video": .video, "user_send_sticker": .sticker,
        "user_send_location": .location, "user_send_file": .file, "user_send_business_card": .contactCard,
    ]

    private static let sentByAccount: [String: MessageKind] = [
        "oa_send_text": .text, "oa_send_image": .image, "oa_send_gif": .image, "oa_send_list": .link,
        "oa_send_file": .file, "oa_send_sticker": .sticker,
    ]

    private func villagerMessage(
        _ kind: MessageKind, id: String, user: String, account: String, _ channel: ChannelID
    ) -> InboundMessage {
        InboundMessage(
            channel: channel, providerID: id, sender: user, text: message?.text ?? "", sentAt: moment,
            kind: kind, attachments: kind == .text ? [] : (message?.attachments ?? []).map { $0.described(as: kind) },
            silence: SenderAddress(opaque: user, ours: [account]).silence)
    }

    /// An event without a message id, known again by its name, time and user.
    private func occurrence(_ kind: MessageKind, of user: String, _ channel: ChannelID) -> InboundMessage {
        InboundMessage(
            channel: channel, providerID: "\(event):\(timestamp ?? ""):\(user)", sender: user, text: "",
            sentAt: moment, kind: kind)
    }

    private func receipts(_ channel: ChannelID) -> [InboundEvent] {
        guard message?.trackingID == nil else { return [.ignored(reason: "\(event) of a template message")] }
        let ids = (message?.ids ?? []) + [message?.id].compactMap { $0 }
        guard !ids.isEmpty else { return [.ignored(reason: "\(event) without message ids")] }
        return ids.prefix(100).map {
            .deliveryReport(
                DeliveryReport(
                    channel: channel, reference: $0, status: event == "user_seen_message" ? .seen : .delivered,
                    detail: event))
        }
    }

    private static func unreadable(
        _ body: [UInt8], sender: String?, _ reason: String, _ channel: ChannelID
    ) -> InboundEvent {
        .unreadable(
            UnreadableMessage(
                channel: channel, providerID: "sha256:" + Hex.encode(sha256(body)), sender: sender, reason: reason,
                bytes: body))
    }

    private func nfc(_ text: String?) -> String { text?.composed ?? "" }
}
