import Channels
import CheckedYAML
import Content
import Conversations
import Foundation
import Gateway
import Logging
import PublicServices
import Storage
import Synchronization

/// A gateway for played villagers: the real door, dialogue, database and sending, with a provider that never leaves this
/// process's machine and a clock that stands still between messages.
final class PersonaGateway: Sendable {
    private static let provider = "127.0.0.1"

    let assembly: GatewayAssembly
    let commune: CommuneID
    let clock: SettableClock
    let channels: [PersonaPhone: BenchChannel]
    let arrivals: Arrivals
    private let station: ProviderStation
    let villagers = Mutex(0)

    private init(
        assembly: GatewayAssembly, commune: CommuneID, clock: SettableClock, channels: [PersonaPhone: BenchChannel],
        arrivals: Arrivals, station: ProviderStation
    ) {
        self.assembly = assembly
        self.commune = commune
        self.clock = clock
        self.channels = channels
        self.arrivals = arrivals
        self.station = station
    }

    /// Opens a gateway on a new database, does some work with it, and throws it away.
    static func with<Value: Sendable>(
        _ settings: GatewaySettings, content: GatewayContent, environment: [String: String],
        _ work: @escaping @Sendable (PersonaGateway) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "personas-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let gateway = try await open(settings, content: content, environment: environment, folder: folder.path)
        let (ready, opened) = AsyncStream.makeStream(of: Void.self)
        let value = try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                do { try await gateway.station.run { opened.finish() } } catch is CancellationError {}
                opened.finish()
                return nil
            }
            group.addTask {
                for await _ in ready {}
                return try await work(gateway)
            }
            defer { group.cancelAll() }
            while let value = try await group.next() { if let value { return value } }
            throw CancellationError()
        }
        try gateway.assembly.store.close()
        return value
    }

    private static func open(
        _ given: GatewaySettings, content: GatewayContent, environment: [String: String], folder: String
    ) async throws -> PersonaGateway {
        var settings = given
        settings.database = folder + "/data/gateway.sqlite"
        settings.keyFile = folder + "/keys/gateway.key"
        // Thousands of villagers of one commune write within a played fortnight; what a day may cost is not what is tried.
        settings.pace.segmentsPerDay = 0
        settings.pace.messagesPerSecond = 0
        let port = try FreePort.find()
        var channels: [PersonaPhone: BenchChannel] = [:]
        var entries: [YAMLEntry] = []
        var sides: [(channel: String, side: any ProviderSide)] = []
        let arrivals = Arrivals()
        do throws(FileProblem) {
            for entry in try OwnChannels.entries(of: settings, providerPort: port) {
                let kind = try entry.entry("kind").string()
                let phone: PersonaPhone? = kind == "kannel" ? .basic : kind == "zalo" ? .zalo : nil
                guard let phone, channels[phone] == nil else { continue }
                let channel = try BenchChannel(entry, settings: settings, environment: environment)
                channels[phone] = channel
                entries.append(entry)
                sides.append((channel.id.rawValue, CapturingSide(side: channel.side, arrivals: arrivals)))
            }
        } catch { throw FileProblems([error]) }
        settings.channels = entries
        guard let first = channels[.basic] ?? channels[.zalo] else {
            throw Bench.Refusal(description: "There is no channel that villagers could be played on.")
        }
        let clock = SettableClock(PersonaPlan.begin)
        var logger = Logger(label: "personas")
        logger.logLevel = .critical
        let assembly = try GatewayAssembly(
            settings: settings, content: content, httpClient: LoopbackHTTP.client, environment: environment,
            logger: logger, now: { clock.now })
        if let zalo = channels[.zalo] {
            try await assembly.store.keepFirstToken(refresh: "first", of: zalo.id, now: clock.now)
        }
        return PersonaGateway(
            assembly: assembly, commune: CommuneID(rawValue: first.commune), clock: clock, channels: channels,
            arrivals: arrivals,
            station: ProviderStation(
                host: Self.provider, port: port, board: PhoneBoard(), sides: sides, report: { _ in }))
    }

    /// The id of the channel of a phone, as scenarios name it.
    func channel(of phone: PersonaPhone) -> String { channels[phone]?.id.rawValue ?? "" }
}

/// What providers took, in order, since somebody last looked.
final class Arrivals: Sendable {
    private let list = Mutex<[Arrival]>([])

    func add(_ arrival: Arrival) { list.withLock { $0.append(arrival) } }

    func take() -> [Arrival] {
        list.withLock { list in
            defer { list = [] }
            return list
        }
    }
}

/// A provider's side that notes what it took; its reports are brought by whoever plays.
private struct CapturingSide: ProviderSide {
    var side: any ProviderSide
    var arrivals: Arrivals

    func answer(_ request: ProviderRequest, id: String) -> ProviderReply? {
        guard var reply = side.answer(request, id: id) else { return nil }
        if let arrived = reply.arrived {
            arrivals.add(arrived)
            reply.arrived = nil
        }
        return reply
    }
}
