import Channels
import CheckedYAML
import Conversations
import Foundation
import Gateway
import Storage

/// The channels of a bench's own gateway: those of the configuration, and one of every kind that has none there.
///
/// Secrets are the bench's own and every provider stands at one port of this machine; ids, communes, numbers, spellings
/// and prices are those of the configuration.
enum OwnChannels {
    static func entries(of settings: GatewaySettings, providerPort: Int) throws(FileProblem) -> [YAMLEntry] {
        var texts: [String] = []
        var kinds: Set<String> = []
        for entry in settings.channels {
            let kind = try VillagerKind.of(entry)
            kinds.insert(kind.channel.name)
            var more: [String] = []
            for key in ["spelling", "segment_price"] {
                if let value = try entry.optional(key)?.string() { more.append("  \(key): \(value)") }
            }
            texts.append(
                text(
                    id: try entry.entry("id").string(), kind: kind, commune: try entry.entry("commune").string(),
                    number: try entry.optional("number")?.string() ?? "8079", more: more, port: providerPort))
        }
        texts += try others(than: kinds, in: settings, providerPort: providerPort)
        return try YAMLEntry.parse(texts.joined(separator: "\n"), file: "bench.yaml").entries()
    }

    /// One channel of every kind that the configuration does not have.
    static func missing(in settings: GatewaySettings) throws(FileProblem) -> [YAMLEntry] {
        var kinds: Set<String> = []
        for entry in settings.channels { kinds.insert(try entry.entry("kind").string()) }
        // Nothing is sent by them, so the port does not matter.
        let texts = try others(than: kinds, in: settings, providerPort: 1)
        return texts.isEmpty ? [] : try YAMLEntry.parse(texts.joined(separator: "\n"), file: "bench.yaml").entries()
    }

    /// Gives Official Accounts their first token, as somebody of the office would.
    static func keepTokens(of settings: GatewaySettings, in store: GatewayStore, now: Date) async throws {
        for entry in settings.channels where (try? entry.entry("kind").string()) == ChannelKind.zalo.name {
            let id = ChannelID(rawValue: try entry.entry("id").string())
            try await store.keepFirstToken(refresh: "first", of: id, now: now)
        }
    }

    private static func others(
        than kinds: Set<String>, in settings: GatewaySettings, providerPort: Int
    ) throws(FileProblem) -> [String] {
        let commune = try settings.channels.first?.entry("commune").string() ?? ""
        return VillagerKind.all.filter { !kinds.contains($0.channel.name) }.map { kind in
            let spelling = kind.channel.reachesPhones ? "as_written" : "marked"
            return text(
                id: kind.own.id, kind: kind, commune: commune, number: "8079",
                more: ["  spelling: \(spelling)"], port: providerPort)
        }
    }

    private static func text(
        id: String, kind: VillagerKind, commune: String, number: String, more: [String], port: Int
    ) -> String {
        let own = kind.own.keys(OwnEntry.Bench(id: id, number: number, provider: "http://127.0.0.1:\(port)"))
        return (["- id: \(id)", "  kind: \(kind.channel.name)", "  commune: \(commune)"] + more + [own]).joined(
            separator: "\n")
    }
}
