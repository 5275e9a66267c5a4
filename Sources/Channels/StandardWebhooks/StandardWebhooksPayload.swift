import Conversations
import Foundation
import JSONText

/// The bodies of kind `standard`. A message, and a delivery report:
///
///     {"type":"message.received","timestamp":"2026-11-23T14:40:00Z","data":{"from":"0901234567","text":"khai sinh"}}
///     {"type":"message.status","timestamp":"2026-11-23T14:40:05Z","data":{"reference":"42","status":"delivered"}}
enum StandardWebhooksPayload {
    static func event(
        _ request: WebhookRequest, id: String, isLate: Bool, senders: SenderKind, channel: ChannelID
    ) -> InboundEvent {
        func unreadable(_ reason: String, sender: String? = nil) -> InboundEvent {
            .unreadable(
                UnreadableMessage(channel: channel, providerID: id, sender: sender, reason: reason, bytes: request.body)
            )
        }
        guard let json = request.json else {
            let sender = JSONGlimpse.value(of: "from", in: request.textBody).map { senders.address($0.text) }
            return unreadable("the body is no JSON", sender: sender?.address)
        }
        switch json.text(at: "type") {
        case "message.received":
            guard let from = json.text(at: "data", "from"), !from.isEmpty else {
                return unreadable("data.from is missing, so nobody can be answered")
            }
            let sender = senders.address(from)
            guard let text = json.text(at: "data", "text") else {
                return unreadable("data.text is missing", sender: sender.address)
            }
            return .message(
                InboundMessage(
                    channel: channel, providerID: id, sender: sender.address, text: text,
                    sentAt: json.text(at: "timestamp").flatMap(ProviderTime.iso8601), isLate: isLate,
                    silence: sender.silence))
        case "message.status": return report(json, channel: channel)
        case let type?: return .ignored(reason: "the type \(type.prefix(40)) is of no interest")
        case nil: return .ignored(reason: "the body names no type")
        }
    }

    private static func report(_ json: JSON, channel: ChannelID) -> InboundEvent {
        guard let number = json.text(at: "data", "reference").flatMap(Int64.init) else {
            return .ignored(reason: "data.reference is no number of a message of ours")
        }
        let word = json.text(at: "data", "status") ?? ""
        guard let status = DeliveryReport.Status(rawValue: word) else {
            return .ignored(reason: "data.status \(word.prefix(20)) is unknown")
        }
        return .deliveryReport(
            DeliveryReport(channel: channel, message: MessageID(number), status: status, detail: "status \(word)"))
    }

    /// The body that asks the provider to send a message.
    static func sending(_ message: OutgoingMessage, at now: Date) throws -> [UInt8] {
        try JSONText.encode(
            Sending(
                timestamp: now.formatted(.iso8601),
                data: .init(to: message.recipient, text: message.text, reference: String(message.id.number))))
    }

    private struct Sending: Encodable {
        var type = "message.send"
        var timestamp: String
        var data: Content

        struct Content: Encodable {
            var to: String
            var text: String
            var reference: String
        }
    }
}
