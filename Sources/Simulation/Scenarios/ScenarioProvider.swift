import CheckedYAML
import Conversations
import Foundation
import Gateway

/// The provider of a scenario that says how it behaves: it stands in for those of all channels, on this machine.
struct ScenarioProvider: Sendable {
    /// The channels of the configuration and one of each other kind, all of which send to it.
    let channels: [YAMLEntry]
    private let station: ProviderStation

    init(of settings: GatewaySettings, environment: [String: String]) throws {
        let port = try FreePort.find()
        channels = try OwnChannels.entries(of: settings, providerPort: port)
        var played = settings
        played.channels = channels
        let sides = try channels.map { try BenchChannel($0, settings: played, environment: environment) }
        station = ProviderStation(
            host: "127.0.0.1", port: port, board: PhoneBoard(), sides: sides.map { ($0.id.rawValue, $0.side) },
            report: { _ in })
    }

    func change(to state: Scenario.ProviderState) async {
        switch state {
        case .well: await station.change(to: .well)
        case .down: await station.change(to: .down)
        case .refusing: await station.change(to: .refusing)
        }
    }

    /// Does some work while it takes messages.
    func run<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let (ready, opened) = AsyncStream.makeStream(of: Void.self)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                defer { opened.finish() }
                do { try await station.run { opened.finish() } } catch is CancellationError {}
                return nil
            }
            group.addTask {
                for await _ in ready {}
                return try await work()
            }
            defer { group.cancelAll() }
            while let value = try await group.next() { if let value { return value } }
            throw CancellationError()
        }
    }
}

extension Scenario.Brought {
    /// What the gateway reads out of it.
    func event(_ number: Int, of step: Scenario.Step) -> InboundEvent {
        let channel = ChannelID(rawValue: step.channel)
        let bytes = Array("the call of step \(number)".utf8)
        return switch self {
        case .unreadable:
            .unreadable(
                UnreadableMessage(
                    channel: channel, providerID: "scenario-\(number)", sender: step.phone,
                    reason: "The message has no text.", bytes: bytes))
        case .unproven:
            .unproven(UnprovenCall(channel: channel, reason: "The secret is wrong.", bytes: bytes))
        }
    }
}
