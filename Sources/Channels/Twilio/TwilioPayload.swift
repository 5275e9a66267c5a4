import Conversations
import Foundation

/// Reads what Twilio posts. A message, as a form:
///
///     MessageSid=SM00000000000000000000000000000001&AccountSid=AC…&From=%2B84901234567&To=%2B84281234567
///     &Body=dang+ky+khai+sinh&NumMedia=0&NumSegments=1&SmsStatus=received
///
/// The report of an answer, at the address that the answer gave with our number in it:
///
///     POST /webhooks/twilio?ref=42    MessageSid=SM…&MessageStatus=delivered&To=%2B84901234567&From=…
enum TwilioPayload {
    static func event(_ form: FormFields, reference: String?, channel: ChannelID) -> InboundEvent {
        if let status = form["MessageStatus"], status != "received" {
            return report(form, status: status, reference: reference, channel: channel)
        }
        return message(form, channel: channel)
    }

    private static func message(_ form: FormFields, channel: ChannelID) -> InboundEvent {
        let sender = form["From"] ?? ""
        guard let id = form["MessageSid"] ?? form["SmsSid"], !id.isEmpty, !sender.isEmpty else {
            return .ignored(reason: "the call has neither message nor report")
        }
        let address = PhoneNumber(sender)?.e164 ?? sender
        return .message(
            InboundMessage(
                channel: channel, providerID: id, sender: address,
                text: (form["Body"] ?? "").precomposedStringWithCanonicalMapping, sentAt: nil))
    }

    private static func report(
        _ form: FormFields, status: String, reference: String?, channel: ChannelID
    ) -> InboundEvent {
        guard let number = reference.flatMap(Int64.init) else {
            return .ignored(reason: "the report is of a message that this gateway did not send")
        }
        let kind: DeliveryReport.Status
        switch status {
        case "accepted", "scheduled", "queued", "sending", "sent": kind = .accepted
        case "delivered", "read": kind = .delivered
        case "undelivered", "failed", "canceled": kind = .failed
        default: return .ignored(reason: "Twilio's status \(status.prefix(20)) is unknown")
        }
        let error = form["ErrorCode"].map { $0.isEmpty || $0 == "0" ? "" : ", error \($0.prefix(10))" } ?? ""
        return .deliveryReport(
            DeliveryReport(
                channel: channel, message: MessageID(number), status: kind, detail: "Twilio: \(status)\(error)"))
    }
}
