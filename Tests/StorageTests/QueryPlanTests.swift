import Conversations
import Foundation
import GRDB
import PublicServices
import Synchronization
import Testing

@testable import Storage

@Suite struct QueryPlanTests {
    /// The statements that the verbs ran, each once.
    private final class Statements: Sendable {
        private let seen = Mutex<Set<String>>([])

        var all: [String] { seen.withLock { $0.sorted() } }
        func clear() { seen.withLock { $0.removeAll() } }
        func add(_ sql: String) { seen.withLock { _ = $0.insert(sql) } }
    }

    @Test func `no verb reads through a whole table`() async throws {
        let statements = Statements()
        try await withStore(trace: { statements.add($0) }) { fixture in
            statements.clear()
            try await useEveryVerb(of: fixture)
            let used = statements.all.filter { sql in
                ["SELECT", "INSERT", "UPDATE", "DELETE"].contains { sql.hasPrefix($0) }
                    && !sql.contains("sqlite_master") && !sql.contains("grdb_migrations")
            }
            #expect(used.count > 30)
            for sql in used {
                let plan = try await fixture.store.pool.read { db in
                    let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
                    // A plan needs no values.
                    statement.setUncheckedArguments([])
                    return try Row.fetchAll(statement).map { $0["detail"] as String }
                }
                // Counting the quarantine means walking it; it is nearly empty.
                let scans = plan.filter { $0.contains("SCAN") && !$0.hasPrefix("SCAN quarantine USING COVERING") }
                #expect(scans == [], "\(sql)")
                // The look for an earlier message must start from its conversation, or a long queue costs its square.
                let earlier = plan.filter { $0.hasPrefix("SEARCH earlier") }
                #expect(earlier.allSatisfy { $0.hasSuffix("(conversation_id=? AND message_id<?)") }, "\(earlier)")
                #expect(!plan.contains { $0.contains("TEMP B-TREE FOR ORDER BY") }, "\(sql): \(plan)")
            }
        }
    }

    private func useEveryVerb(of fixture: StoreFixture) async throws {
        let store = fixture.store
        let now = StoreFixture.start
        try await fixture.queue(["một", "hai", "ba"], id: "a")
        for outcome in [SendResult.Outcome.sent(""), .retry(at: now, reason: ""), .failed("")] {
            let message = try #require(try await fixture.claimOut().first)
            try await store.recordSending(
                [SendResult(message: message.id, owner: "sender", outcome: outcome)],
                now: now
            )
            _ = try await fixture.report(.failed, of: message.id)
        }
        _ = try await fixture.claimOut("other")
        try await fixture.receive("nữa", id: "b")
        for _ in 0..<3 {
            let turn = try #require(try await fixture.claim().first)
            try await store.recordHandlingFailure(turn.message, owner: "worker", error: "", now: now)
        }
        try await fixture.receive("STOP", id: "c")
        let turn = try #require(try await fixture.claim().first)
        let escalation = NewEscalation(reason: .feedback, unit: nil, promisedBy: nil)
        _ = try await store.commit(
            [fixture.handled(turn, escalation: escalation, optedOut: true, interest: "digital_skills")], now: now)
        _ = try await store.receive(
            [
                .unreadable(
                    UnreadableMessage(
                        channel: StoreFixture.channel,
                        providerID: "u",
                        sender: nil,
                        reason: "",
                        bytes: []
                    )
                )
            ],
            at: now
        )
        _ = try await store.interests(of: nil, limit: 10)
        _ = try await store.interests(of: "digital_skills", limit: 10)
        _ = try await store.openedInterests(of: nil, by: "Minh", now: now)
        let open = try await store.openEscalations(limit: 10)
        _ = try await store.escalation(open[0].id)
        _ = try await store.answer(escalation: open[0].id, text: "chào", by: "Minh", now: now)
        _ = try await store.messages(of: StoreFixture.channel, address: StoreFixture.phone)
        _ = try await store.counts()
        try await store.releaseLeases(owner: "worker")
    }
}
