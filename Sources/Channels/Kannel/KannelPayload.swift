import Conversations
import Foundation
import HTTPTypes
import LibCrypto
import VietnameseText

/// Reads what Kannel posts. A real message (post-url with send-sender, Kannel 1.4.5):
///
///     POST /webhooks/sms-dak-ha?secret=…&id=1f0c…&to=8079&ts=1795438690&smsc=fake0 HTTP/1.1
///     Content-Type: text/plain; charset="UTF-16BE"
///     X-Kannel-From: +84901234567
///     X-Kannel-Coding: 2
///
///     <UTF-16BE bytes>
enum KannelPayload {
    static func message(_ request: WebhookRequest, number: String = "", channel: ChannelID) -> InboundEvent {
        let sender = SenderAddress(
            phone: request.header("X-Kannel-From") ?? request.parameter("from") ?? "",
            ours: [number, request.parameter("to") ?? ""])
        let id = request.parameter("id").flatMap { $0.isEmpty || $0 == "%I" ? nil : $0 }
        func unreadable(_ reason: String) -> InboundEvent {
            // Without Kannel's id, the sender, the operator's time and the content tell a retry from another message.
            let head = Array("\(sender.written)\u{0}\(request.parameter("ts") ?? "")\u{0}".utf8)
            let stand = "sha256:" + Hex.encode(sha256(head + request.body))
            return .unreadable(
                UnreadableMessage(
                    channel: channel, providerID: id ?? stand, sender: sender.address.isEmpty ? nil : sender.address,
                    reason: reason, bytes: request.body))
        }

        guard let id else { return unreadable("Kannel's post-url lacks id=%I, so the message has no id") }
        guard !sender.address.isEmpty else {
            return unreadable("Kannel names no sender: set send-sender = true in its sms-service group")
        }
        guard let text = text(request) else { return unreadable("the message is binary data, no text") }
        return .message(
            InboundMessage(
                channel: channel, providerID: id, sender: sender.address, text: text,
                sentAt: request.parameter("ts").flatMap(ProviderTime.seconds), silence: sender.silence))
    }

    /// A delivery report: `GET …?secret=…&ref=42&status=1`, the status being Kannel's `%d`.
    static func report(_ request: WebhookRequest, channel: ChannelID) throws(WebhookRejection) -> InboundEvent {
        guard let reference = request.parameter("ref").flatMap({ Int64($0) }) else {
            throw WebhookRejection(.badRequest, "The report lacks ref=…, the number of the message it is about.")
        }
        let code = request.parameter("status") ?? ""
        let status: DeliveryReport.Status
        switch code {
        case "1": status = .delivered
        case "2", "16": status = .failed
        case "4": status = .buffered
        case "8": status = .accepted
        default: return .ignored(reason: "Kannel's report status \(code.prefix(8)) is unknown")
        }
        return .deliveryReport(
            DeliveryReport(
                channel: channel, message: MessageID(reference), status: status, detail: "Kannel status \(code)"))
    }

    /// The text by the charset of the Content-Type; where there is none, by Kannel's coding.
    ///
    /// Nil for data that are no text.
    private static func text(_ request: WebhookRequest) -> String? {
        let bytes = withoutHeader(request)
        let type = request.headers[.contentType] ?? ""
        let coding = request.header("X-Kannel-Coding")
        if coding == "1" || type.lowercased().hasPrefix("application/octet-stream") {
            // Some operators bring texts of eight bits so.
            return Charsets.isPlainlyText(bytes) ? Charsets.guess(bytes) : nil
        }
        return Charsets.text(bytes, label: request.charsetLabel ?? (coding == "2" ? "utf-16be" : "utf-8"))
    }

    /// The body without the header of a part, which stands in X-Kannel-UDH, as `%05%00%03…`, and may stand before the text.
    private static func withoutHeader(_ request: WebhookRequest) -> [UInt8] {
        let named =
            request.header("X-Kannel-UDH").map { FormFields.decoded(Array($0.utf8)[...], plusIsSpace: false) } ?? []
        if !named.isEmpty, request.body.starts(with: named) { return Array(request.body.dropFirst(named.count)) }
        return UserDataHeader.removed(from: request.body)
    }
}
