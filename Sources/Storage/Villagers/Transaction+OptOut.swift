import Conversations

extension Transaction {
    /// Notes whether a villager wants messages that they did not ask for; said again it changes nothing.
    func setOptedOut(_ optedOut: Bool, of conversation: ConversationID) throws {
        // COALESCE keeps the time of the first STOP when a second one comes.
        let changed = try changes(
            """
            UPDATE contact SET opted_out_at = CASE WHEN ? THEN COALESCE(opted_out_at, ?) END
            WHERE id = (SELECT contact_id FROM conversation WHERE id = ?) AND CASE WHEN opted_out_at IS NULL THEN 0 ELSE 1 END <> ?
            """,
            [optedOut, now, conversation.number, optedOut]
        )
        // A question of after the first STOP may wait again.
        if optedOut { try stopFollowUps(of: conversation) }
        guard changed == 1 else { return }
        try audit(optedOut ? "contact.opted_out" : "contact.opted_in", of: "conversation \(conversation)")
    }
}
