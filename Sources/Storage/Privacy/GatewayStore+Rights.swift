package import Conversations
package import Foundation

/// What the law lets a villager ask for: a copy of what is kept of them, and that it is erased.
extension GatewayStore {
    /// All that is kept of an address on a channel, in full; nil where it never wrote.
    package func export(_ address: String, on channel: ChannelID) async throws -> PersonalData? {
        try await read { try $0.personalData(of: address, on: channel) }
    }

    /// Erases what was said and who said it, so that no file of the store holds it any more; counts stay.
    ///
    /// Noted in the list of erasures first, so a backup of before is erased again when it is brought back. An open matter stays
    /// with staff, without its words.
    ///
    /// - Returns: how many messages were emptied; nil where the address never wrote.
    package func erase(_ address: String, on channel: ChannelID, by actor: String, now: Date) async throws -> Int? {
        let index = sealing.index(of: address, on: channel)
        let isKnown = try await read { try $0.conversation(with: address, on: channel) != nil }
        guard isKnown else { return nil }
        let entry = ErasureList.Entry(channel: channel, index: index, at: now)
        try ErasureList(besides: path).add([entry])
        let erased = try await erase(entry, by: actor, now: now)
        try await cutJournal(at: now)
        return erased ?? 0
    }

    /// Does again what the list of erasures asks for; a database that was brought back from a backup may be older than it.
    ///
    /// - Returns: how many villagers were erased.
    package func eraseAgain(now: Date) async throws -> Int {
        var count = 0
        for entry in try ErasureList(besides: path).entries()
        where try await erase(entry, by: "gateway", now: now) != nil {
            count += 1
        }
        if count > 0 { try await cutJournal(at: now) }
        return count
    }

    private func erase(_ entry: ErasureList.Entry, by actor: String, now: Date) async throws -> Int? {
        try await write(at: now) { transaction in
            let known: (contact: Int64, conversation: Int64, sealed: Data)? = try transaction.first(
                """
                SELECT contact.id, conversation.id, contact.address_sealed FROM contact
                JOIN conversation ON conversation.contact_id = contact.id
                WHERE contact.channel = ? AND contact.address_index = ? AND contact.created_at <= ?
                """,
                [entry.channel.rawValue, entry.index, entry.at.milliseconds]
            ) { (try $0.next(), try $0.next(), try $0.next()) }
            guard let known else { return nil }
            let conversation = ConversationID(known.conversation)
            let address = try? transaction.address(known.sealed, index: entry.index)
            // What waits for nobody's answer any more is not sent to them either.
            try transaction.run(
                """
                UPDATE outgoing SET state = 'failed', last_error = 'erased' WHERE conversation_id = ?
                AND due_at IS NOT NULL
                """, [conversation.number])
            try transaction.run(
                "UPDATE incoming SET state = 'handled', handled_at = ? WHERE conversation_id = ? AND state = 'pending'",
                [transaction.now, conversation.number])
            var count = try transaction.eraseTexts(of: conversation, before: transaction.now + 1)
            if let address { count += try transaction.eraseMentions(of: address) }
            try transaction.run(
                """
                UPDATE dossier_followup SET digits = NULL, state = 'stopped', due_at = NULL, ended_at = ?
                WHERE contact_id = ? AND state = 'waiting'
                """, [transaction.now, known.contact])
            try transaction.run(
                "UPDATE escalation SET detail = NULL WHERE conversation_id = ?", [conversation.number])
            try transaction.eraseContact(known.contact, conversation)
            try transaction.audit("privacy.erased", of: "conversation \(conversation)", by: actor)
            return count
        }
    }
}

extension Transaction {
    /// Alerts to officers that name the address, and calls of it that were set aside.
    fileprivate func eraseMentions(of address: String) throws -> Int {
        let tail = String(address.suffix(StoreLimits.addressTail + 6))
        let alerts: [(Int64, Int64, String, Data?)] = try all(
            """
            SELECT id, conversation_id, text, original_sealed FROM message
            WHERE direction = 'out' AND substr(template, 1, \(Self.alertTemplates.count)) = ?
            """, [Self.alertTemplates]
        ) { (try $0.next(), try $0.next(), try $0.next(), $0.nextIfAny()) }
        var count = 0
        for (id, conversation, masked, original) in alerts {
            let text = GuardedText(masked: masked, sealed: original)
            guard let full = try? sealing.full(text, in: .original(ConversationID(conversation))), full.contains(tail)
            else { continue }
            try run("UPDATE message SET text = '', original_sealed = NULL WHERE id = ?", [id])
            count += 1
        }
        let held: [(Int64, Data?)] = try all("SELECT id, sender_sealed FROM quarantine WHERE sender_sealed IS NOT NULL")
        {
            (try $0.next(), $0.nextIfAny())
        }
        for (id, sender) in held {
            guard let sender, let name = try? sealing.open(sender, in: .quarantinedSender), name == address else {
                continue
            }
            try run(
                """
                UPDATE quarantine SET sender_sealed = NULL, bytes_sealed = x'',
                    outcome = ifnull(outcome, 'discarded'), ended_at = ifnull(ended_at, ?) WHERE id = ?
                """, [now, id])
        }
        return count
    }
}
