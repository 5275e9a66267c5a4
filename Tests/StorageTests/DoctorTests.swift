import Conversations
import Foundation
import GRDB
import Testing

@testable import Storage

/// Each fault is made by SQL behind the store's back, found, repaired where that is safe, and gone.
@Suite struct DoctorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var check: String
        var sql: String
        /// The rows that must be named.
        var rows: [Int64]
        /// Whether `--repair` ends it.
        var isMended = true
        /// Other checks that must find this fault too.
        var also: Set<String> = []
        var testDescription: String { check }
    }

    // The database of `withSickStore`: conversation 1 has the answered message 1 with the sent answer 2 and the queued
    // answer 3; conversation 2 the pending message 4.
    static let cases: [Case] = old + deliveryCases + intakeCases + numberCases

    private static let old: [Case] = [
        Case(
            check: "conversation missing",
            sql: "INSERT INTO contact (id, channel, address_index, address_sealed, created_at)"
                + " VALUES (3, 'sms-dak-ha', x'00', x'00', 0)", rows: [3],
            also: ["address seal"]),
        Case(check: "incoming missing", sql: "DELETE FROM incoming WHERE message_id = 4", rows: [4]),
        Case(check: "outgoing missing", sql: "DELETE FROM outgoing WHERE message_id = 3", rows: [3]),
        Case(
            check: "provider id twice",
            sql: """
                DROP INDEX message_once;
                UPDATE message SET provider_id = 'a' WHERE id = 4
                """,
            rows: [4], isMended: false),
        Case(
            check: "channel differs", sql: "UPDATE message SET channel = 'zalo' WHERE id = 4", rows: [4],
            isMended: false),
        Case(
            check: "incoming without message",
            sql: "INSERT INTO incoming (message_id, conversation_id, state) VALUES (9, 1, 'failed')",
            rows: [9], also: ["foreign keys", "failed without staff"]),
        Case(
            check: "incoming of an answer",
            sql: "INSERT INTO incoming (message_id, conversation_id, state) VALUES (2, 1, 'pending')", rows: [2]),
        Case(
            check: "incoming conversation", sql: "UPDATE incoming SET conversation_id = 1 WHERE message_id = 4",
            rows: [4]),
        Case(
            check: "incoming state",
            sql: "PRAGMA ignore_check_constraints = ON; UPDATE incoming SET state = 'odd' WHERE message_id = 4",
            rows: [4], isMended: false),
        Case(
            check: "decided but pending", sql: "UPDATE incoming SET state = 'pending' WHERE message_id = 1", rows: [1]),
        Case(
            check: "handled without a decision", sql: "UPDATE message SET decision = NULL WHERE id = 1", rows: [1]),
        Case(
            check: "failed without staff", sql: "UPDATE incoming SET state = 'failed' WHERE message_id = 4", rows: [4]),
        Case(
            check: "incoming lease", sql: "UPDATE incoming SET lease_owner = 'w' WHERE message_id = 1", rows: [1]),
        Case(
            check: "incoming overdue", sql: "UPDATE message SET created_at = 0 WHERE id = 4", rows: [4],
            isMended: false),
        Case(
            check: "answer missing",
            sql:
                "UPDATE incoming SET handled_at = 1 WHERE message_id = 1; UPDATE message SET decision = 'answer' WHERE id = 1",
            rows: [1]),
        Case(
            check: "handled twice",
            sql: "INSERT INTO audit (at, actor, action, subject, detail)"
                + " VALUES (0, 'gateway', 'turn.handled', 'message 1', 'x')", rows: [1],
            isMended: false),
        Case(
            check: "outgoing without message",
            sql: """
                INSERT INTO outgoing
                    (message_id, conversation_id, channel, state, created_at, not_before, attempts, sent_at)
                VALUES (9, 1, 'sms', 'sent', 0, 0, 1, 0)
                """,
            rows: [9], also: ["foreign keys"]),
        Case(
            check: "outgoing of a question",
            sql: """
                INSERT INTO outgoing
                    (message_id, conversation_id, channel, state, created_at, not_before, attempts, sent_at)
                VALUES (4, 2, 'sms-dak-ha', 'sent', 0, 0, 1, 0)
                """,
            rows: [4]),
        Case(
            check: "outgoing conversation", sql: "UPDATE outgoing SET conversation_id = 2 WHERE message_id = 3",
            rows: [3]),
        Case(
            check: "outgoing state",
            sql: "PRAGMA ignore_check_constraints = ON; UPDATE outgoing SET state = 'odd' WHERE message_id = 2",
            rows: [2], isMended: false),
        Case(
            check: "sending without an end",
            sql: "UPDATE outgoing SET state = 'sending', attempts = 1 WHERE message_id = 3", rows: [3]),
        Case(
            check: "outgoing lease", sql: "UPDATE outgoing SET lease_until = 1 WHERE message_id = 2", rows: [2]),
        Case(check: "sent without a time", sql: "UPDATE outgoing SET sent_at = NULL WHERE message_id = 2", rows: [2]),
        Case(check: "tries not counted", sql: "UPDATE outgoing SET attempts = 0 WHERE message_id = 2", rows: [2]),
        Case(
            check: "undelivered without staff", sql: "UPDATE outgoing SET state = 'failed' WHERE message_id = 2",
            rows: [2]),
        Case(
            check: "outgoing overdue", sql: "UPDATE outgoing SET not_before = 0, created_at = 0 WHERE message_id = 3",
            rows: [3], isMended: false),
        Case(
            check: "foreign keys",
            sql: "INSERT INTO interest (id, contact_id, topic, at) VALUES (7, 99, 'digital_skills', 0)", rows: [7],
            isMended: false),
        Case(
            check: "counters", sql: "UPDATE sqlite_sequence SET seq = 3 WHERE name = 'message'", rows: []),
        Case(
            check: "attachment conversation",
            sql: "INSERT INTO attachment (id, message_id, conversation_id, kind, description_sealed)"
                + " VALUES (1, 4, 1, 'image', x'00')", rows: [1],
            isMended: false),
        Case(
            check: "attachment overdue",
            sql: "INSERT INTO attachment (id, message_id, conversation_id, kind, description_sealed, due_at)"
                + " VALUES (1, 4, 2, 'image', x'00', 5)", rows: [1],
            isMended: false),
        Case(
            check: "report not counted",
            sql: """
                UPDATE message SET provider_id = 'p-2' WHERE id = 2;
                INSERT INTO delivery_report (id, channel, message_id, status, detail, at, reference)
                VALUES (1, 'sms-dak-ha', 0, 'delivered', '', 0, 'p-2')
                """,
            rows: [1]),
        Case(
            check: "guess of another", sql: "INSERT INTO dossier_attempt VALUES (4, 1, 'dak-ha', 'x', '2026-11-24')",
            rows: [4]),
        Case(
            check: "news of another",
            sql: dossier + "INSERT INTO dossier_event VALUES (1, 1, 'state', 2, NULL, NULL, NULL, NULL, 0, 0, NULL);"
                + "INSERT INTO dossier_notice VALUES (1, 2, 2)", rows: [2], isMended: false),
        Case(
            check: "follower beyond the news",
            sql: dossier + "INSERT INTO dossier_subscription VALUES (1, 1, 'marked', 8, 0)", rows: [1]),
        Case(
            check: "news overdue",
            sql: dossier + "INSERT INTO dossier_subscription VALUES (1, 1, 'marked', 0, 0);"
                + "INSERT INTO dossier_event VALUES (1, 1, 'state', 2, NULL, NULL, NULL, NULL, 0, NULL, NULL)",
            rows: [1],
            isMended: false),
        Case(
            check: "escalation without a conversation",
            sql:
                "INSERT INTO escalation (id, message_id, reason, state, created_at) VALUES (5, 1, 'feedback', 'open', 0)",
            rows: [5]),
        Case(
            check: "escalation of another message",
            sql: """
                INSERT INTO escalation (id, conversation_id, message_id, reason, state, created_at)
                VALUES (5, 1, 4, 'feedback', 'open', 0)
                """,
            rows: [5], isMended: false),
        Case(
            check: "escalation half answered",
            sql: """
                INSERT INTO escalation (id, conversation_id, reason, state, created_at)
                VALUES (5, 1, 'feedback', 'answered', 0)
                """,
            rows: [5], isMended: false),
        Case(
            check: "address seal", sql: "UPDATE contact SET address_sealed = x'00' WHERE id = 2", rows: [2],
            isMended: false),
        Case(
            check: "text seal", sql: "UPDATE message SET original_sealed = x'00' WHERE id = 4", rows: [4],
            isMended: false),
        Case(
            check: "state seal", sql: "UPDATE conversation SET state = '{}', state_sealed = x'00' WHERE id = 1",
            rows: [1]),
        Case(
            check: "integrity",
            // The index no longer holds what its new definition promises.
            sql: """
                PRAGMA writable_schema = ON;
                UPDATE sqlite_schema SET sql = 'CREATE INDEX incoming_pending ON incoming (state) WHERE state <> ''x'''
                WHERE name = 'incoming_pending'
                """,
            rows: []),
    ]

    private static let dossier = """
        INSERT INTO dossier (id, commune, code, procedure_name, state, updated_at)
        VALUES (1, 'dak-ha', 'x', 'x', 2, 0);
        """

    @Test(arguments: cases)
    func `a fault is found, mended where that is safe, and gone`(fault: Case) async throws {
        try await withSickStore(fault) { fixture in
            let first = try fixture.doctor(keys: fixture.keys)
            let found = try await first.examine(.now(Self.now))
            try first.close()
            let finding = try #require(found.findings.first { $0.check == fault.check })
            #expect(finding.rows == fault.rows)
            #expect(finding.count >= 1 && !finding.means.isEmpty && !finding.mend.isEmpty)
            // A server holds references by itself, and is made to forget them here alone.
            let also = fixture.server == nil ? fault.also : fault.also.subtracting(["foreign keys"])
            #expect(Set(found.findings.map(\.check)) == also.union([fault.check]))

            let second = try fixture.doctor(keys: fixture.keys, repairs: true)
            let after = try await second.repair(.now(Self.now))
            try second.close()
            #expect(after.findings.contains { $0.check == fault.check } != fault.isMended)
            #expect(after.repaired.contains { $0.check == fault.check } == fault.isMended)

            let again = try fixture.openAgain()
            let audited = try await again.read { transaction in
                try transaction.number(
                    "SELECT COUNT(*) FROM audit WHERE action = 'doctor.repaired' AND detail = ?", [fault.check]) ?? 0
            }
            try again.close()
            #expect((audited > 0) == fault.isMended)
        }
    }

    @Test func `every check has a case`() {
        #expect(Set(Self.cases.map(\.check)) == Set(DoctorCheck.all.map(\.name)))
        #expect(Set(DoctorCheck.all.map(\.name)).count == DoctorCheck.all.count)
    }

    @Test func `a sound database is clean, beside its open store too, and looking changes nothing`() async throws {
        try await withStore { fixture in
            try await Self.fill(fixture)
            let before = try await fixture.number("SELECT COUNT(*) FROM audit")
            let doctor = try fixture.doctor(keys: fixture.keys)
            let report = try await doctor.examine(.now(Self.now))
            #expect(report.findings == [])
            #expect(report.looks.first { $0.check == "incoming overdue" }?.rows == 2)
            #expect(report.notes == [])
            #expect(try await fixture.number("SELECT COUNT(*) FROM audit") == before)
            try doctor.close()
        }
    }

    @Test func `without its keys a copy is looked at all the same, by its own time`() async throws {
        let fault = Case(check: "", sql: "DELETE FROM incoming WHERE message_id = 4", rows: [])
        try await withSickStore(fault) { fixture in
            for keys in [nil, try StoreKeys.random()] {
                let doctor = try fixture.doctor(keys: keys)
                let report = try await doctor.examine(.lastEntry)
                try doctor.close()
                #expect(report.findings.map(\.check) == ["incoming missing"])
                #expect(report.notes.count == 1)
                #expect(report.asOf == StoreFixture.start)
            }
        }
    }

    @Test func `what is no database of this version is refused in words`() async throws {
        try await withFolder { folder in
            #expect(throws: StorageError.self) { try Doctor.open(path: folder + "/none.sqlite", keys: nil) }
            let path = folder + "/text.sqlite"
            try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: path))
            #expect(throws: StorageError.self) { try Doctor.open(path: path, keys: nil) }
            let empty = try DatabaseQueue(path: folder + "/empty.sqlite")
            try await empty.write { try $0.execute(sql: "CREATE TABLE message (id INTEGER)") }
            try empty.close()
            let error = #expect(throws: StorageError.self) {
                try Doctor.open(path: folder + "/empty.sqlite", keys: nil)
            }
            #expect(error?.what.contains("older version") == true)
        }
    }

    static let now = StoreFixture.start + 60

    private static func fill(_ fixture: StoreFixture) async throws {
        try await fixture.queue(["một", "hai"], id: "a")
        for message in try await fixture.claimOut() {
            let result = SendResult(message: message.id, owner: "sender", outcome: .sent("ok"))
            try await fixture.store.recordSending([result], now: StoreFixture.start)
        }
        try await fixture.receive("012345678901", from: "+84900000001", id: "b")
    }

    /// What only a file can be made to hold, or only a file is asked for.
    private static let ofFiles: Set<String> = [
        "integrity", "foreign keys", "incoming state", "outgoing state", "follow-up state",
    ]

    /// A filled store that is closed, then changed by SQL that references do not hold back.
    private func withSickStore(_ fault: Case, _ test: (StoreFixture) async throws -> Void) async throws {
        try await withStore(Self.ofFiles.contains(fault.check) ? .file : .any) { fixture in
            try await Self.fill(fixture)
            try fixture.store.close()
            #if PostgreSQL
            if let server = fixture.server {
                try server.execute(fault.check == "counters" ? "SELECT setval('message_id_seq', 3)" : fault.sql)
                return try await test(fixture)
            }
            #endif
            var configuration = Configuration()
            configuration.foreignKeysEnabled = false
            let queue = try DatabaseQueue(path: fixture.path, configuration: configuration)
            try await queue.writeWithoutTransaction { try $0.execute(sql: fault.sql) }
            try queue.close()
            try await test(fixture)
        }
    }
}
