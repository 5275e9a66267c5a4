import Conversations

extension DoctorCheck {
    /// A question about a dossier that had to wait is looked up again until it is told, once, or staff have it.
    static let followUps: [DoctorCheck] = [
        DoctorCheck(
            "follow-up of nobody", of: "dossier_followup",
            means: "A dossier is looked up for a villager or a message that is gone.",
            sql: """
                SELECT id FROM dossier_followup
                WHERE contact_id NOT IN (SELECT id FROM contact)
                    OR conversation_id NOT IN (SELECT id FROM conversation)
                    OR message_id NOT IN (SELECT id FROM message)
                """,
            mend: .statements(
                "removes it; where it was waiting and the villager is still known, staff get it",
                [
                    escalation(
                        of: "dossier_followup", as: .dossierQuestion, message: "NULL",
                        where: """
                            id = :row AND state = 'waiting' AND conversation_id IN (SELECT id FROM conversation)
                            """),
                    "DELETE FROM dossier_followup WHERE id = :row",
                ])),
        DoctorCheck(
            "follow-up of another", of: "dossier_followup",
            means: "A dossier would be told to another villager than the one who asked.",
            sql: """
                SELECT dossier_followup.id FROM dossier_followup
                JOIN message ON message.id = dossier_followup.message_id
                JOIN conversation ON conversation.id = dossier_followup.conversation_id
                WHERE message.conversation_id <> conversation.id
                    OR conversation.contact_id <> dossier_followup.contact_id
                """,
            mend: .byHand("it was changed by hand: compare with a backup")),
        DoctorCheck(
            "follow-up state", of: "dossier_followup",
            means: "A question about a dossier is in a state that this version does not know.",
            sql: """
                SELECT id FROM dossier_followup
                WHERE state NOT IN (\(FollowUpState.allCases.sqlList))
                """,
            mend: .byHand("use the version of the gateway that wrote it")),
        DoctorCheck(
            "follow-up twice", of: "dossier_followup",
            means: "One villager waits twice for the same dossier, so he would be told twice.",
            // The one with the digits is worth more, then the newer one.
            sql: """
                SELECT id FROM dossier_followup
                WHERE state = 'waiting' AND EXISTS (
                    SELECT 1 FROM dossier_followup AS other
                    WHERE other.state = 'waiting' AND other.contact_id = dossier_followup.contact_id
                        AND other.commune = dossier_followup.commune AND other.code = dossier_followup.code
                        AND (other.digits IS NOT NULL, other.id) > (dossier_followup.digits IS NOT NULL, dossier_followup.id))
                """,
            mend: .statements(
                "keeps the one that knows most; restore a backup if the index dossier_followup_once is gone",
                ["UPDATE dossier_followup SET state = 'answered', due_at = NULL, ended_at = :now WHERE id = :row"])),
        DoctorCheck(
            "follow-up half ended", of: "dossier_followup",
            means: "A question about a dossier has ended without a time, or waits and has one.",
            sql: "SELECT id FROM dossier_followup WHERE (state = 'waiting') = (ended_at IS NOT NULL)",
            mend: .statements(
                "sets the time as the state says",
                [
                    """
                    UPDATE dossier_followup SET ended_at = CASE WHEN state <> 'waiting' THEN :now END WHERE id = :row
                    """
                ])),
        DoctorCheck(
            "given up without staff", of: "dossier_followup",
            means: "A dossier could not be looked up, and staff were never told.",
            sql: """
                SELECT id FROM dossier_followup
                WHERE state = 'given_up' AND NOT \(told("dossier_followup", .dossierQuestion))
                    AND NOT \(told("dossier_followup", .handlingFailed))
                """,
            mend: .statements(
                "hands it to staff", [escalation(of: "dossier_followup", as: .dossierQuestion, where: "id = :row")])),
        DoctorCheck(
            "follow-up overdue", of: "dossier_followup",
            means: "A dossier should have been looked up again more than a quarter of an hour ago.",
            sql: "SELECT id FROM dossier_followup WHERE due_at < :overdue",
            mend: .byHand("see that the gateway runs, and read its log")),
    ]
}
