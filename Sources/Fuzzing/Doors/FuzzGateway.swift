import AsyncHTTPClient
import Channels
import CheckedYAML
import Content
import Conversations
import Foundation
import GRDB
import Gateway
import Logging
import Storage
import Synchronization
import VietnameseText

/// A gateway without services on a store of its own, whose clock the fuzzer sets; its answers go nowhere.
final class FuzzGateway: Sendable {
    /// After so many a new store is begun.
    static let mostExecutions = 20_000

    let assembly: GatewayAssembly
    /// For looking at the tables past the gateway's own reading.
    let tables: DatabaseQueue
    private let folder: URL
    private let logged: LoggedTexts
    private let state = Mutex(State())

    private struct State {
        var now = Template.start
        var executions = 0
        var lastSent: [OutgoingMessage] = []
    }

    var executions: Int { state.withLock { $0.executions } }
    var now: Date { state.withLock { $0.now } }

    /// In memory where the system has a folder for that: a fuzzer needs no durability.
    static var temporary: URL {
        let memory = "/dev/shm"
        return FileManager.default.isWritableFile(atPath: memory)
            ? URL(fileURLWithPath: memory) : FileManager.default.temporaryDirectory
    }

    init(
        settings: GatewaySettings, content: GatewayContent, channels: String = FuzzChannels.yaml,
        isQuiet: Bool = false
    ) throws {
        folder = Self.temporary.appending(path: "fuzz-\(UUID().uuidString)")
        var settings = settings
        settings.database = folder.appending(path: "data/gateway.sqlite").path
        settings.keyFile = folder.appending(path: "keys/gateway.key").path
        settings.publicURL = FuzzChannels.publicURL
        settings.channels = try YAMLEntry.parse(channels, file: "fuzz.yaml").entries()
        let clock = LockedDate(Template.start)
        let logged = LoggedTexts()
        self.logged = logged
        self.clock = clock
        assembly = try GatewayAssembly(
            settings: settings, content: content, httpClient: .shared, environment: [:],
            logger: Logger(label: "fuzz") { _ in LogToMemory(texts: logged, logLevel: isQuiet ? .critical : .debug) },
            now: { clock.value })
        tables = try DatabaseQueue(path: settings.database)
    }

    private let clock: LockedDate

    /// A date behind a lock, which closures may hold.
    private final class LockedDate: Sendable {
        private let date: Mutex<Date>
        init(_ date: Date) { self.date = Mutex(date) }
        var value: Date {
            get { date.withLock { $0 } }
            set { date.withLock { $0 = newValue } }
        }
    }

    /// Sets the clock for an execution; it never goes back.
    func begin(at index: Int) {
        let moment = state.withLock { state in
            state.executions += 1
            state.now = max(state.now, Template.moment(index))
            return state.now
        }
        clock.value = moment
    }

    /// Sets the clock to a moment, which is not before the last one.
    func move(to moment: Date) {
        state.withLock { $0.now = moment }
        clock.value = moment
    }

    func wait(_ seconds: Double) {
        let moment = state.withLock { state in
            state.now.addTimeInterval(seconds)
            return state.now
        }
        clock.value = moment
    }

    func remove() throws {
        try tables.close()
        try assembly.store.close()
        try FileManager.default.removeItem(at: folder)
    }

    /// What the log says since it was asked last.
    func takeLog() -> [String] { logged.take() }

    /// What the last handled message brought its sender.
    func lastSent(to recipient: String) -> [String] {
        state.withLock { $0.lastSent.filter { $0.recipient == recipient }.map(\.text) }
    }

    /// The answers that are due, taken as sent.
    func sent() async throws -> [OutgoingMessage] {
        var all: [OutgoingMessage] = []
        while true {
            let due = try await assembly.store.claimOutgoing(limit: 1000, owner: "fuzz", now: now, lease: 60)
            guard !due.isEmpty else { break }
            all += due
            let results = due.map {
                SendResult(message: $0.id, owner: "fuzz", outcome: .sent("ok", reference: "r\($0.id)"))
            }
            try await assembly.store.recordSending(results, now: now)
        }
        state.withLock { $0.lastSent = all }
        return all
    }
}

/// What was logged, with all that stands beside it.
final class LoggedTexts: Sendable {
    private let lines = Mutex<[String]>([])

    func add(_ line: String) { lines.withLock { $0.append(line) } }
    func take() -> [String] {
        lines.withLock { lines in
            defer { lines = [] }; return lines
        }
    }
}

struct LogToMemory: LogHandler {
    let texts: LoggedTexts
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .debug

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let extra = event.metadata.map { $0.map { "\($0.key)=\($0.value)" }.joined(separator: " ") } ?? ""
        texts.add("\(event.message) \(extra)")
    }
}
