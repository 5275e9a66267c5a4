package import Conversations
package import Foundation

extension GatewayStore {
    /// Keeps what the dialogue decided: the message done, the new state, the replies and the escalation, or nothing.
    ///
    /// All turns are one transaction. A turn whose worker no longer holds the lease is left out wholly, and its
    /// message is among those given back.
    package func commit(_ turns: [HandledTurn], now: Date) async throws -> [MessageID] {
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
        let decision = isSpent ? turn.decision + ", beyond the budget" : turn.decision
        try keepTrace(of: turn, decision: decision)
        if turn.leavesState || isSpent {
            try noteTurn(of: turn.conversation, answers: turn.answersToday)
        } else {
            try keep(turn.state, of: turn.conversation, after: turn.message, answers: turn.answersToday)
        }
        let origin = EffectOrigin(
            message: turn.message, conversation: turn.conversation, channel: channel, commune: turn.commune,
            spelling: turn.state.spelling, topic: turn.state.topic)
        try apply(isSpent ? turn.effects.filter { !$0.isAnswer } : turn.effects, of: origin)
        try audit(
            "turn.handled",
            of: "message \(turn.message)",
            detail: turn.leavesState ? decision + ", out of turn" : decision
        )
        return true
    }

    private func keepTrace(of turn: HandledTurn, decision: String) throws {
        let understanding = try sealing.guarded(
            StoredJSON.text(turn.understanding),
            in: .understanding(turn.conversation)
        )
        try run(
            "UPDATE message SET understanding = ?, understanding_sealed = ?, decision = ? WHERE id = ?",
            [understanding.masked, understanding.sealed, Self.kept(decision), turn.message.number]
        )
    }

    /// The channel of the message, where something is sent back by it.
    private func channel(of turn: HandledTurn) throws -> ChannelID? {
        guard !turn.replies.isEmpty || turn.alert != nil else { return nil }
        return try first("SELECT channel FROM message WHERE id = ?", [turn.message.number]) { row in
            ChannelID(rawValue: try row.next())
        }
    }
}
