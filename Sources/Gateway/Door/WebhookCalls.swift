import Channels
import Conversations
import HTTPTypes
import Logging
import Storage

/// What becomes of a provider's call, however it came: steps 1 to 5 of the way of a message.
///
/// Nothing here logs a query, a body or a number.
struct WebhookCalls: Sendable {
    let intake: Intake
    let channels: ChannelList
    let limits: GatewayLimits
    let inboxWakeUps: WakeUps
    let watch: StoreWatch
    let logger: Logger
    var metrics = GatewayMetrics()

    /// Proves and reads a call, has it stored, and only then lets the provider forget it.
    ///
    /// `reply` is called once, from any thread; nothing here waits, so an event loop may call it.
    func take(
        _ webhook: WebhookRequest, on channel: any Channels.Channel, reply: @escaping @Sendable (WebhookReply) -> Void
    ) {
        // What is written into a file that was deleted is on no disk, whatever the commit says.
        guard !watch.isLost else { return reply(.comeBack) }
        do throws(WebhookRejection) {
            let (events, rejection) = try events(of: webhook, on: channel)
            intake.receive(events) { result in
                reply(self.reply(to: result, of: webhook, on: channel, orElse: rejection))
            }
        } catch {
            logger.notice(
                "A webhook call was refused.",
                metadata: ["channel": "\(channel.profile.id)", "status": "\(error.status.code)"])
            reply(.refusal(error.status, error.sentence))
        }
    }

    /// What a call says; with the rejection for one without a proof that is kept all the same, if there is room.
    private func events(
        of webhook: WebhookRequest, on channel: any Channels.Channel
    ) throws(WebhookRejection) -> ([InboundEvent], WebhookRejection?) {
        do throws(WebhookRejection) {
            try channel.verify(webhook)
        } catch {
            guard UnprovenCalls.areKept(error, on: channel) else { throw error }
            let events = try UnprovenCalls.events(of: webhook, refused: error, on: channel)
            logger.notice(
                "A webhook call without a proof was not refused.",
                metadata: [
                    "channel": "\(channel.profile.id)", "signatures": "\(channel.profile.signatures.rawValue)",
                ])
            return (events, error)
        }
        return (try channel.read(webhook), nil)
    }

    private func reply(
        to result: Result<[Receipt], Intake.Refusal>, of webhook: WebhookRequest, on channel: any Channels.Channel,
        orElse rejection: WebhookRejection?
    ) -> WebhookReply {
        switch result {
        case .success(let receipts):
            if let rejection, receipts.contains(.turnedAway) {
                logger.warning(
                    "A webhook call without a proof was refused, for too many are set aside.",
                    metadata: ["channel": "\(channel.profile.id)"])
                return .refusal(rejection.status, rejection.sentence)
            }
            inboxWakeUps.signal()
            metrics.noteReceived(receipts.count(where: \.isNewMessage), on: channel.profile.id)
            logger.debug(
                "A webhook call was stored.",
                metadata: ["channel": "\(channel.profile.id)", "receipts": "\(receipts.map(\.name))"])
            return WebhookReply(channel.acknowledgement(of: webhook))
        case .failure(let refusal):
            logger.warning(
                "A webhook call was sent away to come back.",
                metadata: ["channel": "\(channel.profile.id)", "reason": "\(refusal)"])
            if case .failed(let cause) = refusal { watch.note(cause) }
            return .comeBack
        }
    }
}

extension Receipt {
    fileprivate var isNewMessage: Bool { if case .message = self { true } else { false } }

    /// The kind of receipt, for logs; never a text or a number of a villager.
    fileprivate var name: String {
        switch self {
        case .message: "new"
        case .duplicate: "duplicate"
        case .report(let applied): applied ? "report" : "report that changes nothing"
        case .staffMessage: "staff message"
        case .unfollowed: "unfollowed"
        case .quarantined: "quarantined"
        case .held: "held"
        case .turnedAway: "turned away"
        case .unproven: "unproven"
        case .ignored(let reason): "ignored: \(Self.withoutContents(reason))"
        }
    }

    /// A reason may name what stood in a call, where a provider could have put anything: only letters stay, not many.
    private static func withoutContents(_ reason: String) -> String {
        let plain = reason.unicodeScalars.prefix(80).map { scalar -> Character in
            switch scalar {
            case "a"..."z", "A"..."Z", "_", ".", "-", " ", "'": Character(scalar)
            case "0"..."9": "#"
            default: "?"
            }
        }
        return String(plain)
    }
}
