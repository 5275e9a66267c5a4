package import Conversations
package import Foundation

extension GatewayStore {
    /// What waits for staff: emergencies and broken channels first, then what was promised soonest, then the oldest.
    ///
    /// - Parameters:
    ///   - limit: the most to show; emergencies and broken channels are shown beyond it.
    ///   - restricted: the list of denunciations. The open list has none of them, and of their conversations no text from
    ///     the denunciation on: what is raised after it stands there without its words, emergencies with their own alone.
    package func openEscalationList(limit: Int, restricted: Bool = false) async throws -> OpenEscalations {
        try await read { try $0.openEscalations(limit: limit, restricted: restricted) }
    }

    /// The same without the counts.
    package func openEscalations(limit: Int, restricted: Bool = false) async throws -> [EscalationSummary] {
        try await openEscalationList(limit: limit, restricted: restricted).shown
    }

    /// What may be told of a case in the conversation that it belongs to.
    package func caseState(_ id: EscalationID, in conversation: ConversationID) async throws -> CaseState {
        try await read { transaction in
            try transaction.first(
                "SELECT state = 'open', promised_by FROM escalation WHERE id = ? AND conversation_id = ?",
                [id.number, conversation.number]
            ) { row in
                let isOpen: Bool = try row.next()
                return isOpen ? .open(promisedBy: row.nextIfAny().map(Date.init(milliseconds:))) : .answered
            } ?? .unknown
        }
    }

    /// One escalation, open or answered; nil when there is none of this number in the list that was asked for.
    package func escalation(_ id: EscalationID, restricted: Bool = false) async throws -> EscalationSummary? {
        try await read { transaction in
            guard try transaction.isVisible(id, restricted: restricted) else { return nil }
            return try transaction.summary(id, restricted: restricted)
        }
    }

    /// Sends an officer's answer to the villager and closes the escalation, in one transaction.
    ///
    /// - Parameter restricted: whether the officer may answer what only the handler of denunciations sees.
    package func answer(
        escalation: EscalationID,
        text: String,
        by officer: String,
        restricted: Bool = false,
        now: Date
    ) async throws(StorageError) -> MessageID {
        do {
            return try await write(at: now) { transaction in
                try transaction.answer(escalation, text: text, by: officer, restricted: restricted)
            }
        } catch let error as StorageError {
            throw error
        } catch {
            // All that is left is the cancellation of the task.
            throw StorageError(
                .cancelled,
                "The answer to escalation \(escalation) was given up before it was kept.",
                mend: "Send it again."
            )
        }
    }
}

extension Transaction {
    fileprivate func answer(
        _ id: EscalationID, text: String, by officer: String, restricted: Bool
    ) throws -> MessageID {
        guard !text.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty else {
            throw StorageError(.emptyText, "The answer to escalation \(id) is empty.", mend: "Write a text.")
        }
        // One writer: else two officers may answer at once; the ending would have to come first and say whether it was open.
        let found: (isOpen: Bool, answeredBy: String?, conversation: Int64?, channel: String?)? = try first(
            """
            SELECT escalation.state = 'open', escalation.answered_by, escalation.conversation_id, contact.channel
            FROM escalation
            LEFT JOIN conversation ON conversation.id = escalation.conversation_id
            LEFT JOIN contact ON contact.id = conversation.contact_id
            WHERE escalation.id = ?
            """,
            [id.number]
        ) { (try $0.next(), $0.nextIfAny(), $0.nextIfAny(), $0.nextIfAny()) }
        // The same words for both, so that nobody learns which numbers are denunciations.
        guard let found, try isVisible(id, restricted: restricted) else {
            throw StorageError(
                .unknownEscalation,
                "There is no escalation \(id) in this list.",
                mend: "Look up its number in the list; one of the restricted list needs --restricted."
            )
        }
        guard found.isOpen else {
            throw StorageError(
                .alreadyAnswered,
                "Escalation \(id) was already answered by \(found.answeredBy ?? "somebody").",
                mend: "Read that answer before you write again."
            )
        }
        guard let number = found.conversation, let channel = found.channel else {
            throw StorageError(
                .noConversation,
                "Nobody can be answered: the sender of escalation \(id) is not known.",
                mend: "Ask the provider for the sender."
            )
        }
        let message = try enqueue(
            text,
            to: ConversationID(number),
            on: ChannelID(rawValue: channel),
            author: officer
        )
        try endMatters(by: officer, where: "id = ?", [id.number])
        try audit("escalation.answered", of: "escalation \(id)", by: officer, detail: "message \(message)")
        return message
    }
}
