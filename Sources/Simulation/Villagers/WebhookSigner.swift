import Channels
package import CheckedYAML
package import Foundation
package import Gateway

/// Makes a villager's webhook calls for one configured channel, signed as its provider signs them.
package struct WebhookSigner: Sendable {
    /// Kinds of channels whose villagers can be played.
    package static let kinds = VillagerKind.all.map(\.channel.name)

    package let channel: String
    private let kind: VillagerKind
    private let villagers: any Villagers

    /// Takes the secrets from the channel's entry; the channel must be of one of ``kinds``.
    package init(
        _ entry: YAMLEntry, settings: GatewaySettings, environment: [String: String]
    ) throws(FileProblem) {
        channel = try entry.entry("id").string()
        let webhook = "http://\(settings.host):\(settings.port)/webhooks/\(channel)"
        guard let url = URL(string: webhook) else {
            throw entry.problem("\(webhook) is no web address", mend: "write host: 127.0.0.1 under server")
        }
        let kindEntry = try entry.entry("kind")
        let name = try kindEntry.string()
        guard let kind = VillagerKind.all.first(where: { $0.channel.name == name }) else {
            throw kindEntry.problem(
                "the simulator cannot play villagers of kind \(name)",
                mend: "name a channel of kind " + Self.kinds.joined(separator: ", "))
        }
        self.kind = kind
        villagers = try kind.make(
            VillagerEntry(
                entry: entry, url: url, publicURL: "\(settings.publicURL)/webhooks/\(channel)",
                environment: environment))
    }

    /// The address of a played villager, as the provider and the gateway write it.
    package func address(of villager: Int) -> String {
        switch kind.channel.senders {
        // Beside the sample communes' own phones, from which nobody is answered.
        case .phones: "+8490" + String(villager + 1_000_000)
        case .ids:
            "70000000000" + String(repeating: "0", count: max(0, 7 - String(villager).count)) + String(villager)
        }
    }

    /// How the provider writes an id of ours.
    package func providerID(of id: String) -> String { villagers.providerID(of: id) }

    /// The call that brings a text; `id` is the provider's id of the message.
    package func call(_ text: String, id: String, from villager: Int, at time: Date) throws -> WebhookCall {
        try villagers.call(text, id: id, from: address(of: villager), at: time)
    }
}

extension GatewaySettings {
    /// The entry of a channel; the first one unless an id is given.
    package func channelEntry(_ id: String?) throws(FileProblem) -> YAMLEntry {
        for entry in channels {
            let name = try entry.entry("id").string()
            if id == nil || id == name { return entry }
        }
        throw FileProblem(
            file: file, line: nil, entry: "channels",
            what: id.map { "there is no channel \"\($0)\"" } ?? "there is no channel",
            mend: "name one of the ids under channels")
    }
}
