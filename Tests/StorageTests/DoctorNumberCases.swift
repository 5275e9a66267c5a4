import Conversations
import Foundation
import Testing

@testable import Storage

/// Numbers that an earlier version left in the clear; the database is the one of `withSickStore`.
extension DoctorTests {
    private static let number = "cccd 051199001234"

    static let numberCases: [Case] = [
        Case(
            check: "number in message text", sql: "UPDATE message SET text = '\(number)' WHERE id = 4", rows: [4]),
        Case(
            check: "number in message understanding",
            sql: "UPDATE message SET understanding = '{\"a\":\"\(number)\"}', understanding_sealed = NULL WHERE id = 1",
            rows: [1]),
        Case(
            check: "number in conversation state",
            sql: "UPDATE conversation SET state = '{\"a\":\"\(number)\"}', state_sealed = NULL WHERE id = 1", rows: [1]),
        Case(
            check: "number in escalation detail",
            sql: """
                INSERT INTO escalation (id, conversation_id, reason, detail, state, created_at)
                VALUES (5, 1, 'feedback', '\(number)', 'open', 0)
                """, rows: [5]),
        Case(
            check: "number in quarantine reason",
            sql: """
                INSERT INTO quarantine
                    (id, channel, provider_id, reason, bytes_sealed, received_at, kind, outcome, ended_at, ended_by)
                VALUES (7, 'sms-dak-ha', 'q7', '\(number)', x'', 0, 'unproven', 'discarded', 0, 'Lan')
                """, rows: [7]),
        Case(
            check: "number in delivery report detail",
            sql: """
                INSERT INTO delivery_report (id, channel, message_id, status, detail, at)
                VALUES (7, 'sms-dak-ha', 2, 'failed', '\(number)', 0)
                """, rows: [7]),
        Case(
            check: "number in incoming last error",
            sql: "UPDATE incoming SET last_error = '\(number)' WHERE message_id = 1", rows: [1]),
        Case(
            check: "number in outgoing last error",
            sql: "UPDATE outgoing SET last_error = '\(number)' WHERE message_id = 2", rows: [2]),
        Case(
            check: "number in outgoing provider detail",
            sql: "UPDATE outgoing SET provider_detail = '\(number)' WHERE message_id = 2", rows: [2]),
        Case(
            check: "number in attachment last error",
            sql: """
                INSERT INTO attachment (id, message_id, conversation_id, kind, description_sealed, last_error)
                VALUES (3, 1, 1, 'image', x'00', '\(number)')
                """, rows: [3]),
        Case(
            check: "number in audit detail",
            sql: """
                INSERT INTO audit (id, at, actor, action, subject, detail)
                VALUES (900, 0, 'gateway', 'x', 'x', '\(number)')
                """, rows: [900]),
        Case(
            check: "phone in duty alert",
            sql: """
                UPDATE message SET template = 'duty_alert', text = 'KHAN CAP tu +84901234567: chay nha' WHERE id = 3
                """, rows: [3]),
    ]

    @Test func `a masked row is sealed whole, and nothing else of it changes`() async throws {
        try await withStore { fixture in
            try await fixture.queue(["Gọi 0260 000 001"], id: "a")
            try await fixture.receive("chào", id: "b")
            try await fixture.execute(
                """
                UPDATE message SET text = 'cua toi 051199001234, cua vo 051199001235' WHERE id = 3;
                UPDATE message SET template = 'duty_alert', text = 'tu +84901234567: 113' WHERE id = 2
                """)
            let doctor = try fixture.doctor(keys: fixture.keys, repairs: true)
            let report = try await doctor.repair(.now(StoreFixture.start))
            try doctor.close()
            #expect(Set(report.repaired.map(\.check)) == ["number in message text", "phone in duty alert"])
            let log = try await fixture.store.messages(of: StoreFixture.channel, address: StoreFixture.phone)
            #expect(log.map(\.text) == ["chào", "tu …567: 113", "cua toi *********234, cua vo *********235"])
            // What leaves is whole.
            #expect(try await fixture.claimOut().map(\.text) == ["tu +84901234567: 113"])
        }
    }

    @Test func `without keys nothing is masked that could not be sealed`() async throws {
        try await withStore { fixture in
            try await fixture.receive("chào", id: "a")
            try await fixture.execute("UPDATE message SET text = 'cccd 051199001234' WHERE id = 1")
            let doctor = try fixture.doctor(keys: nil, repairs: true)
            let report = try await doctor.repair(.now(StoreFixture.start))
            try doctor.close()
            #expect(report.findings.map(\.check) == ["number in message text"])
            #expect(report.repaired == [])
            #expect(try await fixture.number("SELECT COUNT(*) FROM audit WHERE actor = 'doctor'") == 0)
        }
    }

    @Test func `more rows than a batch are all mended`() async throws {
        try await withStore { fixture in
            try await fixture.receive("chào", id: "a")
            try await fixture.execute(
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1203)
                INSERT INTO audit (at, actor, action, subject, detail)
                SELECT 0, 'gateway', 'x', 'x', 'so 051199001234' FROM n
                """)
            let doctor = try fixture.doctor(keys: fixture.keys, repairs: true)
            let report = try await doctor.repair(.now(StoreFixture.start))
            try doctor.close()
            #expect(report.isClean && report.repaired.map(\.count) == [1203])
        }
    }

    @Test func `the key of another database is a fault where the gateway needs it, and none of a copy`() async throws {
        try await withStore { fixture in
            for keys in [nil, try StoreKeys.random()] {
                let configured = try fixture.doctor(keys: keys, needsKeys: true)
                #expect(try await configured.examine(.lastEntry).findings.map(\.check) == ["key file"])
                try configured.close()
                let copy = try fixture.doctor(keys: keys)
                #expect(try await copy.examine(.lastEntry).isClean)
                try copy.close()
            }
        }
    }
}
