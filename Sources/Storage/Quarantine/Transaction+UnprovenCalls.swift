import Conversations
import Foundation

extension Transaction {
    /// Seals a call without a proof away, within bounds, and tells staff once; or notes that it was taken in.
    func receive(_ call: UnprovenCall) throws -> Receipt {
        guard let bytes = call.bytes else {
            try audit("call.unproven", of: "channel \(call.channel)", detail: call.reason)
            return .unproven
        }
        let name = "call:" + sealing.name(of: bytes, on: call.channel)
        let copy = try number(
            "SELECT id FROM quarantine WHERE channel = ? AND provider_id = ?",
            [call.channel.rawValue, name]
        )
        guard copy == nil else { return .duplicate }
        // One writer: else calls that come at once may be a few more than there is room for.
        guard try hasRoom(for: bytes.count, on: call.channel) else { return .turnedAway }
        try run(
            """
            INSERT INTO quarantine (channel, provider_id, kind, reason, bytes_sealed, received_at, size)
            VALUES (?, ?, 'unproven', ?, ?, ?, ?)
            """,
            [
                call.channel.rawValue, name, Self.kept(call.reason), try sealing.seal(bytes, in: .quarantinedBytes),
                now, bytes.count,
            ]
        )
        try audit("call.held", of: "quarantine \(try lastID)", detail: call.reason)
        try escalate(.unprovenCalls, conversation: nil, channel: call.channel, detail: call.reason)
        return .held
    }

    private func hasRoom(for size: Int, on channel: ChannelID) throws -> Bool {
        let hasRoom = try first(
            """
            SELECT COUNT(*), COALESCE(SUM(size), 0) FROM quarantine
            WHERE channel = ? AND kind = 'unproven' AND outcome IS NULL
            """,
            [channel.rawValue]
        ) { held in
            let (calls, bytes): (Int, Int64) = (try held.next(), try held.next())
            return calls < StoreLimits.heldCalls && bytes + Int64(size) <= StoreLimits.heldBytes
        }
        return hasRoom ?? true
    }
}
