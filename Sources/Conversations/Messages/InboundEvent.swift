public import Foundation

/// One thing that a provider told the gateway in a webhook.
public enum InboundEvent: Sendable, Equatable {
    case message(InboundMessage)
    case deliveryReport(DeliveryReport)
    /// Authenticated, but not decodable: the bytes are kept and staff are told, since the provider will not send it again.
    case unreadable(UnreadableMessage)
    /// Understood and of no interest; the reason is counted.
    case ignored(reason: String)
}

/// One text from a villager, as the channel read it.
public struct InboundMessage: Sendable, Equatable {
    public var channel: ChannelID
    /// The provider's own id of the message; the same in every retry.
    public var providerID: String
    /// The sender's address on the channel: E.164 for phones, else the provider's opaque id.
    public var sender: String
    /// NFC, as the villager wrote it.
    public var text: String
    /// When the provider took the message from the villager, where it says so.
    public var sentAt: Date?
    /// Rightly signed, but long ago: kept and handled, and noted in the audit, for it may be an attack by repetition.
    public var isLate: Bool

    public init(
        channel: ChannelID, providerID: String, sender: String, text: String, sentAt: Date?, isLate: Bool = false
    ) {
        self.channel = channel
        self.providerID = providerID
        self.sender = sender
        self.text = text
        self.sentAt = sentAt
        self.isLate = isLate
    }
}

/// A message whose bytes could not be decoded; `reason` is a sentence for staff.
public struct UnreadableMessage: Sendable, Equatable {
    public var channel: ChannelID
    public var providerID: String
    public var sender: String?
    public var reason: String
    public var bytes: [UInt8]

    public init(channel: ChannelID, providerID: String, sender: String?, reason: String, bytes: [UInt8]) {
        self.channel = channel
        self.providerID = providerID
        self.sender = sender
        self.reason = reason
        self.bytes = bytes
    }
}

/// What a provider says became of an outgoing message.
public struct DeliveryReport: Sendable, Equatable {
    public enum Status: String, Sendable, Codable {
        /// The network took it; it may still fail.
        case accepted
        /// It waits at the network, the phone being off or out of reach.
        case buffered
        case delivered
        case failed
    }

    public var channel: ChannelID
    public var message: MessageID
    public var status: Status
    /// The provider's own words, for staff; never the text of the message.
    public var detail: String

    public init(channel: ChannelID, message: MessageID, status: Status, detail: String) {
        self.channel = channel
        self.message = message
        self.status = status
        self.detail = detail
    }
}
