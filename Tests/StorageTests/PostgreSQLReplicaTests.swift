#if PostgreSQL
import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

/// Reports and searches that a standby answers, and what happens where it cannot.
@Suite(.serialized) struct PostgreSQLReplicaTests {
    private struct Pair {
        var primary: PostgreSQLNode
        var standby: PostgreSQLNode
        var desk: Desk
        var store: GatewayStore { desk.store }

        /// Where a late view comes from, and up to when it is.
        func origin() async throws -> (isStandby: Bool, upTo: Date?) {
            let late = try await store.readLate { try $0.number("SELECT (pg_is_in_recovery())::int") }
            return (late.value == 1, late.upTo)
        }

        /// Commits something as gateways do every few seconds, until a standby is read that has it.
        func follow() async throws {
            let marked = Date().addingTimeInterval(-1)
            for _ in 0..<300 {
                try await store.proveWritable(at: Date())
                if let upTo = try await origin().upTo, upTo > marked { return }
                try await Task.sleep(for: .milliseconds(100))
            }
            throw FixtureError(words: "no standby follows: \(store.replicaFault?.description ?? "")")
        }
    }

    /// A store on a primary whose standby answers reports; one that fails is asked again at once.
    private func withPair(lag: TimeInterval = 60, _ test: (Pair) async throws -> Void) async throws {
        let (primary, standby) = try PostgreSQLNode.pair("-c fsync=off", synchronous: false)
        var server = primary.server("store")
        server.reportsURL = standby.server("store").url
        (server.reportsLag, server.reportsRest) = (lag, 0)
        try await withFolder { folder in
            let (path, keys) = (folder + "/gateway.sqlite", try StoreKeys.random())
            let store = try GatewayStore.open(server: server, path: path, keys: keys)
            let fixture = StoreFixture(store: store, path: path, keys: keys, server: server)
            try await test(Pair(primary: primary, standby: standby, desk: Desk(fixture)))
            try store.close()
        }
        try? standby.stop()
        try primary.stop()
    }

    private func query(_ desk: Desk) throws -> (ReportQuery, OfficeCalendar) {
        let calendar = OfficeCalendar(weeklyHours: [.monday: try [#require(OpenPeriod(from: 450, to: 1020))]])
        let day = calendar.day(of: Desk.start)
        return (ReportQuery(commune: Desk.commune, from: day, to: day), calendar)
    }

    @Test func `reports and searches are read from the standby and say up to when`() async throws {
        try await withPair { pair in
            let desk = pair.desk
            let officer = try await desk.officer("hanh", role: .supervisor)
            try await desk.matter("đường hỏng ở thôn hai", .feedback)
            while try await pair.store.readSettled(now: Desk.start) > 0 {}
            try await pair.follow()
            #expect(try await pair.origin().isStandby)
            let (query, calendar) = try query(desk)
            let report = try #require(
                try await pair.store.report(query, calendar: calendar, by: officer, now: Desk.start))
            #expect(report.matters == [.feedback: 1] && report.received == 1)
            #expect(report.upTo != nil)
            let page = try await pair.store.search("duong hong", by: officer, now: Desk.start)
            #expect(page.total == 1 && page.hits.count == 1 && page.upTo != nil)
            #expect(pair.store.replicaFault == nil)
            let replication = try #require(try await pair.store.replication())
            #expect(replication.reportsLine == .ownMachine)
        }
    }

    @Test func `what became private since is found by the standby and shown to nobody`() async throws {
        try await withPair { pair in
            let desk = pair.desk
            let officer = try await desk.officer("hanh")
            try await desk.matter("đường hỏng ở thôn hai", .feedback)
            while try await pair.store.readSettled(now: Desk.start) > 0 {}
            try await pair.follow()
            try pair.standby.control("SELECT pg_wal_replay_pause()")
            try await desk.fixture.execute("UPDATE escalation SET is_restricted = 1")
            let page = try await pair.store.search("duong hong", by: officer, now: Desk.start)
            #expect(page.upTo != nil && page.total == 1, "the standby knows nothing of it yet")
            #expect(page.hits == [])
            try pair.standby.control("SELECT pg_wal_replay_resume()")
        }
    }

    @Test func `a standby that is behind, away or promoted is passed over with a sentence`() async throws {
        try await withPair(lag: 2) { pair in
            func expectPrimary(_ words: String) async throws {
                var origin = try await pair.origin()
                for _ in 0..<300 where origin.isStandby || pair.store.replicaFault?.what.contains(words) != true {
                    try await Task.sleep(for: .milliseconds(100))
                    origin = try await pair.origin()
                }
                #expect(!origin.isStandby && origin.upTo == nil)
                let fault = pair.store.replicaFault
                #expect(fault?.what.contains(words) == true, "\(fault?.description ?? "none")")
            }
            try await pair.follow()
            // It is connected and goes on receiving, and shows nothing newer.
            try pair.standby.control("SELECT pg_wal_replay_pause()")
            try await expectPrimary("2 seconds behind")
            try pair.standby.control("SELECT pg_wal_replay_resume()")
            try await pair.follow()

            try pair.standby.stop()
            try await expectPrimary("does not answer")
            #expect(pair.store.replicaFault?.mend.contains("storage.reports_server") == true)
            try pair.standby.start("-c fsync=off")
            try await pair.follow()

            try pair.standby.promote()
            try await expectPrimary("is no standby")
        }
    }

    @Test func `a standby that cannot be read is left alone for a while`() async throws {
        try await withPair { pair in
            let (path, keys) = (pair.desk.fixture.path + "-other", pair.desk.fixture.keys)
            var server = pair.primary.server("store")
            server.reportsURL = pair.standby.server("store").url
            server.reportsRest = 3600
            let store = try GatewayStore.open(server: server, path: path, keys: keys)
            try pair.standby.stop()
            let late = try await store.readLate { try $0.number("SELECT 1") }
            #expect(late.value == 1 && late.upTo == nil && store.replicaFault != nil)
            try pair.standby.start("-c fsync=off")
            try await pair.follow()
            #expect(try await store.readLate { try $0.number("SELECT 1") }.upTo == nil)
            try store.close()
        }
    }

    @Test func `an address of a standby that cannot be read is refused, and tells no password`() async throws {
        try await withPair { pair in
            let (path, keys) = (pair.desk.fixture.path + "-other", pair.desk.fixture.keys)
            var server = pair.primary.server("store")
            server.reportsURL = "postgresql://nha:geheim@[::1"
            let refusal = #expect(throws: StorageError.self) {
                try GatewayStore.open(server: server, path: path, keys: keys)
            }
            #expect(refusal?.what.contains("storage.reports_server") == true)
            #expect(refusal?.description.contains("geheim") == false)
            server.reportsURL = "postgresql:///store?host=/nowhere&password=geheim"
            let store = try GatewayStore.open(server: server, path: path, keys: keys)
            #expect(try await store.readLate { try $0.number("SELECT 1") }.value == 1)
            let fault = try #require(store.replicaFault)
            #expect(fault.what.contains("does not answer") && !fault.description.contains("geheim"))
            try store.close()
        }
    }
}
#endif
