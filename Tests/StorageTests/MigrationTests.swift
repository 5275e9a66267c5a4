import Foundation
import GRDB
import Testing

@testable import Storage

@Suite struct MigrationTests {
    /// A database as the version before the step made it, with one message on its way in and two on their way out.
    private static let older = """
        INSERT INTO contact (channel, address_index, address_sealed, created_at) VALUES ('zalo', x'01', x'02', 1);
        INSERT INTO conversation (contact_id, updated_at) VALUES (1, 1);
        INSERT INTO message (conversation_id, direction, channel, text, created_at)
            VALUES (1, 'in', 'zalo', 'a', 1), (1, 'out', 'zalo', 'b', 2), (1, 'out', 'sms', 'b', 3);
        INSERT INTO incoming VALUES (1, 1, 'pending', 2, 'worker', 9, 'slow', NULL);
        INSERT INTO outgoing
            (message_id, conversation_id, channel, state, attempts, created_at, not_before, provider_detail, last_error,
            sent_at, switched_from)
            VALUES (2, 1, 'zalo', 'failed', 3, 2, 2, 'x', 'y', NULL, NULL),
                (3, 1, 'sms', 'queued', 0, 3, 7, NULL, NULL, NULL, 2);
        """

    private func rows(_ db: Database, _ table: String, _ columns: String) throws -> [Row] {
        try Row.fetchAll(db, sql: "SELECT \(columns) FROM \(table) ORDER BY message_id")
    }

    @Test func `the inbox and the outbox keep every row and rule when their checks are made anew`() throws {
        let queue = try DatabaseQueue()
        let inbox = "message_id, conversation_id, state, attempts, lease_owner, lease_until, last_error, handled_at"
        let outbox = """
            message_id, conversation_id, channel, state, attempts, created_at, not_before, lease_owner, lease_until,
            provider_detail, last_error, sent_at, switched_from, due_at
            """
        try Migrations.migrator.migrate(queue, upTo: "0009 delivery")
        let before = try queue.write { db in
            try db.execute(sql: Self.older)
            return (try rows(db, "incoming", inbox), try rows(db, "outgoing", outbox))
        }
        let indexes = "SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY name"
        let older = try queue.read { try String.fetchAll($0, sql: indexes) }
        try Migrations.migrator.migrate(queue, upTo: "0010 checks")
        try queue.write { db in
            try #expect(rows(db, "incoming", inbox) == before.0)
            try #expect(rows(db, "outgoing", outbox) == before.1)
            try #expect(String.fetchAll(db, sql: indexes) == older)
            for broken in [
                "UPDATE incoming SET state = 'odd'", "UPDATE outgoing SET state = 'odd'",
                "UPDATE outgoing SET switched_from = 2", "UPDATE outgoing SET switched_from = 99 WHERE message_id = 3",
                "UPDATE incoming SET conversation_id = 99",
                "INSERT INTO incoming VALUES (99, 1, 'pending', 0, 0, 0, 0, 0)",
            ] {
                #expect(throws: DatabaseError.self, "\(broken)") { try db.execute(sql: broken) }
            }
        }
    }

    @Test func `matters of before the step stay what they were, and denunciations become restricted`() throws {
        let queue = try DatabaseQueue()
        try Migrations.migrator.migrate(queue, upTo: "0010 checks")
        try queue.write { db in
            try db.execute(sql: Self.older)
            try db.execute(
                sql: """
                    INSERT INTO escalation (conversation_id, message_id, reason, unit, state, created_at)
                        VALUES (1, 1, 'denunciation', NULL, 'open', 1), (1, 1, 'feedback', 'one', 'answered', 2),
                            (NULL, NULL, 'channel_broken', NULL, 'open', 3);
                    """)
        }
        try Migrations.migrator.migrate(queue)
        try queue.write { db in
            try #expect(
                Int.fetchAll(db, sql: "SELECT is_restricted FROM escalation ORDER BY id") == [1, 0, 0])
            try #expect(Int.fetchOne(db, sql: "SELECT COUNT(*) FROM message WHERE silence IS NULL") == 3)
            try #expect(Int.fetchAll(db, sql: "SELECT crashes FROM incoming") == [0])
            try #expect(Int.fetchAll(db, sql: "SELECT rank FROM outgoing") == [0, 0])
            try #expect(Row.fetchAll(db, sql: "PRAGMA foreign_key_check").isEmpty)
            // A villager's reply to a denunciation and one to another matter are two open ones; the same twice is not.
            let reply = "INSERT INTO escalation (conversation_id, reason, state, created_at, is_restricted) VALUES "
            try db.execute(sql: reply + "(1, 'villager_reply', 'open', 4, 0), (1, 'villager_reply', 'open', 4, 1)")
            #expect(throws: DatabaseError.self) {
                try db.execute(sql: reply + "(1, 'villager_reply', 'open', 5, 1)")
            }
        }
    }

    @Test func `sums of weeks begin with what was there, as if it had been counted from the start`() throws {
        let day = 86_400_000 as Int64
        let rows = """
            INSERT INTO contact (channel, address_index, address_sealed, created_at)
                VALUES ('zalo', x'01', x'02', 1), ('sms', x'03', x'02', 1);
            INSERT INTO conversation (contact_id, updated_at) VALUES (1, 1), (2, 1);
            INSERT INTO escalation (conversation_id, reason, unit, state, created_at, commune, hamlet, closed_as,
                promised_by, answered_at, first_answer_at) VALUES
                (1, 'feedback', 'one', 'open', \(day), 'a', NULL, NULL, 5, NULL, NULL),
                (1, 'feedback', NULL, 'answered', \(day * 4), 'a', 'b', NULL, \(day * 5), \(day * 5), NULL),
                (1, 'feedback', NULL, 'answered', \(day * 4), 'a', 'b', 'spam', \(day * 5), \(day * 5 + 1), NULL),
                (2, 'denunciation', NULL, 'answered', \(day * 9), NULL, NULL, NULL, NULL, \(day * 9), \(day * 9)),
                (2, 'denunciation', NULL, 'open', \(day * 9), NULL, NULL, NULL, \(day * 10), NULL, \(day * 9));
            INSERT INTO interest (contact_id, topic, at)
                VALUES (1, 'a', \(day)), (1, 'b', \(day)), (2, 'a', \(day * 8));
            INSERT INTO day_sum VALUES ('zalo', 3, 'received', '9', 4), ('zalo', 4, 'received', '9', 5),
                ('zalo', 5, 'received', '9', 6), ('sms', 5, 'unmarked', '', 1);
            INSERT INTO person_day VALUES ('zalo', 3, 1, -1), ('zalo', 4, 1, 3), ('zalo', 4, 2, -1), ('zalo', 9, 1, 4);
            """
        func sums(fillingUpTo step: String) throws -> [[Row]] {
            let queue = try DatabaseQueue()
            try Migrations.migrator.migrate(queue, upTo: step)
            try queue.write { try $0.execute(sql: rows) }
            try Migrations.migrator.migrate(queue)
            return try queue.read { db in
                [
                    try Row.fetchAll(db, sql: "SELECT * FROM matter_sum"),
                    try Row.fetchAll(db, sql: "SELECT * FROM day_sum WHERE measure <> 'people'"),
                    try Row.fetchAll(db, sql: "SELECT * FROM week_sum WHERE measure <> 'people'"),
                    // The program counts people itself.
                    try Row.fetchAll(db, sql: "SELECT number FROM day_sum WHERE measure = 'people' ORDER BY day"),
                    try Row.fetchAll(db, sql: "SELECT number FROM week_sum WHERE measure = 'people' ORDER BY week"),
                    try Row.fetchAll(db, sql: "SELECT before, day, number FROM person_return"),
                ]
            }
        }
        let before = try sums(fillingUpTo: "0020 unknown")
        let counted = try sums(fillingUpTo: "0021 weeks")
        #expect(before[0].count == 4 && before[1].count == 7)
        #expect(Array(before[..<3]) == Array(counted[..<3]))
        #expect(before[3].map { $0["number"] } == [1, 2, 1])
        #expect(before[4].map { $0["number"] } == [1, 3])
        #expect(before[5] == [["before": 3, "day": 4, "number": 1], ["before": 4, "day": 9, "number": 1]])
    }
}
