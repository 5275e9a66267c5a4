import ArgumentParser
import CheckedYAML
import Conversations
import Foundation
import Gateway
import Simulation

/// Which gateway villagers write to, and on which channel.
struct BenchOptions: ParsableArguments {
    @Option(name: .long, help: "The gateway's configuration file.")
    var config = "config/gateway.yaml"
    @Flag(
        name: .long,
        help:
            "A gateway in this process with a database that is thrown away, a clock that can be moved, every kind of channel."
    )
    var own = false

    /// Runs the bench around some work; the folder of an own gateway is removed after it.
    ///
    /// - Parameter id: the channel that must be playable; the first one of the configuration by default.
    func withBench<Value: Sendable>(
        channel id: String?, isOwn: Bool? = nil, _ work: @escaping @Sendable (Bench) async throws -> Value
    ) async throws -> Value {
        let settings: GatewaySettings
        let environment = ProcessInfo.processInfo.environment
        let folder = FileManager.default.temporaryDirectory.appending(path: "bench-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let bench: Bench
        do {
            settings = try GatewaySettings.load(path: config)
            bench =
                try isOwn ?? own
                ? await Bench.own(settings, folder: folder.path, environment: environment)
                : Bench.beside(settings, channel: id, environment: environment)
        } catch {
            throw fail("\(error)", code: 78)
        }
        do {
            return try await bench.run { try await work(bench) }
        } catch let problem as ProviderStation.PortTaken {
            throw fail("\(problem)", code: 1)
        }
    }
}

/// The options of a villager at one phone.
struct VillagerOptions: ParsableArguments {
    @Option(name: .long, help: "The id of the channel; the first one of the configuration by default.")
    var channel: String?
    @Option(name: .long, help: "The villager's phone number, or id on channels that have those.")
    var from: String?

    /// The channel that is meant, or an exit with a sentence.
    func channel(in bench: Bench) throws -> BenchChannel {
        guard let found = bench.channel(channel) else {
            let known = bench.channels.map(\.id.rawValue).joined(separator: ", ")
            throw fail("There is no channel \(channel ?? "") that can be played. Fix: name one of: \(known)", code: 78)
        }
        return found
    }

    /// The villager's address, or an exit with a sentence.
    func address(on channel: BenchChannel) throws -> String {
        do throws(Bench.Refusal) {
            if let from { return try channel.address(checking: from) }
        } catch {
            throw fail("\(error)", code: 64)
        }
        return channel.isSMS ? "+84901234567" : channel.address(of: 1)
    }
}
