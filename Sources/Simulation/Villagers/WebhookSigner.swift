import Channels
package import CheckedYAML
package import Foundation
package import Gateway

/// Makes a villager's webhook calls for one configured channel, signed as its provider signs them.
package struct WebhookSigner: Sendable {
    /// Kinds of channels whose villagers can be played.
    package static let kinds = VillagerKind.all.map(\.channel.name)

    package let channel: String
    /// Where the gateway takes calls, such as `http://127.0.0.1:8080`.
    package let door: String
    private let kind: VillagerKind
    private let villagers: any Villagers

    /// Takes the secrets from the channel's entry; the channel must be of one of ``kinds``.
    package init(
        _ entry: YAMLEntry, settings: GatewaySettings, environment: [String: String]
    ) throws(FileProblem) {
        channel = try entry.entry("id").string()
        door = "http://\(settings.host):\(settings.port)"
        kind = try VillagerKind.of(entry)
        villagers = try kind.make(VillagerEntry(entry, settings: settings, environment: environment))
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

    /// The address of a villager of a load, which no villager of a chat or a phone page has by default.
    ///
    /// - Parameter villager: from 0 to 9,999,999.
    package func loadAddress(of villager: Int) -> String {
        let number = String(repeating: "0", count: max(0, 7 - String(villager).count)) + String(villager)
        return switch kind.channel.senders {
        case .phones: "+8493" + number
        case .ids: "71000000000" + number
        }
    }

    /// How the provider writes an id of ours.
    package func providerID(of id: String) -> String { villagers.providerID(of: id) }

    /// The call that brings a text; `id` is the provider's id of the message.
    package func call(_ text: String, id: String, from villager: Int, at time: Date) throws -> WebhookCall {
        try call(text, id: id, from: address(of: villager), at: time)
    }

    /// The same from an address.
    package func call(_ text: String, id: String, from address: String, at time: Date) throws -> WebhookCall {
        try villagers.call(text, id: id, from: address, at: time)
    }

    /// The call that brings what a villager does; nil where the provider has no such thing.
    package func call(
        of act: VillagerAct, id: String, from address: String, at time: Date
    ) throws -> WebhookCall? {
        if let words = act.words { return try villagers.call(words, id: id, from: address, at: time) }
        return try villagers.call(of: act, id: id, from: address, at: time)
    }

    /// What beside words the channel carries, by the names of ``VillagerAct/samples``.
    package var carries: Set<String> {
        Set(
            VillagerAct.samples.filter { _, act in
                (try? villagers.call(of: act, id: "1", from: address(of: 1), at: Date())).flatMap { $0 } != nil
            }.keys)
    }

    /// Whether its addresses are phone numbers.
    package var hasPhones: Bool { kind.channel.senders == .phones }
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
