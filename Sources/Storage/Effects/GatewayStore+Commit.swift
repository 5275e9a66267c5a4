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
            let ours = try transaction.finish(turns)
            try transaction.keep(zip(turns, ours).filter(\.1).map(\.0))
            return zip(turns, ours).filter { !$0.1 }.map(\.0.message)
        }
    }
}

extension Transaction {
    /// Marks the messages as done, and says of which the lease is still the worker's.
    fileprivate func finish(_ turns: [HandledTurn]) throws -> [Bool] {
        try changes(
            """
            UPDATE incoming SET state = 'handled', handled_at = ?, lease_owner = NULL, lease_until = NULL
            WHERE message_id = ? AND conversation_id = ? AND state = 'pending' AND lease_owner = ?
            """,
            each: turns.map { [now, $0.message.number, $0.conversation.number, $0.owner] }
        ).map { $0 == 1 }
    }

    fileprivate func keep(_ turns: [HandledTurn]) throws {
        var gathered = GatheredEffects()
        let asked = turns.filter { $0.effects.contains(where: \.isAnswer) }.map(\.conversation)
        for (conversation, matter) in zip(asked, try heldMatters(of: asked)) {
            gathered.held[conversation] = .some(matter)
        }
        for turn in turns { try keep(turn, gathering: &gathered) }
        try send(&gathered)
    }

    private func keep(_ turn: HandledTurn, gathering gathered: inout GatheredEffects) throws {
        // Beyond the budget nothing is answered that the villager could answer to, so the state stays what it was.
        let isSpent = try isBeyondBudget(turn)
        let decision = isSpent ? turn.decision + ", beyond the budget" : turn.decision
        try keepTrace(of: turn, decision: decision)
        if turn.leavesState || isSpent {
            try noteTurn(of: turn.conversation, answers: turn.answersToday)
        } else {
            try keep(turn.state, of: turn.conversation, after: turn.message, answers: turn.answersToday)
        }
        let origin = EffectOrigin(
            message: turn.message, conversation: turn.conversation, channel: turn.channel, commune: turn.commune,
            spelling: turn.state.spelling, topic: turn.state.topic)
        try apply(
            isSpent ? turn.effects.filter { !$0.isAnswer } : turn.effects, of: origin, gathering: &gathered)
        gathered.deeds.append(
            NewAuditEntry(
                action: "turn.handled", subject: "message \(turn.message)",
                detail: turn.leavesState ? decision + ", out of turn" : decision))
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
}
