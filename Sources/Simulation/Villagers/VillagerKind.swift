import Channels
import CheckedYAML
import Foundation
import Gateway

/// How the villagers behind one kind of channel are played; each kind says it in a file of its own.
struct VillagerKind: Sendable {
    typealias Maker = @Sendable (VillagerEntry) throws(FileProblem) -> any Villagers

    typealias ProviderMaker = @Sendable (VillagerEntry) throws(FileProblem) -> any ProviderSide

    let channel: ChannelKind
    /// Where an entry names the provider's address, key under key.
    let sendKeys: [String]
    /// The channel of this kind that a bench's own gateway has.
    let own: OwnEntry
    let make: Maker
    /// What stands in for the provider.
    let makeProvider: ProviderMaker

    init(
        _ channel: ChannelKind, sendKeys: [String], own: OwnEntry, provider: @escaping ProviderMaker,
        make: @escaping Maker
    ) {
        self.own = own
        self.channel = channel
        self.sendKeys = sendKeys
        self.make = make
        makeProvider = provider
    }

    /// The kinds that can be played; a new one adds its file and its name here.
    static let all: [VillagerKind] = [.kannel, .zalo, .zaloBot, .standard, .twilio, .mappedHTTP]

    /// The kind that an entry names.
    static func of(_ entry: YAMLEntry) throws(FileProblem) -> VillagerKind {
        let kindEntry = try entry.entry("kind")
        let name = try kindEntry.string()
        guard let kind = all.first(where: { $0.channel.name == name }) else {
            throw kindEntry.problem(
                "the simulator cannot play villagers of kind \(name)",
                mend: "name a channel of kind " + all.map(\.channel.name).joined(separator: ", "))
        }
        return kind
    }
}

/// The villagers behind one channel, whose messages come and are signed as their provider brings and signs them.
protocol Villagers: Sendable {
    /// The call that brings a text; `id` is the provider's id of the message.
    func call(_ text: String, id: String, from address: String, at time: Date) throws -> WebhookCall

    /// The call that brings something else than words; nil where this provider has no such thing.
    func call(of act: VillagerAct, id: String, from address: String, at time: Date) throws -> WebhookCall?

    /// How the provider writes an id of ours.
    func providerID(of id: String) -> String
}

extension Villagers {
    func providerID(of id: String) -> String { id }

    func call(of act: VillagerAct, id: String, from address: String, at time: Date) throws -> WebhookCall? { nil }
}

/// A channel of a bench's own gateway: what its kind asks for, with secrets of the bench's own.
struct OwnEntry: Sendable {
    struct Bench {
        var id: String
        var number: String
        /// Where the provider is played, without a slash at its end.
        var provider: String
    }

    /// Where the configuration has no channel of the kind.
    var id: String
    /// The keys below id, kind and commune, as lines of YAML.
    var keys: @Sendable (Bench) -> String

    init(id: String, keys: @escaping @Sendable (Bench) -> String) {
        self.id = id
        self.keys = keys
    }
}

/// What villagers are played by: the channel's entry, and where the gateway takes its calls.
struct VillagerEntry {
    let entry: YAMLEntry
    /// The channel's webhook on this machine.
    let url: URL
    /// The same webhook as the provider was told it.
    let publicURL: String
    let environment: [String: String]
    /// What channels may use that send nothing.
    let surroundings: ChannelSurroundings

    init(_ entry: YAMLEntry, settings: GatewaySettings, environment: [String: String]) throws(FileProblem) {
        let id = try entry.entry("id").string()
        let webhook = "http://\(settings.host):\(settings.port)/webhooks/\(id)"
        guard let url = URL(string: webhook) else {
            throw entry.problem("\(webhook) is no web address", mend: "write host: 127.0.0.1 under server")
        }
        self.entry = entry
        self.url = url
        publicURL = "\(settings.publicURL)/webhooks/\(id)"
        self.environment = environment
        surroundings = .offline(settings, environment: environment)
    }

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
