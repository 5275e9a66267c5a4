package import Conversations
package import Foundation

extension GatewayStore {
    /// What is held, the oldest first.
    package func quarantine(limit: Int) async throws -> [QuarantineEntry] {
        try await read { transaction in
            try transaction.all(
                "SELECT \(QuarantineEntry.columns) FROM quarantine WHERE outcome IS NULL ORDER BY id LIMIT ?", [limit]
            ) { try QuarantineEntry(&$0) }
        }
    }

    /// One entry, held or ended, with its bytes: of an unproven call all of it, else the body; nil for an unknown number.
    package func quarantined(_ number: Int64) async throws -> (entry: QuarantineEntry, bytes: [UInt8])? {
        try await read { transaction in
            try transaction.first(
                "SELECT \(QuarantineEntry.columns), bytes_sealed FROM quarantine WHERE id = ?", [number]
            ) { row in
                let entry = try QuarantineEntry(&row)
                let sealed: Data = try row.next()
                return (entry, sealed.isEmpty ? [] : try transaction.sealing.openBytes(sealed, in: .quarantinedBytes))
            }
        }
    }

    /// How many messages of a channel were taken in without a proof.
    package func unprovenMessages(of channel: ChannelID) async throws -> Int {
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
    package func release(
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
            try transaction.end(entry, as: .released, by: technician)
            return .done(receipts)
        }
    }

    /// Throws a held entry away; its bytes are gone for good, that it was there stays in the audit.
    package func discard(_ number: Int64, by technician: String, now: Date) async throws -> QuarantineEnding {
        try await write(at: now) { transaction in
            let (entry, ended) = try transaction.held(number)
            if let ended { return ended }
            try transaction.end(entry, as: .discarded, by: technician)
            return .done([])
        }
    }
}

extension Transaction {
    /// The entry of a number, and how it ended where it did.
    ///
    /// One writer: else it may end between this look and `end`, which would have to ask for `outcome IS NULL`.
    fileprivate func held(_ number: Int64) throws -> (QuarantineEntry, QuarantineEnding?) {
        let entry = try first("SELECT \(QuarantineEntry.columns) FROM quarantine WHERE id = ?", [number]) {
            try QuarantineEntry(&$0)
        }
        guard let entry else {
            throw StorageError(
                .unknownQuarantine,
                "Nothing of number \(number) was set aside.",
                mend: "Look up its number in the list."
            )
        }
        return (entry, entry.outcome.map { .endedBefore(outcome: $0, by: entry.endedBy ?? "") })
    }

    fileprivate func end(_ entry: QuarantineEntry, as outcome: QuarantineOutcome, by technician: String) throws {
        try run(
            "UPDATE quarantine SET outcome = ?, ended_at = ?, ended_by = ?, bytes_sealed = ? WHERE id = ?",
            [outcome.rawValue, now, technician, Data(), entry.number]
        )
        try audit("quarantine.\(outcome)", of: "quarantine \(entry.number)", by: technician)
        switch entry.kind {
        case .unreadable:
            // Where the sender is known the case stays open, for he still waits for an answer.
            try endMatters(by: technician, where: "conversation_id IS NULL AND quarantine_id = ?", [entry.number])
        case .unproven:
            let left = try number(
                "SELECT COUNT(*) FROM quarantine WHERE channel = ? AND kind = 'unproven' AND outcome IS NULL",
                [entry.channel.rawValue]
            )
            guard left == 0 else { return }
            try endMatters(.unprovenCalls, of: entry.channel, by: technician)
        }
    }
}

extension QuarantineEntry {
    fileprivate static let columns = "id, channel, kind, reason, size, received_at, outcome, ended_by"

    fileprivate init(_ row: inout Columns) throws {
        number = try row.next()
        channel = ChannelID(rawValue: try row.next())
        kind = Kind(rawValue: try row.next()) ?? .unreadable
        reason = try row.next()
        size = try row.next()
        receivedAt = Date(milliseconds: try row.next())
        outcome = row.nextIfAny()
        endedBy = row.nextIfAny()
    }
}
