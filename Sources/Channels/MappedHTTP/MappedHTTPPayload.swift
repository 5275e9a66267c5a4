import Conversations
import Foundation
import JSONText
import LibCrypto

/// Reads a call of a mapped provider into the event that it is.
struct MappedHTTPPayload: Sendable {
    let receiving: MappedHTTPSettings.Receiving
    /// The installation's own constants, among them its numbers and names.
    let values: [String: String]
    let senders: SenderKind
    let channel: ChannelID

    /// `digest` is the id where the configuration takes the signature for that.
    func message(_ request: DecodedRequest, now: Date, digest: String?) -> InboundEvent {
        if let rule = receiving.onlyWhen, !rule.holds(in: request) {
            return .ignored(reason: "only_when does not hold")
        }
        let sender = senders.address(request[receiving.sender] ?? "", ours: Array(values.values))
        let text = request[receiving.text]
        let sentAt = receiving.time.flatMap { request[$0] }.flatMap { Self.time($0, receiving.timeFormat) }
        let id =
            digest ?? receiving.id.map { request[$0] ?? "" }
            ?? Self.id(sender: sender.address, text: text ?? "", at: sentAt ?? now)
        // Without an id the content itself tells a retry from another message.
        let content = Array(request.request.rawQuery.utf8) + [0] + request.request.body
        func unreadable(_ reason: String, id: String = "") -> InboundEvent {
            let seen = sender.address.isEmpty ? glimpsedSender(in: request) : sender.address
            return .unreadable(
                UnreadableMessage(
                    channel: channel, providerID: id.isEmpty ? "sha256:" + Hex.encode(sha256(content)) : id,
                    sender: seen, reason: reason, bytes: content))
        }
        guard !id.isEmpty else { return unreadable("the id is not where receive.id says") }
        for shape in receiving.shapes where !shape.fits(request[shape.field] ?? "", values: values) {
            return unreadable("\(shape.field.written) is not of the shape that receive.shapes says")
        }
        guard !sender.address.isEmpty else { return unreadable("the sender is not where receive.sender says", id: id) }
        guard let text else { return unreadable("the text is not where receive.text says", id: id) }
        return .message(
            InboundMessage(
                channel: channel, providerID: id, sender: sender.address, text: text, sentAt: sentAt,
                silence: sender.silence))
    }

    /// The sender in a body that is no JSON, by the last name of its place.
    private func glimpsedSender(in request: DecodedRequest) -> String? {
        guard receiving.sender.place == .json,
            let name = receiving.sender.name.split(separator: ".").last
        else { return nil }
        return JSONGlimpse.value(of: String(name), in: request.request.textBody).map {
            senders.address($0.text).address
        }
    }

    /// The id of a message that its provider gives none: sender, text and minute.
    ///
    /// A retry in a later minute becomes a second message unless the provider tells the time; and the same words sent
    /// twice within a minute become one.
    static func id(sender: String, text: String, at time: Date) -> String {
        let minute = time.wholeSeconds / 60
        // Composed, since the text of a retry may be written in another form.
        let words = text.composed
        return "sha256:" + Hex.encode(sha256(Array("\(sender)\u{0}\(minute)\u{0}\(words)".utf8)))
    }

    static func time(_ text: String, _ format: MappedHTTPSettings.Receiving.TimeFormat) -> Date? {
        switch format {
        case .epochSeconds: ProviderTime.seconds(text)
        case .epochMilliseconds: ProviderTime.milliseconds(text)
        case .iso8601: ProviderTime.iso8601(text)
        case .vietnamDigits: ProviderTime.vietnamDigits(text)
        }
    }
}
