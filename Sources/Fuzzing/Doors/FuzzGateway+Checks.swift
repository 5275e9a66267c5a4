import Conversations
import Foundation
import GRDB
import Gateway
import Storage

/// How far the tables are filled.
struct Marks {
    var message: Int64
    var escalation: Int64
    var quarantine: Int64
    var audit: Int64
}

/// What the tables say of an execution, read past the gateway.
extension FuzzGateway {
    func marks() throws -> Marks {
        try tables.read { db in
            func highest(_ table: String) throws -> Int64 {
                try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) FROM \(table)") ?? 0
            }
            return Marks(
                message: try highest("message"), escalation: try highest("escalation"),
                quarantine: try highest("quarantine"),
                audit: try highest("audit"))
        }
    }

    /// Whether unreadable bytes are set aside: now, or before, when the same ones came; then maybe under another id, where
    /// the provider had used theirs for others.
    func isKept(_ message: UnreadableMessage, since marks: Marks) async throws -> Bool {
        guard try self.marks().quarantine == marks.quarantine else { return true }
        let alike = try await tables.read { db in
            try Int64.fetchAll(
                db, sql: "SELECT id FROM quarantine WHERE channel = ? AND size = ?",
                arguments: [message.channel.rawValue, message.bytes.count])
        }
        for number in alike {
            if try await assembly.store.quarantined(number)?.bytes == message.bytes { return true }
        }
        return false
    }

    /// A text as tables keep it, in which no NUL stands.
    private static func stored(_ text: String) -> String { text.replacing("\u{0}", with: "\u{FFFD}") }

    /// Whether a message of the same words is there: the same one under a new id of the provider is a copy.
    private func hasCopy(of message: InboundMessage) throws -> Bool {
        guard message.sentAt != nil else { return false }
        return try tables.read { db in
            try Row.fetchOne(
                db, sql: "SELECT 1 FROM message WHERE direction = 'in' AND channel = ? AND text = ?",
                arguments: [message.channel.rawValue, PersonalNumbers.masked(message.text)]) != nil
        }
    }

    /// What of a message that was accepted is not in the tables.
    func missing(_ message: InboundMessage, since marks: Marks) throws -> [Violation] {
        let stored = try tables.read { db in
            try Row.fetchOne(
                db, sql: "SELECT id, text FROM message WHERE direction = 'in' AND channel = ? AND provider_id = ?",
                arguments: [message.channel.rawValue, Self.stored(message.providerID)])
        }
        guard let stored else {
            guard try self.marks().quarantine == marks.quarantine, try !hasCopy(of: message) else { return [] }
            return [Violation(.stored, "a message of \(message.text.count) letters was accepted and is in no table")]
        }
        guard stored["id"] as Int64 > marks.message else { return [] }
        let text: String = stored["text"]
        guard text.unicodeScalars.count == PersonalNumbers.masked(message.text).unicodeScalars.count else {
            return [
                Violation(.stored, "of \(message.text.utf8.count) bytes of text \(text.utf8.count) are in the table")
            ]
        }
        return []
    }

    /// Handles what waits and looks at all that came of it.
    func handled(since marks: Marks) async throws -> [Violation] {
        try await assembly.handlePending()
        var violations = try unhandled(since: marks)
        violations += try await shown(since: marks)
        violations += try await outgoing()
        let texts = try await tables.read { db in
            try String.fetchAll(
                db, sql: "SELECT text FROM message WHERE id > ? AND direction = 'in' AND length(text) > 15",
                arguments: [marks.message])
        }
        for line in takeLog() {
            violations += ShownText.violations(line, in: "the log")
            if texts.contains(where: line.contains) {
                violations.append(Violation(.log, "a line of the log holds a text"))
            }
        }
        return violations
    }

    private func unhandled(since marks: Marks) throws -> [Violation] {
        let rows = try tables.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT incoming.state, message.decision, incoming.last_error
                    FROM message LEFT JOIN incoming ON incoming.message_id = message.id
                    WHERE message.id > ? AND message.direction = 'in'
                    """, arguments: [marks.message])
        }
        return rows.compactMap { row in
            let state = row["state"] as String? ?? "nowhere"
            guard state == "handled", (row["decision"] as String?)?.isEmpty == false else {
                let error = row["last_error"] as String? ?? "no decision"
                return Violation(.handled, "a message stays \(state): \(error)")
            }
            return nil
        }
    }

    private func shown(since marks: Marks) async throws -> [Violation] {
        let (texts, details, escalations) = try await tables.read { db in
            (
                try String.fetchAll(db, sql: "SELECT text FROM message WHERE id > ?", arguments: [marks.message]),
                try String.fetchAll(db, sql: "SELECT detail FROM audit WHERE id > ?", arguments: [marks.audit])
                    + String.fetchAll(
                        db, sql: "SELECT reason FROM quarantine WHERE id > ?", arguments: [marks.quarantine])
                    + String.fetchAll(
                        db, sql: "SELECT detail FROM escalation WHERE id > ? AND detail IS NOT NULL",
                        arguments: [marks.escalation]),
                try Int64.fetchAll(db, sql: "SELECT id FROM escalation WHERE id > ?", arguments: [marks.escalation])
            )
        }
        var violations = texts.flatMap { ShownText.violations($0, in: "the table of messages") }
        violations += details.flatMap { ShownText.violations($0, in: "details for staff") }
        for id in escalations {
            guard let summary = try await assembly.store.escalation(EscalationID(id)) else { continue }
            for line in summary.lastTexts + [summary.raisedBy].compactMap({ $0 }) {
                violations += ShownText.lineViolations(line.text, in: "the staff's list")
            }
        }
        return violations
    }

    /// Takes what is due as sent, and looks at each text and at their cost together.
    func outgoing() async throws -> [Violation] {
        let messages = try await sent()
        var violations: [Violation] = []
        var cost: [String: Int] = [:]
        for message in messages {
            let isChat = message.channel.rawValue.hasPrefix("zalo")
            violations += ShownText.answerViolations(message.text, on: isChat ? .chat : .sms, in: "an answer")
            violations += ShownText.violations(message.text, in: "an answer")
            if !isChat {
                cost[message.recipient, default: 0] += message.segments
            }
        }
        for (_, segments) in cost where segments > Bounds.segments {
            violations.append(Violation(.segments, "the answers to one message cost \(segments) segments"))
        }
        return violations
    }
}
