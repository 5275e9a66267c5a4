import AsyncHTTPClient
import CheckedYAML
package import Content
import Conversations
package import Foundation
package import Gateway
import Logging
package import Storage
import Synchronization

/// What a tester sits at: villagers on every channel, their providers, and a gateway, either one that runs or its own.
///
/// Its own gateway lives in this process, with a database that is thrown away and a clock that can be moved. Calls go
/// through the same reading, proving, storing and sending as those of a gateway that runs.
package final class Bench: Sendable {
    /// Why the bench cannot do what was asked, in a sentence for the tester.
    package struct Refusal: Error, CustomStringConvertible {
        package var description: String

        package init(description: String) { self.description = description }
    }

    /// How often the own gateway looks for what is due, in seconds.
    private static let tickSeconds = 0.5

    package let settings: GatewaySettings
    package let content: GatewayContent
    package let channels: [BenchChannel]
    package let board = PhoneBoard()
    package let stations: [ProviderStation]
    /// Nil beside a gateway that runs.
    let own: OwnGateway?
    /// What the staff list says of matters.
    let staffList: EscalationText
    private let opened = Mutex<GatewayStore?>(nil)

    package var isOwn: Bool { own != nil }
    package var now: Date { own?.clock.now ?? Date() }

    private init(
        settings: GatewaySettings, content: GatewayContent, channels: [BenchChannel], own: OwnGateway?
    ) {
        self.settings = settings
        self.content = content
        self.channels = channels
        self.own = own
        staffList = EscalationText(communes: content.communes)
        let places = Dictionary(grouping: channels) { "\($0.host):\($0.port)" }.sorted { $0.key < $1.key }
        let board = board
        stations = places.compactMap { _, channels in
            channels.first.map { first in
                ProviderStation(
                    host: first.host, port: first.port, board: board,
                    sides: channels.map { ($0.id.rawValue, $0.side) },
                    report: { call in
                        if let own {
                            _ = await own.take(call)
                        } else {
                            // A lost report is no fault of the test: real ones get lost too.
                            _ = try? await LoopbackHTTP.post(call)
                        }
                    })
            }
        }
    }

    /// A bench beside the gateway that runs with this configuration.
    ///
    /// - Parameter id: the channel that must be playable; others that are not are left out. Nil takes whatever is.
    package static func beside(
        _ settings: GatewaySettings, channel id: String?, environment: [String: String]
    ) throws -> Bench {
        var channels: [BenchChannel] = []
        var problems: [FileProblem] = []
        let wanted = try Self.read { () throws(FileProblem) in try settings.channelEntry(id).entry("id").string() }
        for entry in settings.channels {
            do throws(FileProblem) {
                channels.append(try BenchChannel(entry, settings: settings, environment: environment))
            } catch {
                if (try? entry.entry("id").string()) == wanted { problems.append(error) }
            }
        }
        guard problems.isEmpty else { throw FileProblems(problems) }
        return Bench(settings: settings, content: try GatewayContent.load(settings), channels: channels, own: nil)
    }

    /// A bench with a gateway of its own, on a new database in a folder that the caller throws away.
    package static func own(
        _ settings: GatewaySettings, folder: String, environment: [String: String] = [:]
    ) async throws -> Bench {
        var settings = settings
        settings.database = folder + "/data/gateway.sqlite"
        settings.keyFile = folder + "/keys/gateway.key"
        let port = try FreePort.find()
        let channels = try read { [settings] () throws(FileProblem) in
            try OwnChannels.entries(of: settings, providerPort: port)
        }
        settings.channels = channels
        let content = try GatewayContent.load(settings)
        try LoopbackHTTP.requirePortals(of: content)
        let own = try await OwnGateway(settings: settings, content: content, environment: environment)
        let playable = try read { [settings] () throws(FileProblem) in
            var list: [BenchChannel] = []
            for entry in settings.channels {
                list.append(try BenchChannel(entry, settings: settings, environment: environment))
            }
            return list
        }
        return Bench(settings: settings, content: content, channels: playable, own: own)
    }

    private static func read<Value>(_ reading: () throws(FileProblem) -> Value) throws(FileProblems) -> Value {
        do throws(FileProblem) {
            return try reading()
        } catch {
            throw FileProblems([error])
        }
    }

    /// The channel of an id; the first one without an id.
    package func channel(_ id: String?) -> BenchChannel? {
        id.map { id in channels.first { $0.id.rawValue == id } } ?? channels.first
    }

    /// Runs the providers beside some work, and ends them after it.
    package func run<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let result = try await withThrowingTaskGroup(of: Value?.self) { group in
            let (ready, opened) = AsyncStream.makeStream(of: Void.self)
            for station in stations {
                group.addTask {
                    do {
                        try await station.run { opened.yield() }
                    } catch is CancellationError {}
                    return nil
                }
            }
            if let own {
                group.addTask {
                    // What is due later, such as the next try of a send.
                    while !Task.isCancelled {
                        try? await Task.sleep(for: .seconds(Self.tickSeconds))
                        try? await own.settle()
                    }
                    return nil
                }
            }
            group.addTask {
                var waiting = self.stations.count
                if waiting > 0 {
                    for await _ in ready {
                        waiting -= 1
                        if waiting == 0 { break }
                    }
                }
                return try await work()
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
        }
        try opened.withLock { $0 }?.close()
        try own?.close()
        return result
    }

    /// Changes how all providers behave.
    package func change(to mood: ProviderMood) async { for station in stations { await station.change(to: mood) } }

    /// Moves the clock of the bench's own gateway, and lets it do what is due by then.
    package func move(by seconds: TimeInterval) async throws {
        guard let own else {
            throw Refusal(
                description: "Đồng hồ của cổng đang chạy không dời được. Fix: mở bằng --own để có cổng riêng")
        }
        try await own.move(by: seconds)
    }

    /// The store that the gateway keeps all in; that of a running gateway must be there already.
    package func store() throws -> GatewayStore {
        if let own { return own.assembly.store }
        return try opened.withLock { opened in
            if let opened { return opened }
            guard FileManager.default.fileExists(atPath: settings.database) else {
                throw Refusal(
                    description: "Không có tệp dữ liệu \(settings.database). Fix: dùng --config của cổng đang chạy")
            }
            let store = try settings.openStore()
            opened = store
            return store
        }
    }

    /// Lets the own gateway handle and send all that waits; one that runs does it by itself.
    package func settle() async throws { try await own?.settle() }
}
