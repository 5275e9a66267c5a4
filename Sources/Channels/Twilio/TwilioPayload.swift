import Conversations
import LibCrypto

/// Reads what Twilio posts. A message, as a form:
///
///     MessageSid=SM00000000000000000000000000000001&AccountSid=AC…&From=%2B84901234567&To=%2B84281234567
///     &Body=dang+ky+khai+sinh&NumMedia=0&NumSegments=1&SmsStatus=received
///
/// The report of an answer, at the address that the answer gave with our number in it:
///
///     POST /webhooks/twilio?ref=42    MessageSid=SM…&MessageStatus=delivered&To=%2B84901234567&From=…
struct TwilioPayload {
    let form: FormFields
    let settings: TwilioSettings
    let channel: ChannelID

    /// `bytes` is the call as it came, for whoever must look at what cannot be read.
    func event(reference: String?, bytes: [UInt8]) -> InboundEvent {
        if let status = form["MessageStatus"], status != "received" {
            return report(status: status, reference: reference)
        }
        return message(bytes)
    }

    private func message(_ bytes: [UInt8]) -> InboundEvent {
        let from = form["From"] ?? ""
        guard let id = form["MessageSid"] ?? form["SmsSid"], !id.isEmpty, !from.isEmpty else {
            return .ignored(reason: "the call has neither message nor report")
        }
        let sender = address(from)
        // The signature is over names and values that run into each other: only their shapes tell where each ends.
        guard Self.isMessageID(id), form["AccountSid"] == settings.account, Self.isAddress(from) else {
            return .unreadable(
                UnreadableMessage(
                    channel: channel, providerID: "sha256:" + Hex.encode(sha256(bytes)),
                    sender: Self.isAddress(from) ? sender.address : nil,
                    reason: "MessageSid, AccountSid or From is not of the shape that Twilio gives them", bytes: bytes))
        }
        let attachments = attachments
        return .message(
            InboundMessage(
                channel: channel, providerID: id, sender: sender.address, text: form["Body"] ?? "", sentAt: nil,
                kind: attachments.first?.kind ?? .text, attachments: attachments,
                silence: sender.silence ?? (keyword == nil ? nil : .answeredByProvider), optsOut: keyword?.optsOut))
    }

    /// Phones, short codes and names of SMS; `whatsapp:+84…` and the like are ids.
    private func address(_ from: String) -> SenderAddress {
        let ours = [settings.sender, form["To"] ?? ""]
        return from.contains(":") ? SenderAddress(opaque: from, ours: ours) : SenderAddress(phone: from, ours: ours)
    }

    /// What Twilio's own keyword handling made of the words, whichever they are: it has noted that and answered.
    private var keyword: Keyword? { form["OptOutType"].flatMap { Keyword(rawValue: $0.uppercased()) } }

    private enum Keyword: String {
        case stop = "STOP"
        case start = "START"
        case help = "HELP"

        /// Whether messages that were not asked for are no longer wanted; nil where nothing was said of that.
        var optsOut: Bool? {
            switch self {
            case .stop: true
            case .start: false
            case .help: nil
            }
        }
    }

    // MARK: - Pictures and places

    /// More than Twilio brings in one message.
    private static let mostMedia = 10

    private var attachments: [MessageAttachment] {
        let count = min(form["NumMedia"].flatMap { Int($0) } ?? 0, Self.mostMedia)
        var list: [MessageAttachment] = []
        for number in 0..<max(count, 0) {
            let type = form["MediaContentType\(number)"]
            var attachment = MessageAttachment(kind: Self.kind(of: type ?? ""), url: form["MediaUrl\(number)"])
            attachment.contentType = type
            list.append(attachment)
        }
        if list.isEmpty, let latitude = form["Latitude"], let longitude = form["Longitude"] {
            var place = MessageAttachment(kind: .location)
            place.latitude = latitude
            place.longitude = longitude
            list.append(place)
        }
        return list
    }

    private static func kind(of contentType: String) -> MessageKind {
        let type = contentType.lowercased()
        if type.hasPrefix("image/") { return .image }
        if type.hasPrefix("audio/") { return .voice }
        if type.hasPrefix("video/") { return .video }
        return type.contains("vcard") ? .contactCard : .file
    }

    // MARK: - Shapes

    /// `SM` or `MM` and 32 hexadecimal digits; of providers that speak as Twilio does, up to so many small letters and digits.
    ///
    /// A field that is drawn into it makes it longer and brings the capital that every name of a field begins with.
    static func isMessageID(_ id: String) -> Bool {
        (3...34).contains(id.utf8.count) && (id.hasPrefix("SM") || id.hasPrefix("MM"))
            && id.utf8.dropFirst(2).allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-")
            }
    }

    /// A number, a short code, a name of SMS, or such behind the name of a messenger: `whatsapp:+84901234567`.
    static func isAddress(_ from: String) -> Bool {
        let parts = from.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            let isNumber = from.utf8.drop { $0 == UInt8(ascii: "+") }.allSatisfy { (0x30...0x39).contains($0) }
            return isNumber ? from.utf8.count <= 16 : from.utf8.count <= 11 && !from.contains("+")
        }
        return !parts[0].isEmpty && parts[0].utf8.allSatisfy { (0x61...0x7A).contains($0) }
            && (1...100).contains(parts[1].utf8.count)
    }

    // MARK: - Reports

    private func report(status: String, reference: String?) -> InboundEvent {
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
