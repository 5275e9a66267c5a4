package import Conversations
package import PublicServices

/// A configured way in and out; one implementation for each kind of provider.
///
/// The gateway calls `verify`, then `read`, and stores what was read before the provider gets `acknowledgement`.
/// A channel knows nothing of the web server, of storage, or of other channels.
package protocol Channel: Sendable {
    var profile: ChannelProfile { get }

    /// Lets a request pass only if it comes from the provider; compares in constant time, before anything is decoded.
    func verify(_ request: WebhookRequest) throws(WebhookRejection)

    /// What a verified request says. What cannot be decoded is returned as `.unreadable`, for it would else be lost.
    func read(_ request: WebhookRequest) throws(WebhookRejection) -> [InboundEvent]

    /// The answer that tells this provider that all is stored.
    var acknowledgement: WebhookAnswer { get }

    /// The same for providers that want to read something of their request in the answer.
    func acknowledgement(of request: WebhookRequest) -> WebhookAnswer

    /// Hands one message to the provider; returns what the provider said, for the record.
    func send(_ message: OutgoingMessage) async throws(DeliveryError) -> Handover

    /// The headers that `read` looks at, beside Content-Type: they are kept with a call that is set aside.
    var headersRead: [String] { get }

    /// The hosts, with those below them, from which villagers' pictures and files may be fetched.
    var mediaHosts: [String] { get }

    /// The addresses that it asks; for a check of the network, which takes their hosts alone.
    var providerURLs: [String] { get }

    /// Does what is due from time to time even when nobody writes, such as renewing a token.
    func maintain() async
}

extension Channel {
    package var headersRead: [String] { [] }
    package var mediaHosts: [String] { [] }
    package var providerURLs: [String] { [] }
    package func maintain() async {}
}

/// What the provider said when it took a message.
package struct Handover: Sendable, Equatable {
    /// For the record; never holds the text of the message or a secret.
    package var detail: String
    /// The provider's own id of the message, where later reports name it by that.
    package var reference: String?

    package init(_ detail: String, reference: String? = nil) {
        self.detail = detail
        self.reference = reference
    }
}

extension Channel {
    package func acknowledgement(of request: WebhookRequest) -> WebhookAnswer { acknowledgement }
}

/// What happens to a call that cannot prove that it comes from the provider.
package enum SignatureMode: String, Sendable, CaseIterable {
    /// It is refused.
    case enforce
    /// It is set aside and touches no conversation until somebody releases it.
    case quarantine
    /// It is taken in as if it had proved itself, and marked.
    case report
}

/// What all kinds of channels have in common.
package struct ChannelProfile: Sendable, Equatable {
    package var id: ChannelID
    package var kind: ChannelKind
    package var commune: CommuneID
    package var spelling: VillagerMessage.SpellingRule
    package var signatures: SignatureMode
    /// How fast the provider lets it send; nil for as fast as it can.
    package var pace: SendingPace?
    /// The channel that sends in its place while it fails or is very slow.
    package var secondWay: ChannelID?

    package init(
        id: ChannelID, kind: ChannelKind, commune: CommuneID, spelling: VillagerMessage.SpellingRule,
        signatures: SignatureMode = .enforce, pace: SendingPace? = nil, secondWay: ChannelID? = nil
    ) {
        self.secondWay = secondWay
        self.id = id
        self.kind = kind
        self.commune = commune
        self.spelling = spelling
        self.signatures = signatures
        self.pace = pace
    }
}

/// Why a message could not be handed over, in words that staff may read, and what to do.
package struct DeliveryError: Error, Sendable, Equatable {
    package enum Class: Sendable, Equatable {
        /// It may work later: a time-out, an outage, a full queue.
        case retry
        /// The provider will never take this message, whoever it is for.
        case refused
        /// The provider does not reach this villager with it; another channel may.
        case unreachable
        /// The account or its password is wrong: later messages will fail too, until somebody mends it.
        case account
    }

    package var kind: Class
    /// Never holds the text of the message or a secret.
    package var detail: String
    /// The least wait in seconds that the provider asked for.
    package var retryAfter: Double?

    package init(_ kind: Class, _ detail: String, retryAfter: Double? = nil) {
        self.kind = kind
        self.detail = detail
        self.retryAfter = retryAfter
    }
}
