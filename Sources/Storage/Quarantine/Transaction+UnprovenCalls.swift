import Conversations
import Foundation
import GRDB

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
        try audit("call.held", of: "quarantine \(db.lastInsertedRowID)", detail: call.reason)
        try escalate(.unprovenCalls, conversation: nil, channel: call.channel, detail: call.reason)
        return .held
    }

    private func hasRoom(for size: Int, on channel: ChannelID) throws -> Bool {
        let held = try row(
            """
            SELECT COUNT(*) AS calls, COALESCE(SUM(size), 0) AS bytes FROM quarantine
            WHERE channel = ? AND kind = 'unproven' AND outcome IS NULL
            """,
            [channel.rawValue]
        )
        guard let held else { return true }
        let calls: Int = held["calls"]
        let bytes: Int64 = held["bytes"]
        return calls < StoreLimits.heldCalls && bytes + Int64(size) <= StoreLimits.heldBytes
    }
}
