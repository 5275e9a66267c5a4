extension DoctorCheck {
    /// Two channels of one villager are linked both ways; codes and wrong tries are his.
    static let links: [DoctorCheck] = [
        DoctorCheck(
            "link of nobody", of: "contact_link",
            means: "A villager's two channels are linked, but one of them is gone.",
            sql: "SELECT contact_id FROM contact_link WHERE NOT \(bothAreKnown) ORDER BY contact_id",
            mend: .statements(
                "takes the link away; he can link anew", ["DELETE FROM contact_link WHERE contact_id = :row"])),
        DoctorCheck(
            "link of one side", of: "contact_link",
            means: "One channel of a villager is linked with another that is not linked with it.",
            sql: """
                SELECT contact_id FROM contact_link
                WHERE \(bothAreKnown) AND NOT EXISTS (
                    SELECT 1 FROM contact_link AS other
                    WHERE other.contact_id = contact_link.other_id AND other.other_id = contact_link.contact_id)
                """,
            mend: .statements(
                "takes the link away, for it may be a stranger's; he can link anew",
                ["DELETE FROM contact_link WHERE contact_id = :row"])),
        DoctorCheck(
            "link on one channel", of: "contact_link",
            means: "Two villagers of the same channel are linked, so one could get the other's answers.",
            sql: """
                SELECT contact_id FROM contact_link
                JOIN contact ON contact.id = contact_link.contact_id
                JOIN contact AS other ON other.id = contact_link.other_id
                WHERE contact.channel = other.channel ORDER BY contact_id
                """,
            mend: .statements("takes the link away", ["DELETE FROM contact_link WHERE contact_id = :row"])),
        DoctorCheck(
            "link code of nobody", of: "link_code",
            means: "A code to link two channels belongs to nobody, or was used by a message that is gone.",
            sql: """
                SELECT contact_id FROM link_code
                WHERE contact_id NOT IN (SELECT id FROM contact)
                    OR (used_by IS NOT NULL AND used_by NOT IN (SELECT id FROM message))
                ORDER BY contact_id
                """,
            mend: .statements(
                "removes the code; a new one can be asked for", ["DELETE FROM link_code WHERE contact_id = :row"])),
        DoctorCheck(
            "wrong code of another", of: "link_attempt",
            means: "A wrong code is counted to another villager than the one who sent it.",
            sql: """
                SELECT link_attempt.message_id FROM link_attempt
                JOIN message ON message.id = link_attempt.message_id
                JOIN conversation ON conversation.id = message.conversation_id
                WHERE conversation.contact_id <> link_attempt.contact_id
                """,
            mend: .statements(
                "counts it to the one who sent it",
                [
                    """
                    UPDATE link_attempt SET contact_id = (
                        SELECT conversation.contact_id FROM message
                        JOIN conversation ON conversation.id = message.conversation_id WHERE message.id = :row)
                    WHERE message_id = :row
                    """
                ])),
    ]

    private static let bothAreKnown = """
        (contact_id IN (SELECT id FROM contact) AND other_id IN (SELECT id FROM contact))
        """
}
