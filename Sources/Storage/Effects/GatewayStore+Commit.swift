public import Conversations
public import Foundation
import GRDB
import PublicServices

extension GatewayStore {
    /// Keeps what the dialogue decided: the message done, the new state, the replies and the escalation, or nothing.
    ///
    /// All turns are one transaction. A turn whose worker no longer holds the lease is left out wholly, and its
    /// message is among those given back.
    public func commit(_ turns: [HandledTurn], now: Date) async throws -> [MessageID] {
        guard !turns.isEmpty else { return [] }
        return try await write(at: now) { transaction in
            try turns.filter { try !transaction.commit($0) }.map(\.message)
        }
    }
}

extension Transaction {
    /// Keeps one turn, or says false when the lease is not the worker's any more.
    fileprivate func commit(_ turn: HandledTurn) throws -> Bool {
        let ours = try run(
            """
            UPDATE incoming SET state = 'handled', handled_at = ?, lease_owner = NULL, lease_until = NULL
            WHERE message_id = ? AND conversation_id = ? AND state = 'pending' AND lease_owner = ?
            """,
            [now, turn.message.number, turn.conversation.number, turn.owner]
        )
        guard ours == 1 else { return false }

        // Beyond the budget nothing is answered that the villager could answer to, so the state stays what it was.
        let channel = try channel(of: turn)
        let isSpent = try isBeyondBudget(turn, on: channel)
        var turn = turn
        if isSpent {
            turn.replies = []
            turn.linkNotice = nil
            turn.decision += ", beyond the budget"
        }
        try keepTrace(of: turn)
        if turn.leavesState || isSpent {
            try noteTurn(of: turn.conversation, answers: turn.answersToday)
        } else {
            try keep(turn.state, of: turn.conversation, after: turn.message, answers: turn.answersToday)
        }
        if let change = turn.burst { try note(change, of: turn.conversation) }
        var reference = try keepMatter(of: turn)
        if let escalation = turn.escalation {
            reference = try escalate(
                escalation.reason,
                conversation: turn.conversation,
                message: turn.message,
                detail: escalation.detail,
                unit: escalation.unit,
                promisedBy: escalation.promisedBy,
                commune: turn.commune
            )
        }
        for escalation in turn.furtherEscalations {
            try escalate(
                escalation.reason, conversation: turn.conversation, message: turn.message, detail: escalation.detail,
                unit: escalation.unit, promisedBy: escalation.promisedBy, commune: turn.commune)
        }
        if let channel { try answer(turn, on: channel, reference: reference) }
        if let optedOut = turn.optedOut { try setOptedOut(optedOut, of: turn.conversation) }
        try keepDossier(of: turn)
        try keepFollowUp(of: turn)
        if let notice = turn.linkNotice, let other = try linkedConversation(of: turn.conversation) {
            try enqueue(
                other.spelling.applied(to: notice.text), to: other.id, on: other.channel, template: notice.template)
        }
        if let interest = turn.interest { try note(interest: interest, of: turn.conversation) }
        try audit(
            "turn.handled",
            of: "message \(turn.message)",
            detail: turn.leavesState ? turn.decision + ", out of turn" : turn.decision
        )
        return true
    }

    private func keepTrace(of turn: HandledTurn) throws {
        let understanding = try sealing.guarded(
            StoredJSON.text(turn.understanding),
            in: .understanding(turn.conversation)
        )
        try run(
            "UPDATE message SET understanding = ?, understanding_sealed = ?, decision = ? WHERE id = ?",
            [understanding.masked, understanding.sealed, Self.kept(turn.decision), turn.message.number]
        )
    }

    /// The channel of the message, where something is sent back by it.
    private func channel(of turn: HandledTurn) throws -> ChannelID? {
        guard !turn.replies.isEmpty || turn.alert != nil else { return nil }
        return try first("SELECT channel FROM message WHERE id = ?", [turn.message.number]) { row in
            ChannelID(rawValue: try row.next())
        }
    }

    private func answer(_ turn: HandledTurn, on channel: ChannelID, reference: EscalationID?) throws {
        for reply in turn.replies {
            try enqueue(
                Self.text(of: reply, reference: reference),
                to: turn.conversation,
                on: channel,
                template: reply.template,
                facts: reply.facts,
                choices: reply.choices,
                isUrgent: turn.escalation?.reason == .emergency
            )
        }
        if let alert = turn.alert { try raise(alert, of: turn, on: alert.channel ?? channel) }
    }

    private static func text(of reply: Reply, reference: EscalationID?) -> String {
        // Only answers to feedback hold the mark, and looking for it letter by letter costs more than storing the text.
        guard let first = Reply.referenceMark.utf8.first, reply.text.utf8.contains(first) else { return reply.text }
        return reply.text.replacing(Reply.referenceMark, with: reference.map { "\($0)" } ?? "")
    }

    private func keepDossier(of turn: HandledTurn) throws {
        guard let outcome = turn.dossier, let commune = turn.commune else { return }
        try keep(outcome, of: commune, by: turn.conversation, in: turn.message)
    }

    /// Takes the try of right digits back, and lets the villager follow where he wants to.
    func keep(
        _ outcome: DossierOutcome, of commune: CommuneID, by conversation: ConversationID, in message: MessageID
    ) throws {
        if outcome.isProven { try run("DELETE FROM dossier_attempt WHERE message_id = ?", [message.number]) }
        if let dossier = outcome.followed {
            try follow(dossier, of: commune, by: conversation, spelling: outcome.spelling)
        }
    }

    func setOptedOut(_ optedOut: Bool, of conversation: ConversationID) throws {
        // COALESCE keeps the time of the first STOP when a second one comes.
        let changed = try run(
            """
            UPDATE contact SET opted_out_at = CASE WHEN ? THEN COALESCE(opted_out_at, ?) END
            WHERE id = (SELECT contact_id FROM conversation WHERE id = ?) AND (opted_out_at IS NOT NULL) <> ?
            """,
            [optedOut, now, conversation.number, optedOut]
        )
        // A question of after the first STOP may wait again.
        if optedOut { try stopFollowUps(of: conversation) }
        guard changed == 1 else { return }
        try audit(optedOut ? "contact.opted_out" : "contact.opted_in", of: "conversation \(conversation)")
    }
}
