import Channels
import CheckedYAML
import Foundation

/// How the villagers behind one kind of channel are played; each kind says it in a file of its own.
struct VillagerKind: Sendable {
    typealias Maker = @Sendable (VillagerEntry) throws(FileProblem) -> any Villagers

    let channel: ChannelKind
    let make: Maker

    init(_ channel: ChannelKind, make: @escaping Maker) {
        self.channel = channel
        self.make = make
    }

    /// The kinds that can be played; a new one adds its file and its name here.
    static let all: [VillagerKind] = [.kannel, .zalo, .zaloBot, .standard, .twilio]
}

/// The villagers behind one channel, whose messages come and are signed as their provider brings and signs them.
protocol Villagers: Sendable {
    /// The call that brings a text; `id` is the provider's id of the message.
    func call(_ text: String, id: String, from address: String, at time: Date) throws -> WebhookCall

    /// How the provider writes an id of ours.
    func providerID(of id: String) -> String
}

extension Villagers {
    func providerID(of id: String) -> String { id }
}

/// What villagers are played by: the channel's entry, and where the gateway takes its calls.
struct VillagerEntry {
    let entry: YAMLEntry
    /// The channel's webhook on this machine.
    let url: URL
    /// The same webhook as the provider was told it.
    let publicURL: String
    let environment: [String: String]

    func text(_ key: String) throws(FileProblem) -> String { try entry.entry(key).string() }

    /// The secret under a key; of two, while they change, the first: that is the one that signs.
    func secret(_ key: String) throws(FileProblem) -> String {
        let listed = try entry.entry(key)
        let secret = (try? listed.entries())?.first ?? listed
        let text = try secret.string()
        guard let value = SecretText(text).value(in: environment) else {
            throw secret.problem("\(text) is not set", mend: "set the variable for the simulator too")
        }
        return value
    }
}
