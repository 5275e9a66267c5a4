package import Conversations
package import Foundation

/// What a channel must remember by itself, and the alarm when it cannot go on; of its form the store knows nothing.
extension GatewayStore {
    /// The channel's token as it was kept last; nil before the first.
    package func token(of channel: ChannelID) async throws -> String? {
        try await read { transaction in
            try transaction.first("SELECT token_sealed FROM channel_token WHERE channel = ?", [channel.rawValue]) {
                try transaction.sealing.open(try $0.next(), in: .channelToken(channel))
            }
        }
    }

    /// Keeps the token sealed; when this returns, a power cut does not lose it.
    package func keep(token: String, of channel: ChannelID, now: Date) async throws {
        try await write(at: now) { transaction in
            let sealed = try transaction.sealing.seal(token, in: .channelToken(channel))
            try transaction.run(
                """
                INSERT INTO channel_token (channel, token_sealed, updated_at) VALUES (?, ?, ?)
                ON CONFLICT (channel) DO UPDATE SET token_sealed = excluded.token_sealed, updated_at = excluded.updated_at
                """,
                [channel.rawValue, sealed, now.milliseconds]
            )
            try transaction.audit("channel.token_kept", of: "channel \(channel)")
        }
    }

    /// Whether a process may renew the token of a channel now; for half a minute no other may.
    package func claimRenewal(of channel: ChannelID, owner: String, now: Date) async throws -> Bool {
        try await write(at: now) { transaction in
            let name = "renewal.\(channel)"
            // One writer: else two may find that nobody has the turn.
            let kept = try transaction.text("SELECT value FROM setting WHERE name = ?", [name])
            let parts = kept?.split(separator: " ", maxSplits: 1).map(String.init) ?? []
            if parts.count == 2, parts[1] != owner, let end = Int64(parts[0]), transaction.now < end,
                end <= transaction.now + StoreLimits.renewalTurn.inMilliseconds
            {
                return false
            }
            try transaction.set(name, to: "\(transaction.now + StoreLimits.renewalTurn.inMilliseconds) \(owner)")
            return true
        }
    }

    /// Tells staff that a channel cannot send; once, until it works again.
    package func raiseAlarm(of channel: ChannelID, detail: String, now: Date) async throws {
        _ = try await write(at: now) { transaction in
            try transaction.escalate(.channelBroken, conversation: nil, channel: channel, detail: detail)
        }
    }

    /// Ends the alarm of a channel that works again.
    package func endAlarm(of channel: ChannelID, now: Date) async throws {
        try await write(at: now) { try $0.endAlarm(of: channel) }
    }
}

extension Transaction {
    func endAlarm(of channel: ChannelID) throws {
        if try endMatters(.channelBroken, of: channel, by: "gateway") > 0 {
            try audit("channel.mended", of: "channel \(channel)")
        }
    }
}
