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
    /// The database's, where it is kept by a server.
    var server: StoreServer?

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
            message: turn.message, conversation: turn.conversation, channel: turn.channel,
            understanding: Samples.understanding,
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

    /// One number straight from the database, past the verbs.
    func number(_ sql: String) async throws -> Int? {
        try await store.engine.read { try $0.number(sql).map { Int($0) } }
    }

    func execute(_ sql: String) async throws {
        #if PostgreSQL
        if let server { return try server.execute(sql) }
        #endif
        try await store.pool.write { try $0.execute(sql: sql) }
    }

    func doctor(keys: StoreKeys?, repairs: Bool = false, needsKeys: Bool = false) throws -> Doctor {
        if let server { return try Doctor.open(server: server, keys: keys, needsKeys: needsKeys) }
        return try Doctor.open(path: path, keys: keys, repairs: repairs, needsKeys: needsKeys)
    }

    /// Another gateway's view of the same database.
    func openAgain(keys: StoreKeys? = nil) throws -> GatewayStore {
        if let server { return try GatewayStore.open(server: server, path: path, keys: keys ?? self.keys) }
        return try GatewayStore.open(path: path, keys: keys ?? self.keys)
    }

    /// Lets the database refuse some rows, as if the program had died there; the transaction stands.
    func refuse(insertInto table: String, when condition: String) async throws {
        guard server != nil else {
            return try await execute(
                """
                CREATE TRIGGER refused BEFORE INSERT ON \(table) WHEN \(condition)
                BEGIN SELECT RAISE(ABORT, 'refused'); END
                """)
        }
        try await execute(
            """
            CREATE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF \(condition) THEN RAISE EXCEPTION 'refused'; END IF; RETURN NEW; END $$
            """)
        try await execute(
            "CREATE TRIGGER refused BEFORE INSERT ON \(table) FOR EACH ROW EXECUTE FUNCTION refused()")
    }

    func accept(insertInto table: String) async throws {
        try await execute("DROP TRIGGER refused" + (server == nil ? "" : " ON \(table)"))
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
            ON CONFLICT (commune, day) DO UPDATE SET units = spending.units + excluded.units
            """)
    }
}

extension GatewayStore {
    var file: SQLiteFile {
        guard case .file(let file) = engine else { preconditionFailure("the store is kept by a server") }
        return file
    }

    /// The connections of a file themselves, past the verbs.
    var pool: DatabasePool { file.pool }

    /// Keeps the writer busy, so that work waits behind it.
    func holdWriter(until gate: DispatchSemaphore) {
        guard engine.isFile else {
            // Work may run twice, and the gate stands open the second time.
            return engine.enqueue(
                { _, _ in
                    gate.wait()
                    gate.signal()
                }, then: { _ in })
        }
        pool.asyncWriteWithoutTransaction { _ in gate.wait() }
    }
}

#if PostgreSQL
extension StoreServer {
    /// Statements of a test, without the checks of references; counters follow the numbers that they give.
    func execute(_ sql: String) throws {
        PostgreSQLTestServer.changed(self)
        let session = try PostgreSQLTarget(self).connect(for: .upkeep)
        try session.control("SET session_replication_role = replica")
        // A body of a function holds semicolons of its own.
        for part in sql.contains("$$") ? [sql] : sql.components(separatedBy: ";") {
            let statement = part.trimmingCharacters(in: .whitespacesAndNewlines)
            if !statement.isEmpty, !statement.hasPrefix("PRAGMA") { try session.run(statement, []) }
        }
        try session.settle()
        guard sql.contains("INSERT") else { return }
        for table in PostgreSQLSchema.numbered {
            try session.control(
                """
                SELECT setval('\(table)_id_seq', greatest((SELECT MAX(id) FROM \(table)), seq))
                FROM table_counter WHERE name = '\(table)' AND (SELECT MAX(id) FROM \(table)) > seq
                """)
        }
    }
}
#endif

/// Which engine the stores of a test are of.
enum StoreKind {
    /// The same test, once with each engine that there is.
    case any
    /// What a test says is of SQLite's files alone.
    case file
}

struct FixtureError: Error { var words: String }

/// Runs a test with a store in a new folder, which is removed afterwards.
///
/// Then the same with one in a database of a PostgreSQL server, where this was built with it. `STORE_ENGINE=sqlite` or `postgresql` leaves the other out.
func withStore(
    _ kind: StoreKind = .any, trace: (@Sendable (String) -> Void)? = nil,
    _ test: (StoreFixture) async throws -> Void
) async throws {
    let engine = ProcessInfo.processInfo.environment["STORE_ENGINE"]
    if engine != "postgresql" {
        try await withFolder { folder in
            let path = folder + "/data/gateway.sqlite"
            let keys = try StoreKeys.random()
            let store = try GatewayStore.open(path: path, keys: keys, trace: trace)
            try await test(StoreFixture(store: store, path: path, keys: keys))
            try store.close()
        }
    }
    #if PostgreSQL
    guard kind == .any, trace == nil, engine != "sqlite", let servers = PostgreSQLTestServer.shared else { return }
    try await servers.withDatabase { server in
        try await withFolder { folder in
            let path = folder + "/data/gateway.sqlite"
            let keys = try StoreKeys.random()
            let store = try GatewayStore.open(server: server, path: path, keys: keys)
            try await test(StoreFixture(store: store, path: path, keys: keys, server: server))
            try store.close()
        }
    }
    #endif
}

/// What a test makes of a store, which must be the same with each engine.
func ofEachStore<Value: Equatable>(_ make: (StoreFixture) async throws -> Value) async throws -> Value {
    var values: [Value] = []
    try await withStore { values.append(try await make($0)) }
    let value = try #require(values.first)
    #expect(values.allSatisfy { $0 == value }, "\(values)")
    return value
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
