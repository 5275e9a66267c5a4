import Conversations
import Foundation

/// A denunciation that names somebody is not theirs to see, whatever their right.
extension Transaction {
    /// Notes which officers a message of a restricted matter names.
    func barNamed(in message: MessageID, of matter: EscalationID) throws {
        let (text, conversation) = try barredText(of: message)
        guard !text.isEmpty else { return }
        let full = try sealing.full(text, in: .original(conversation))
        for officer in try officers() where PersonName(officer.profile.name).stands(in: full) {
            try bar(officer.id, from: matter)
        }
    }

    /// The same for an officer who is new, or whose name or right is.
    func barFromNamingMatters(_ officer: Officer) throws {
        guard officer.profile.maySeeRestricted else { return }
        let name = PersonName(officer.profile.name)
        let texts: [(matter: Int64, message: Int64)] = try all(
            """
            SELECT escalation.id, escalation.message_id FROM escalation
            WHERE escalation.is_restricted = 1 AND escalation.conversation_id > 0
                AND escalation.message_id IS NOT NULL
            UNION ALL
            SELECT escalation.id, escalation_message.message_id
            FROM escalation JOIN escalation_message ON escalation_message.escalation_id = escalation.id
            WHERE escalation.is_restricted = 1 AND escalation.conversation_id > 0
            """
        ) { (try $0.next(), try $0.next()) }
        for text in texts {
            let (guarded, conversation) = try barredText(of: MessageID(text.message))
            guard let full = try? sealing.full(guarded, in: .original(conversation)), name.stands(in: full) else {
                continue
            }
            try bar(officer.id, from: EscalationID(text.matter))
        }
    }

    private func barredText(of message: MessageID) throws -> (GuardedText, ConversationID) {
        try first(
            "SELECT text, original_sealed, conversation_id FROM message WHERE id = ?", [message.number]
        ) { (GuardedText(masked: try $0.next(), sealed: $0.nextIfAny()), ConversationID(try $0.next())) }
            ?? (GuardedText(masked: "", sealed: nil), ConversationID(0))
    }

    private func bar(_ officer: OfficerID, from matter: EscalationID) throws {
        let added = try changes(
            "INSERT INTO matter_barred (officer_id, escalation_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [officer.number, matter.number])
        guard added == 1 else { return }
        try run(
            "UPDATE escalation SET holder_id = NULL, held_at = NULL WHERE id = ? AND holder_id = ? AND state = 'open'",
            [matter.number, officer.number])
        try audit("matter.barred", of: "escalation \(matter)", detail: "officer \(officer)")
    }
}

extension GuardedText {
    fileprivate var isEmpty: Bool { masked.isEmpty }
}
