package import Foundation

/// One thing that a provider told the gateway in a webhook.
package enum InboundEvent: Sendable, Equatable {
    case message(InboundMessage)
    case deliveryReport(DeliveryReport)
    /// A message that went to a villager past the gateway, such as one typed in the provider's own console.
    case staffMessage(StaffMessage)
    /// The villager no longer follows the commune's account; he may come back.
    case unfollowed(Unfollowing)
    /// Authenticated, but not decodable: the bytes are kept and staff are told, since the provider will not send it again.
    case unreadable(UnreadableMessage)
    /// A call that could not prove that it comes from the provider, where the channel does not refuse such calls.
    case unproven(UnprovenCall)
    /// Understood and of no interest; the reason is counted.
    case ignored(reason: String)
}

/// One message from a villager, as the channel read it.
package struct InboundMessage: Sendable, Equatable {
    package var channel: ChannelID
    /// The provider's own id of the message; the same in every retry.
    package var providerID: String
    /// The sender's address on the channel: E.164 for phones, else the provider's opaque id.
    package var sender: String
    /// As the villager wrote it, composed (NFC), a NUL in it being U+FFFD; empty where there are no words.
    package var text: String
    /// When the provider took the message from the villager, where it says so.
    package var sentAt: Date?
    package var kind: MessageKind
    package var attachments: [MessageAttachment]
    /// Rightly signed, but long ago: kept and handled, and noted in the audit, for it may be an attack by repetition.
    package var isLate: Bool
    /// Taken in without a proof that it comes from the provider; staff see that with its text.
    package var isUnproven: Bool
    /// Why nothing is answered to it; nil for what a villager sent.
    package var silence: Silence?
    /// A wish about messages that were not asked for, which the provider has noted and answered itself: true for none.
    package var optsOut: Bool?

    package init(
        channel: ChannelID, providerID: String, sender: String, text: String, sentAt: Date?, kind: MessageKind = .text,
        attachments: [MessageAttachment] = [], isLate: Bool = false, isUnproven: Bool = false, silence: Silence? = nil,
        optsOut: Bool? = nil
    ) {
        self.channel = channel
        self.providerID = providerID
        self.sender = sender
        self.text = ReceivedText.kept(text)
        self.sentAt = sentAt
        self.kind = kind
        self.attachments = attachments
        self.isLate = isLate
        self.isUnproven = isUnproven
        self.silence = silence
        self.optsOut = optsOut
    }
}

/// A message whose bytes could not be decoded; `reason` is a sentence for staff.
package struct UnreadableMessage: Sendable, Equatable {
    package var channel: ChannelID
    package var providerID: String
    package var sender: String?
    package var reason: String
    package var bytes: [UInt8]

    package init(channel: ChannelID, providerID: String, sender: String?, reason: String, bytes: [UInt8]) {
        self.channel = channel
        self.providerID = providerID
        self.sender = sender
        self.reason = reason
        self.bytes = bytes
    }
}

/// A call whose secret or signature was wrong or missing.
package struct UnprovenCall: Sendable, Equatable {
    package var channel: ChannelID
    /// What was wrong, a sentence for technicians; never a secret.
    package var reason: String
    /// The whole call, to be read again when somebody releases it; nil where it was taken in all the same.
    package var bytes: [UInt8]?

    package init(channel: ChannelID, reason: String, bytes: [UInt8]?) {
        self.channel = channel
        self.reason = reason
        self.bytes = bytes
    }
}

/// What a provider says became of an outgoing message.
package struct DeliveryReport: Sendable, Equatable {
    package enum Status: String, Sendable, Codable {
        /// The network took it; it may still fail.
        case accepted
        /// It waits at the network, the phone being off or out of reach.
        case buffered
        case delivered
        /// The villager opened it.
        case seen
        case failed
    }

    package var channel: ChannelID
    /// Our number of the message, where the provider hands it back.
    package var message: MessageID?
    /// The provider's own id of the message, where it knows no other.
    package var reference: String?
    package var status: Status
    /// The provider's own words, for staff; never the text of the message.
    package var detail: String

    package init(channel: ChannelID, message: MessageID, status: Status, detail: String) {
        self.channel = channel
        self.message = message
        self.status = status
        self.detail = detail
    }

    package init(channel: ChannelID, reference: String, status: Status, detail: String) {
        self.channel = channel
        self.reference = reference
        self.status = status
        self.detail = detail
    }
}

/// A message to a villager that the provider shows us and that did not come from our outbox.
package struct StaffMessage: Sendable, Equatable {
    package var channel: ChannelID
    /// The provider's id of the message, by which the echo of one of ours is known.
    package var providerID: String
    /// The villager's address.
    package var recipient: String
    package var text: String
    package var kind: MessageKind
    /// Who wrote it, as lists and reports name them: the kind of channel and the provider's id of the officer, `zalo:77`.
    ///
    /// Nil when a program sent it.
    package var author: String?

    package init(
        channel: ChannelID, providerID: String, recipient: String, text: String, kind: MessageKind, author: String?
    ) {
        self.channel = channel
        self.providerID = providerID
        self.recipient = recipient
        self.text = text
        self.kind = kind
        self.author = author
    }
}

/// A villager's leaving of the commune's account.
package struct Unfollowing: Sendable, Equatable {
    package var channel: ChannelID
    package var address: String
    /// When it happened, so that a late copy does not undo a later return.
    package var at: Date?

    package init(channel: ChannelID, address: String, at: Date?) {
        self.channel = channel
        self.address = address
        self.at = at
    }
}
