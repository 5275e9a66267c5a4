import Conversations
import Foundation
import HTTPTypes
import LibCrypto

/// Reads what Kannel posts. A real message (post-url with send-sender, Kannel 1.4.5):
///
///     POST /webhooks/sms-dak-ha?secret=…&id=1f0c…&to=8079&ts=1795438690&smsc=fake0 HTTP/1.1
///     Content-Type: text/plain; charset="UTF-16BE"
///     X-Kannel-From: +84901234567
///     X-Kannel-Coding: 2
///
///     <UTF-16BE bytes>
enum KannelPayload {
    static func message(_ request: WebhookRequest, channel: ChannelID) -> InboundEvent {
        let sender =
            (header("X-Kannel-From", request) ?? request.parameter("from"))
            .map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
        let address = PhoneNumber(sender)?.e164 ?? sender
        let id = request.parameter("id").flatMap { $0.isEmpty || $0 == "%I" ? nil : $0 }
        func unreadable(_ reason: String) -> InboundEvent {
            // Without Kannel's id, the sender, the operator's time and the content tell a retry from another message.
            let head = Array("\(sender)\u{0}\(request.parameter("ts") ?? "")\u{0}".utf8)
            let stand = "sha256:" + Hex.encode(sha256(head + request.body))
            return .unreadable(
                UnreadableMessage(
                    channel: channel, providerID: id ?? stand, sender: address.isEmpty ? nil : address, reason: reason,
                    bytes: request.body))
        }

        guard let id else { return unreadable("Kannel's post-url lacks id=%I, so the message has no id") }
        guard !address.isEmpty else {
            return unreadable("Kannel names no sender: set send-sender = true in its sms-service group")
        }
        switch text(request) {
        case .failure(let problem): return unreadable(problem.reason)
        case .success(let text):
            let seconds = request.parameter("ts").flatMap { TimeInterval($0) }
            return .message(
                InboundMessage(
                    channel: channel, providerID: id, sender: address, text: text.precomposedStringWithCanonicalMapping,
                    sentAt: seconds.map { Date(timeIntervalSince1970: $0) }))
        }
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

    struct Undecodable: Error { var reason: String }

    /// The text by the charset of the Content-Type; where there is none, by Kannel's coding.
    private static func text(_ request: WebhookRequest) -> Result<String, Undecodable> {
        let type = request.headers[.contentType] ?? ""
        let coding = header("X-Kannel-Coding", request)
        if coding == "1" || type.lowercased().hasPrefix("application/octet-stream") {
            return .failure(Undecodable(reason: "the message is binary data, no text"))
        }
        let charset = charset(in: type) ?? (coding == "2" ? "utf-16be" : "utf-8")
        let text: String?
        switch charset {
        case "utf-8", "us-ascii", "ascii": text = String(validating: request.body, as: UTF8.self)
        case "utf-16be", "utf-16", "ucs-2", "iso-10646-ucs-2": text = utf16(request.body)
        case "iso-8859-1", "latin1", "windows-1252":
            text = String(String.UnicodeScalarView(request.body.map { Unicode.Scalar($0) }))
        default: return .failure(Undecodable(reason: "the charset \(charset.prefix(20)) is unknown"))
        }
        return text.map { .success($0) } ?? .failure(Undecodable(reason: "the bytes are no valid \(charset)"))
    }

    private static func utf16(_ bytes: [UInt8]) -> String? {
        guard bytes.count.isMultiple(of: 2) else { return nil }
        let units = stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        return String(validating: units, as: UTF16.self)
    }

    /// `text/plain; charset="UTF-16BE"` → `utf-16be`.
    private static func charset(in contentType: String) -> String? {
        for part in contentType.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if pair.count == 2, pair[0].lowercased() == "charset" {
                return pair[1].trimmingCharacters(in: CharacterSet(charactersIn: "\"'")).lowercased()
            }
        }
        return nil
    }

    private static func header(_ name: String, _ request: WebhookRequest) -> String? {
        HTTPField.Name(name).flatMap { request.headers[$0] }
    }
}
