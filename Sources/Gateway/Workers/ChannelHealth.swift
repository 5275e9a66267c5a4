import Channels
import Conversations
import Foundation
import Synchronization

/// Tells when a channel as a whole is the matter, and not one message.
final class ChannelHealth: Sendable {
    /// Since when each channel has failed without a success in between.
    private let since = Mutex<[ChannelID: Date]>([:])
    private let taken = Mutex<[ChannelID: ChannelID]>([:])

    /// Channels that failed last, with since when.
    var failing: [ChannelID: Date] { since.withLock { $0 } }

    /// Channels in whose place another sends.
    var replaced: [ChannelID: ChannelID] { taken.withLock { $0 } }

    func note(_ channel: ChannelID, replacedBy other: ChannelID?) { taken.withLock { $0[channel] = other } }

    /// Why staff must look after a channel, in a sentence; nil while it works, or fails for a short time only.
    ///
    /// - Parameter errors: what came of one batch; nil for a message that was sent.
    func alarm(
        after errors: [DeliveryError?], of channel: ChannelID, now: Date, patience: TimeInterval
    ) -> String? {
        since.withLock { failing in
            // A refused message is a word of a provider that works.
            guard errors.allSatisfy({ $0?.kind == .retry || $0?.kind == .account }), let error = errors.last ?? nil
            else {
                failing[channel] = nil
                return nil
            }
            let since = failing[channel] ?? now
            // A clock that went back begins anew.
            failing[channel] = min(since, now)
            if let account = errors.first(where: { $0?.kind == .account }) ?? nil { return account.detail }
            guard now.timeIntervalSince(since) >= patience else { return nil }
            return "It has not worked for \(Int(now.timeIntervalSince(since) / 60)) minutes: \(error.detail)"
        }
    }
}
