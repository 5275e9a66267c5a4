import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

/// The storm of one commune must not let another commune's villagers wait.
@Suite struct FairnessTests {
    private static let storm = 3000
    private static let (large, small, third): (ChannelID, ChannelID, ChannelID) = (
        "sms-xa-lon", "sms-xa-nho", "sms-xa-ba"
    )

    /// Each channel is of a commune of its own.
    private func withCommunes(_ test: (StoreFixture) async throws -> Void) async throws {
        try await withStore { fixture in
            fixture.store.settle(
                in: StoreSurroundings(
                    channels: [
                        Self.large: ChannelFacts(commune: "xa-lon", unit: .segments),
                        "zalo-xa-lon": ChannelFacts(commune: "xa-lon", unit: .messages),
                        Self.small: ChannelFacts(commune: "xa-nho", unit: .segments),
                        Self.third: ChannelFacts(commune: "xa-ba", unit: .segments),
                    ]))
            try await test(fixture)
        }
    }

    private static func event(_ number: Int, on channel: ChannelID, from sender: Int) -> InboundEvent {
        .message(
            InboundMessage(
                channel: channel, providerID: "\(number)", sender: "+84\(900_000_000 + sender)", text: "chào \(number)",
                sentAt: nil))
    }

    /// So many messages on a channel, each of a villager of its own; a number is used once for a channel.
    private func receive(_ numbers: Range<Int>, on channel: ChannelID, in fixture: StoreFixture) async throws {
        let events = numbers.map { Self.event($0, on: channel, from: $0) }
        _ = try await fixture.store.receive(events, at: StoreFixture.start)
    }

    /// Answers what is claimed, and says how many of each channel that was.
    private func answer(_ limit: Int, in fixture: StoreFixture) async throws -> [ChannelID: Int] {
        let turns = try await fixture.claim(limit: limit)
        let skipped = try await fixture.store.commit(
            turns.map { fixture.handled($0, replies: ["trả lời"]) }, now: StoreFixture.start)
        #expect(skipped == [])
        return Dictionary(turns.map { ($0.channel, 1) }, uniquingKeysWith: +)
    }

    @Test func `three messages behind three thousand of another commune are in the next batch`() async throws {
        try await withCommunes { fixture in
            try await receive(0..<Self.storm, on: Self.large, in: fixture)
            #expect(try await answer(100, in: fixture) == [Self.large: 100])
            try await receive(0..<3, on: Self.small, in: fixture)
            #expect(try await answer(100, in: fixture) == [Self.large: 97, Self.small: 3])
            // Their answers do not stand behind the others' either: each channel's are claimed for themselves.
            let answers = try await fixture.store.claimOutgoing(
                limit: 100, owner: "sender", now: StoreFixture.start, lease: 30, of: Self.small)
            #expect(answers.count == 3)
            #expect(try await answer(100, in: fixture) == [Self.large: 100])
        }
    }

    @Test func `a villager's messages keep their order while communes take turns`() async throws {
        try await withCommunes { fixture in
            try await receive(0..<300, on: Self.large, in: fixture)
            for number in 0..<3 {
                _ = try await fixture.store.receive(
                    [Self.event(number, on: Self.small, from: 7)], at: StoreFixture.start)
            }
            for number in 0..<3 {
                let turns = try await fixture.claim(limit: 100)
                let ours = turns.filter { $0.channel == Self.small }
                #expect(ours.map(\.text) == ["chào \(number)"])
                // Those of others are in the order of their coming too.
                let others = turns.filter { $0.channel == Self.large }.map(\.message.number)
                #expect(others.count == 99 && others == others.sorted())
                _ = try await fixture.store.commit(turns.map { fixture.handled($0) }, now: StoreFixture.start)
            }
            #expect(try await answer(100, in: fixture) == [Self.large: 3])
        }
    }

    @Test func `storms of two communes share, and neither delays a third`() async throws {
        try await withCommunes { fixture in
            try await receive(0..<400, on: Self.large, in: fixture)
            try await receive(0..<400, on: Self.small, in: fixture)
            #expect(try await answer(100, in: fixture) == [Self.large: 50, Self.small: 50])
            try await receive(0..<2, on: Self.third, in: fixture)
            #expect(try await answer(100, in: fixture) == [Self.large: 49, Self.small: 49, Self.third: 2])
        }
    }

    @Test func `a commune is one line, however many channels it has`() async throws {
        try await withCommunes { fixture in
            try await receive(0..<200, on: Self.large, in: fixture)
            try await receive(0..<200, on: "zalo-xa-lon", in: fixture)
            try await receive(0..<200, on: Self.small, in: fixture)
            let claimed = try await answer(100, in: fixture)
            #expect(claimed == [Self.large: 50, Self.small: 50])
        }
    }

    @Test func `who was quiet for long has saved up nothing, and who wrote much owes nothing`() async throws {
        try await withCommunes { fixture in
            try await receive(0..<300, on: Self.large, in: fixture)
            for _ in 0..<3 { _ = try await answer(100, in: fixture) }
            #expect(try await answer(100, in: fixture) == [:])
            for channel in [Self.small, Self.large] { try await receive(1000..<1100, on: channel, in: fixture) }
            #expect(try await answer(100, in: fixture) == [Self.small: 50, Self.large: 50])
        }
    }

    @Test func `a message that rests lets nobody wait behind it`() async throws {
        try await withCommunes { fixture in
            try await receive(0..<50, on: Self.large, in: fixture)
            let first = try #require(try await fixture.claim(limit: 1).first)
            try await fixture.store.recordHandlingFailure(
                first.message, owner: "worker", error: "slow", now: StoreFixture.start)
            try await receive(0..<2, on: Self.small, in: fixture)
            #expect(try await answer(100, in: fixture) == [Self.large: 49, Self.small: 2])
            let again = try await fixture.claim(at: StoreFixture.start + 60)
            #expect(again.map(\.message) == [first.message])
        }
    }

    @Test func `turns are the same whichever gateway claims`() async throws {
        try await withCommunes { fixture in
            let other = try fixture.openAgain()
            try await receive(0..<300, on: Self.large, in: fixture)
            let turns = try await other.claimIncoming(limit: 100, owner: "worker", now: StoreFixture.start, lease: 30)
            _ = try await other.commit(turns.map { fixture.handled($0) }, now: StoreFixture.start)
            try await receive(0..<3, on: Self.small, in: fixture)
            #expect(try await answer(100, in: fixture) == [Self.large: 97, Self.small: 3])
            try other.close()
        }
    }

    #if PostgreSQL
    @Test func `a server finds whose turn it is by its indexes, also when it counted an empty queue`() async throws {
        try await withCommunes { fixture in
            guard let server = fixture.server else { return }
            try await receive(0..<Self.storm, on: Self.large, in: fixture)
            _ = try await answer(Self.storm, in: fixture)
            // As a server counts in the night, when nothing waits.
            for sql in [
                "UPDATE outgoing SET state = 'sent'", "VACUUM ANALYZE", "UPDATE incoming SET state = 'pending'",
                "UPDATE outgoing SET state = 'queued'",
            ] { try server.execute(sql) }
            for (sql, first, inner) in [
                (Transaction.waitingMessages, "incoming_pending", "incoming_order"),
                (Transaction.dueMessages, "outgoing_due", "outgoing_order"),
                (Transaction.firstPlace, "incoming_pending", nil), (Transaction.lastPlace, "incoming_line", nil),
            ] {
                let plan = try plan(of: sql, on: server)
                #expect(!plan.contains { $0.contains("Seq Scan") || $0.contains("Sort") }, "\(plan)")
                #expect(plan.contains { $0.contains(first) }, "\(plan)")
                guard let inner else { continue }
                let earlier = try #require(plan.firstIndex { $0.contains(" earlier") })
                #expect(plan[earlier].contains(inner), "\(plan)")
                #expect(plan[earlier + 1].contains("Index Cond: ((conversation_id = "), "\(plan)")
            }
        }
    }

    /// The plan that a server keeps for a statement whatever its values are.
    private func plan(of sql: String, on server: StoreServer) throws -> [String] {
        let statement = PostgreSQLStatement(sql, wanted: .all, numbered: PostgreSQLSchema.numbered)
        let session = try PostgreSQLTarget(server).connect(for: .upkeep)
        try session.control("SET plan_cache_mode = force_generic_plan")
        try session.control("PREPARE planned AS " + statement.text)
        let values = Array(repeating: "NULL", count: statement.sources.count).joined(separator: ", ")
        return try Connection(session).all("EXPLAIN EXECUTE planned (\(values))", []) { try $0.next() as String }
    }
    #endif
}
