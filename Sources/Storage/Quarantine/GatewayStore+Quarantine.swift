public import Conversations
public import Foundation
import GRDB

extension GatewayStore {
    /// What is held, the oldest first.
    public func quarantine(limit: Int) async throws -> [QuarantineEntry] {
        try await read { transaction in
            try transaction.rows(
                "SELECT * FROM quarantine WHERE outcome IS NULL ORDER BY id LIMIT ?",
                [limit]
            ).map(transaction.entry)
        }
    }

    /// One entry, held or ended, with its bytes: of an unproven call all of it, else the body; nil for an unknown number.
    public func quarantined(_ number: Int64) async throws -> (entry: QuarantineEntry, bytes: [UInt8])? {
        try await read { transaction in
            guard let row = try transaction.row("SELECT * FROM quarantine WHERE id = ?", [number]) else { return nil }
            let sealed: Data = row["bytes_sealed"]
            let bytes = sealed.isEmpty ? [] : try transaction.sealing.openBytes(sealed, in: .quarantinedBytes)
            return (transaction.entry(row), bytes)
        }
    }

    /// How many messages of a channel were taken in without a proof.
    public func unprovenMessages(of channel: ChannelID) async throws -> Int {
        try await read { transaction in
            Int(
                try transaction.number(
                    "SELECT COUNT(*) FROM message WHERE channel = ? AND is_unproven = 1",
                    [channel.rawValue]
                ) ?? 0
            )
        }
    }

    /// Takes in what a held call says as if it had come now, in one transaction with its end; a second time does nothing.
    public func release(
        _ number: Int64,
        events: [InboundEvent],
        by technician: String,
        now: Date
    ) async throws -> QuarantineEnding {
        try await write(at: now) { transaction in
            let (entry, ended) = try transaction.held(number)
            if let ended { return ended }
            guard entry.kind == .unproven else {
                throw StorageError(
                    .notReleasable,
                    "Entry \(number) is the body of a message that cannot be read, so nothing of it can be taken in.",
                    mend: "Ask the villager to write again, then discard it."
                )
            }
            let receipts = try events.map(transaction.receive)
            try transaction.end(entry, as: "released", by: technician)
            return .done(receipts)
        }
    }

    /// Throws a held entry away; its bytes are gone for good, that it was there stays in the audit.
    public func discard(_ number: Int64, by technician: String, now: Date) async throws -> QuarantineEnding {
        try await write(at: now) { transaction in
            let (entry, ended) = try transaction.held(number)
            if let ended { return ended }
            try transaction.end(entry, as: "discarded", by: technician)
            return .done([])
        }
    }
}

extension Transaction {
    fileprivate func entry(_ row: Row) -> QuarantineEntry {
        QuarantineEntry(
            number: row["id"],
            channel: ChannelID(rawValue: row["channel"]),
            kind: QuarantineEntry.Kind(rawValue: row["kind"]) ?? .unreadable,
            reason: row["reason"],
            size: row["size"],
            receivedAt: Date(milliseconds: row["received_at"]),
            outcome: row["outcome"],
            endedBy: row["ended_by"]
        )
    }

    /// The entry of a number, and how it ended where it did.
    fileprivate func held(_ number: Int64) throws -> (QuarantineEntry, QuarantineEnding?) {
        guard let row = try row("SELECT * FROM quarantine WHERE id = ?", [number]) else {
            throw StorageError(
                .unknownQuarantine,
                "Nothing of number \(number) was set aside.",
                mend: "Look up its number in the list."
            )
        }
        let entry = entry(row)
        return (entry, entry.outcome.map { .endedBefore(outcome: $0, by: entry.endedBy ?? "") })
    }

    fileprivate func end(_ entry: QuarantineEntry, as outcome: String, by technician: String) throws {
        try run(
            "UPDATE quarantine SET outcome = ?, ended_at = ?, ended_by = ?, bytes_sealed = x'' WHERE id = ?",
            [outcome, now, technician, entry.number]
        )
        try audit("quarantine.\(outcome)", of: "quarantine \(entry.number)", by: technician)
        switch entry.kind {
        case .unreadable:
            // Where the sender is known the case stays open, for he still waits for an answer.
            try run(
                """
                UPDATE escalation SET state = 'answered', answered_at = ?, answered_by = ?
                WHERE state = 'open' AND conversation_id IS NULL AND quarantine_id = ?
                """,
                [now, technician, entry.number]
            )
        case .unproven:
            let left = try number(
                "SELECT COUNT(*) FROM quarantine WHERE channel = ? AND kind = 'unproven' AND outcome IS NULL",
                [entry.channel.rawValue]
            )
            guard left == 0 else { return }
            try run(
                """
                UPDATE escalation SET state = 'answered', answered_at = ?, answered_by = ?
                WHERE channel = ? AND reason = ? AND state = 'open'
                """,
                [now, technician, entry.channel.rawValue, EscalationReason.unprovenCalls.rawValue]
            )
        }
    }
}
