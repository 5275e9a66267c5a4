import Conversations
import Foundation
import LibCrypto

/// Reads a call of a mapped provider into the event that it is.
struct MappedHTTPPayload: Sendable {
    let receiving: MappedHTTPSettings.Receiving
    let channel: ChannelID

    func message(_ request: DecodedRequest, now: Date) -> InboundEvent {
        if let rule = receiving.onlyWhen, !rule.holds(in: request) {
            return .ignored(reason: "only_when does not hold")
        }
        let sender = request[receiving.sender]?.trimmingCharacters(in: .whitespaces) ?? ""
        let address = PhoneNumber(sender)?.e164 ?? sender
        let text = request[receiving.text]
        let sentAt = receiving.time.flatMap { request[$0] }.flatMap { Self.time($0, receiving.timeFormat) }
        let id =
            receiving.id.map { request[$0] ?? "" } ?? Self.id(sender: address, text: text ?? "", at: sentAt ?? now)
        func unreadable(_ reason: String) -> InboundEvent {
            // Without an id the content itself tells a retry from another message.
            let content = Array(request.request.rawQuery.utf8) + [0] + request.request.body
            return .unreadable(
                UnreadableMessage(
                    channel: channel, providerID: id.isEmpty ? "sha256:" + Hex.encode(sha256(content)) : id,
                    sender: address.isEmpty ? nil : address, reason: reason, bytes: content))
        }
        guard !id.isEmpty else { return unreadable("the id is not where receive.id says") }
        guard !address.isEmpty else { return unreadable("the sender is not where receive.sender says") }
        guard let text else { return unreadable("the text is not where receive.text says") }
        return .message(
            InboundMessage(
                channel: channel, providerID: id, sender: address, text: text.precomposedStringWithCanonicalMapping,
                sentAt: sentAt))
    }

    /// The id of a message that its provider gives none: sender, text and minute.
    ///
    /// A retry in a later minute becomes a second message unless the provider tells the time; and the same words sent
    /// twice within a minute become one.
    static func id(sender: String, text: String, at time: Date) -> String {
        let minute = Int64((time.timeIntervalSince1970 / 60).rounded(.down))
        let words = text.precomposedStringWithCanonicalMapping
        return "sha256:" + Hex.encode(sha256(Array("\(sender)\u{0}\(minute)\u{0}\(words)".utf8)))
    }

    static func time(_ text: String, _ format: MappedHTTPSettings.Receiving.TimeFormat) -> Date? {
        switch format {
        case .epochSeconds: return Double(text).map { Date(timeIntervalSince1970: $0) }
        case .epochMilliseconds: return Double(text).map { Date(timeIntervalSince1970: $0 / 1000) }
        case .iso8601: return ISOTime.date(text)
        case .vietnamDigits:
            let digits = Array(text.utf8)
            guard digits.count == 14, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            let part = { (range: Range<Int>) in String(decoding: digits[range], as: UTF8.self) }
            return ISOTime.date(
                "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))+07:00")
        }
    }
}
