import Channels
import Conversations
import HTTPTypes

/// What becomes of a call that cannot prove that it comes from the provider.
enum UnprovenCalls {
    /// Whether the channel does something else with such a call than to refuse it.
    static func areKept(_ rejection: WebhookRejection, on channel: any Channel) -> Bool {
        channel.profile.signatures != .enforce && [.unauthorized, .forbidden].contains(rejection.status)
    }

    /// The events to keep: the call itself, set aside; or what it says, marked.
    static func events(
        of webhook: WebhookRequest, refused rejection: WebhookRejection, on channel: any Channel
    ) throws(WebhookRejection) -> [InboundEvent] {
        var call = UnprovenCall(channel: channel.profile.id, reason: rejection.sentence, bytes: nil)
        switch channel.profile.signatures {
        case .enforce: throw rejection
        case .quarantine:
            guard let bytes = StoredCall(webhook, headersRead: channel.headersRead).bytes else { throw rejection }
            call.bytes = bytes
            return [.unproven(call)]
        case .report:
            return try channel.read(webhook).map { event in
                guard case .message(var message) = event else { return event }
                message.isUnproven = true
                return .message(message)
            } + [.unproven(call)]
        }
    }
}
