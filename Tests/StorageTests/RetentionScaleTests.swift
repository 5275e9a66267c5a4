#if PostgreSQL
import Conversations
import Foundation
import Synchronization
import Testing

@testable import Storage

/// What a night's retention costs a server with as many messages to erase as `NHARONG_RETENTION` says, such as 200000, and what
/// those who write meanwhile feel of it; not run otherwise.
@Suite struct RetentionScaleTests {
    private static let count = ProcessInfo.processInfo.environment["NHARONG_RETENTION"].flatMap { Int($0) }
    private static let channels = 10
    private static let now = StoreFixture.start.addingTimeInterval(800 * 24 * 3600)

    /// Durations of commits, in seconds, in the order of their ends.
    private final class Durations: Sendable {
        private let kept = Mutex<[Double]>([])
        private let isOver = Mutex(false)

        var goesOn: Bool { !isOver.withLock { $0 } }
        func end() { isOver.withLock { $0 = true } }
        func add(_ seconds: Double) { kept.withLock { $0.append(seconds) } }

        func told(_ name: String, in seconds: Double) -> String {
            let sorted = kept.withLock { $0.sorted() }
            func at(_ share: Double) -> Int { Int((sorted[Int(Double(sorted.count - 1) * share)] * 1000).rounded()) }
            return "\(name): \(sorted.count) messages taken in, \(Int(Double(sorted.count) / seconds)) a second, "
                + "p50 \(at(0.5)) ms, p99 \(at(0.99)) ms, longest \(at(1)) ms"
        }
    }

    @Test(.enabled(if: count != nil))
    func `messages are taken in while old ones are erased`() async throws {
        let count = Self.count ?? 0
        let (primary, standby) = try PostgreSQLNode.pair("-c shared_buffers=256MB -c max_wal_size=4GB")
        try await withFolder { folder in
            let (server, path) = (primary.server("store", needsStandby: true), folder + "/gateway.sqlite")
            let keys = try StoreKeys.random()
            let store = try GatewayStore.open(server: server, path: path, keys: keys)
            let fixture = StoreFixture(store: store, path: path, keys: keys, server: server)
            try fill(primary.server("store"), count)
            let before = try await size(store)
            let calm = Durations()
            async let firstLoad: Void = load(fixture, calm, "calm")
            try await Task.sleep(for: .seconds(20))
            calm.end()
            try await firstLoad
            print(calm.told("nothing else", in: 20))

            let busy = Durations()
            let began = ContinuousClock.now
            async let secondLoad: Void = load(fixture, busy, "busy")
            let kept = Dictionary(
                uniqueKeysWithValues: (0..<Self.channels).map {
                    (ChannelID(rawValue: "sms-xa-\($0)"), Self.now.addingTimeInterval(-700 * 24 * 3600))
                })
            let forgotten = try await store.forget(
                Retention(keptSince: kept, attachmentsKeptSince: Self.now), now: Self.now)
            let seconds = (ContinuousClock.now - began) / .seconds(1)
            busy.end()
            try await secondLoad
            print(busy.told("while \(forgotten.messages) were erased in \(Int(seconds)) s", in: seconds))
            let after = try await size(store)
            print("database: \(before >> 20) MB before, \(after >> 20) MB after")
            #expect(forgotten.messages == count)
            try store.close()
        }
        try? standby.stop()
        try primary.stop()
    }

    private func size(_ store: GatewayStore) async throws -> Int { try await store.engine.serverBytes() ?? 0 }

    /// Villagers who write at a busy hour's rate, and are answered, until it is said to end.
    private func load(_ fixture: StoreFixture, _ durations: Durations, _ name: String) async throws {
        let store = fixture.store
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while durations.goesOn {
                    let turns = try await fixture.claim(at: Self.now)
                    _ = try await store.commit(
                        turns.map { fixture.handled($0, replies: ["miễn lệ phí"]) }, now: Self.now)
                    let sent = try await fixture.claimOut(at: Self.now).map {
                        SendResult(message: $0.id, owner: "sender", outcome: .sent("ok"))
                    }
                    try await store.recordSending(sent, now: Self.now)
                    try await Task.sleep(for: .milliseconds(40))
                }
            }
            for villager in 0..<4 {
                group.addTask {
                    var number = 0
                    while durations.goesOn {
                        let event = InboundEvent.message(
                            InboundMessage(
                                channel: ChannelID(rawValue: "sms-xa-\(villager)"),
                                providerID: "\(name)-\(villager)-\(number)",
                                sender: "+8491000000\(villager)", text: "lệ phí khai sinh \(number)", sentAt: nil))
                        let began = ContinuousClock.now
                        _ = try await store.receive([event], at: Self.now)
                        durations.add((ContinuousClock.now - began) / .seconds(1))
                        number += 1
                        try await Task.sleep(for: .milliseconds(40))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// So many messages of before the time and as many of after it, ten of each villager, every other one an answer.
    private func fill(_ server: StoreServer, _ count: Int) throws {
        let villagers = max(1, count / 5)
        let (old, young) = (StoreFixture.start.milliseconds, Self.now.milliseconds - 86_400_000)
        try server.execute(
            """
            INSERT INTO contact (channel, address_index, address_sealed, created_at)
                SELECT 'sms-xa-' || i % \(Self.channels), decode(md5(i::text), 'hex'), decode(md5(i::text), 'hex'), \(old)
                FROM generate_series(1, \(villagers)) AS i;
            INSERT INTO conversation (contact_id, updated_at) SELECT id, \(young) FROM contact;
            INSERT INTO message
                (conversation_id, direction, channel, provider_id, text, created_at, understanding, decision)
                SELECT 1 + i % \(villagers), CASE WHEN i % 2 = 0 THEN 'in' ELSE 'out' END,
                    'sms-xa-' || (1 + i % \(villagers)) % \(Self.channels), CASE WHEN i % 2 = 0 THEN 'f' || i END,
                    'Cho tôi hỏi lệ phí đăng ký khai sinh cho cháu ở thôn ' || i || ' là bao nhiêu, nộp ở đâu ạ',
                    CASE WHEN i <= \(count) THEN \(old) ELSE \(young) END,
                    CASE WHEN i % 2 = 0 THEN repeat('{"facets":[],"entities":[]}', 8) END, 'answer'
                FROM generate_series(1, \(2 * count)) AS i;
            INSERT INTO message_words (rowid, words) SELECT id, to_tsvector('simple', text) FROM message;
            INSERT INTO setting (name, value) VALUES ('settled_until', '\(2 * count)');
            INSERT INTO incoming (message_id, conversation_id, state, handled_at)
                SELECT id, conversation_id, 'handled', created_at FROM message WHERE direction = 'in';
            INSERT INTO outgoing (message_id, conversation_id, channel, state, created_at, not_before, sent_at)
                SELECT id, conversation_id, channel, 'sent', created_at, created_at, created_at
                FROM message WHERE direction = 'out';
            VACUUM ANALYZE
            """)
    }
}
#endif
