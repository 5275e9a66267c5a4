import Conversations
import Foundation
import GRDB
import PublicServices
import Testing

@testable import Storage

/// A store in a folder of its own, with the phrases that most tests need.
struct StoreFixture {
    static let channel: ChannelID = "sms-dak-ha"
    static let phone = "+84912345678"
    /// A whole second, as times in tables are whole milliseconds.
    static let start = Date(timeIntervalSince1970: 1_780_000_000)

    let store: GatewayStore
    let path: String
    let keys: StoreKeys

    func text(_ text: String, from sender: String = phone, id: String) -> InboundEvent {
        .message(
            InboundMessage(channel: Self.channel, providerID: id, sender: sender, text: text, sentAt: nil)
        )
    }

    /// Receives one message and gives its number.
    @discardableResult
    func receive(_ words: String, from sender: String = phone, id: String, at time: Date = start) async throws
        -> MessageID
    {
        let receipts = try await store.receive([text(words, from: sender, id: id)], at: time)
        guard case .message(let message) = receipts.first else {
            throw FixtureError(words: "not a new message: \(receipts)")
        }
        return message
    }

    func claim(_ owner: String = "worker", at time: Date = start, limit: Int = 100) async throws -> [IncomingTurn] {
        try await store.claimIncoming(limit: limit, owner: owner, now: time, lease: 30)
    }

    func claimOut(_ owner: String = "sender", at time: Date = start, limit: Int = 100) async throws
        -> [OutgoingMessage]
    {
        try await store.claimOutgoing(limit: limit, owner: owner, now: time, lease: 30)
    }

    func handled(
        _ turn: IncomingTurn,
        replies: [String] = [],
        escalation: NewEscalation? = nil,
        optedOut: Bool? = nil,
        interest: TopicID? = nil,
        state: DialogueState? = nil,
        owner: String = "worker"
    ) -> HandledTurn {
        var handled = HandledTurn(
            message: turn.message, conversation: turn.conversation, understanding: Samples.understanding,
            decision: "answered", state: state ?? turn.state, owner: owner)
        handled.replies = replies.map { Reply(template: "answer", text: $0, facts: ["2.000635/fee"]) }
        handled.escalation = escalation
        handled.optedOut = optedOut
        handled.interest = interest
        return handled
    }

    /// Receives one message from a sender and answers it, so that the replies wait in the outbox.
    func queue(
        _ replies: [String],
        for sender: String = phone,
        id: String,
        at time: Date = start
    ) async throws {
        try await receive("chào", from: sender, id: id, at: time)
        let turns = try await claim(at: time)
        #expect(try await store.commit(turns.map { handled($0, replies: replies) }, now: time) == [])
    }

    func report(
        _ status: DeliveryReport.Status,
        of message: MessageID,
        channel: ChannelID = channel,
        at time: Date = start
    ) async throws -> Receipt? {
        try await store.receive(
            [
                .deliveryReport(
                    DeliveryReport(channel: channel, message: message, status: status, detail: "stat:X")
                )
            ],
            at: time
        ).first
    }

    func deliveryState(of message: MessageID, from sender: String = phone) async throws -> DeliveryState? {
        try await store.messages(of: Self.channel, address: sender).first { $0.id == message }?.deliveryState
    }

    /// One number straight from the file, past the verbs.
    func number(_ sql: String) async throws -> Int? {
        try await store.pool.read { try Int.fetchOne($0, sql: sql) }
    }

    func execute(_ sql: String) async throws {
        try await store.pool.write { try $0.execute(sql: sql) }
    }

    /// Gives the channel to a commune with a budget of so many segments a day.
    func settle(budget: Int, unit: SendingPace.Unit = .segments) {
        store.settle(
            in: StoreSurroundings(
                channels: [Self.channel: ChannelFacts(commune: "dak-ha", unit: unit)], budget: budget))
    }

    /// Adds to what a commune has sent on the day of `time`.
    func spend(_ units: Int, in commune: CommuneID, at time: Date) async throws {
        try await execute(
            """
            INSERT INTO spending (commune, day, units)
            VALUES ('\(commune)', \(Transaction.day(of: time.milliseconds)), \(units))
            ON CONFLICT (commune, day) DO UPDATE SET units = units + excluded.units
            """)
    }
}

extension GatewayStore {
    /// The connections themselves, past the verbs.
    var pool: DatabasePool { file.pool }

    /// Keeps the writer busy, so that work waits behind it.
    func holdWriter(until gate: DispatchSemaphore) { pool.asyncWriteWithoutTransaction { _ in gate.wait() } }
}

struct FixtureError: Error { var words: String }

/// Runs a test with a store in a new folder, which is removed afterwards.
func withStore(
    trace: (@Sendable (String) -> Void)? = nil,
    _ test: (StoreFixture) async throws -> Void
) async throws {
    try await withFolder { folder in
        let path = folder + "/data/gateway.sqlite"
        let keys = try StoreKeys.random()
        let store = try GatewayStore.open(path: path, keys: keys, trace: trace)
        try await test(StoreFixture(store: store, path: path, keys: keys))
        try store.close()
    }
}

func withFolder(_ test: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("storage-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await test(folder.path)
}

extension Date {
    static func + (date: Date, seconds: Int) -> Date { date.addingTimeInterval(TimeInterval(seconds)) }
}
