import Foundation

/// Faults in what the delivery and the intake promise; the database is the one of `withSickStore`.
extension DoctorTests {
    private static func followUp(
        _ id: Int, contact: Int = 1, conversation: Int = 1, message: Int = 1, state: String = "waiting",
        due: String = "1780000060000", ended: String = "NULL"
    ) -> String {
        """
        INSERT INTO dossier_followup
            (id, contact_id, conversation_id, message_id, commune, code, follows, is_proven, spelling, state,
            created_at, gives_up_at, due_at, ended_at)
        VALUES (\(id), \(contact), \(conversation), \(message), 'dak-ha', 'x', 0, 0, 'marked', '\(state)',
            1780000000000, 1780014400000, \(due), \(ended));
        """
    }

    private static func setAside(
        _ id: Int, kind: String = "unproven", outcome: String = "'discarded'", ended: String = "0, 'Lan'",
        bytes: String = "x''"
    ) -> String {
        """
        INSERT INTO quarantine
            (id, channel, provider_id, reason, bytes_sealed, received_at, kind, outcome, ended_at, ended_by)
        VALUES (\(id), 'sms-dak-ha', 'q\(id)', '', \(bytes), 0, '\(kind)', \(outcome), \(ended));
        """
    }

    private static let zalo = """
        INSERT INTO contact (id, channel, address_index, address_sealed, created_at)
        SELECT 3, 'zalo', address_index, address_sealed, 0 FROM contact WHERE id = 2;
        INSERT INTO conversation (id, contact_id, updated_at) VALUES (3, 3, 0);
        """

    static let deliveryCases: [Case] = [
        Case(
            check: "outgoing channel", sql: "UPDATE outgoing SET channel = '' WHERE message_id = 3", rows: [3]),
        Case(
            check: "switched from nothing", sql: "UPDATE outgoing SET switched_from = 4 WHERE message_id = 3", rows: [3]
        ),
        Case(
            check: "switched but waiting", sql: "UPDATE outgoing SET switched_from = 3 WHERE message_id = 2", rows: [3]),
        Case(
            check: "switched but sent", sql: "UPDATE outgoing SET switched_from = 2 WHERE message_id = 3", rows: [2],
            isMended: false),
        Case(
            check: "switched twice",
            sql: """
                DROP INDEX outgoing_switched;
                INSERT INTO message (id, conversation_id, direction, channel, text, created_at)
                VALUES (5, 1, 'out', 'sms-dak-ha', 'x', 0);
                INSERT INTO outgoing
                    (message_id, conversation_id, channel, state, created_at, not_before, attempts, sent_at)
                VALUES (5, 1, 'sms-dak-ha', 'sent', 0, 0, 1, 0);
                UPDATE outgoing SET state = 'failed' WHERE message_id = 2;
                UPDATE outgoing SET switched_from = 2 WHERE message_id IN (3, 5)
                """,
            rows: [5], isMended: false),
        Case(
            check: "pace far ahead",
            sql: "INSERT INTO channel_pace (channel, free_at, set_at) VALUES ('sms-dak-ha', 20000000, 0)", rows: []),
        Case(
            check: "link of nobody",
            sql: "INSERT INTO contact_link VALUES (1, 9, 0); INSERT INTO contact_link VALUES (8, 2, 0)", rows: [1, 8],
            also: ["foreign keys"]),
        Case(
            check: "link of one side", sql: zalo + "INSERT INTO contact_link VALUES (1, 3, 0)", rows: [1],
            also: ["address seal"]),
        Case(
            check: "link on one channel",
            sql: "INSERT INTO contact_link VALUES (1, 2, 0); INSERT INTO contact_link VALUES (2, 1, 0)", rows: [1, 2]),
        Case(
            check: "link code of nobody",
            sql: "INSERT INTO link_code VALUES (9, x'01', 0, NULL); INSERT INTO link_code VALUES (1, x'02', 0, 99)",
            rows: [1, 9], also: ["foreign keys"]),
        Case(check: "wrong code of another", sql: "INSERT INTO link_attempt VALUES (4, 1, 0)", rows: [4]),
        Case(
            check: "follow-up of nobody", sql: followUp(1, message: 99) + followUp(2, contact: 9, conversation: 9),
            rows: [1, 2], also: ["foreign keys"]),
        Case(check: "follow-up of another", sql: followUp(1, message: 4), rows: [1], isMended: false),
        Case(
            check: "follow-up state",
            sql: "PRAGMA ignore_check_constraints = ON;" + followUp(1, state: "odd", due: "NULL", ended: "0"),
            rows: [1], isMended: false),
        Case(
            check: "follow-up twice",
            sql: "DROP INDEX dossier_followup_once;" + followUp(1) + followUp(2) + followUp(3)
                + "UPDATE dossier_followup SET digits = '4567' WHERE id = 2",
            rows: [1, 3]),
        Case(
            check: "follow-up half ended",
            sql: followUp(1, state: "told", due: "NULL") + followUp(2, ended: "1"), rows: [1, 2]),
        Case(
            check: "given up without staff", sql: followUp(1, state: "given_up", due: "NULL", ended: "1"), rows: [1]),
        Case(check: "follow-up overdue", sql: followUp(1, due: "5"), rows: [1], isMended: false),
    ]

    static let intakeCases: [Case] = [
        Case(
            check: "set aside state",
            sql: setAside(1, kind: "odd") + setAside(2, outcome: "'odd'")
                + setAside(3, kind: "unreadable", outcome: "'released'"), rows: [1, 2, 3], isMended: false),
        Case(check: "set aside half ended", sql: setAside(1, ended: "0, NULL"), rows: [1], isMended: false),
        Case(check: "set aside but kept", sql: setAside(1, bytes: "x'00'"), rows: [1]),
        Case(
            check: "set aside without staff",
            sql: setAside(1, outcome: "NULL", ended: "NULL, NULL")
                + setAside(2, kind: "unreadable", outcome: "NULL", ended: "NULL, NULL"),
            rows: [1, 2], also: ["set aside seal"]),
        Case(
            check: "set aside seal",
            sql: setAside(1, outcome: "NULL", ended: "NULL, NULL", bytes: "x'00'") + """
                INSERT INTO escalation (channel, reason, state, created_at)
                VALUES ('sms-dak-ha', 'unproven_calls', 'open', 0)
                """,
            rows: [1], isMended: false),
        Case(
            check: "escalation of what is gone",
            sql: """
                INSERT INTO escalation (id, quarantine_id, reason, state, created_at)
                VALUES (5, 9, 'unreadable_message', 'open', 0)
                """,
            rows: [5], isMended: false, also: ["foreign keys"]),
        Case(check: "burst without a cause", sql: "UPDATE conversation SET burst_since = 7 WHERE id = 1", rows: [1]),
        Case(check: "limited without staff", sql: "UPDATE message SET decision = 'limited' WHERE id = 1", rows: [1]),
        Case(
            check: "order ahead of arrivals",
            sql: "UPDATE conversation SET newest_sent_at = 9999999999999 WHERE id = 1", rows: [1]),
    ]
}
