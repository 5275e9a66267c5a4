package import CheckedYAML
import Conversations
import PublicServices

/// The list of channel kinds; a new kind adds its folder and one line here.
package enum ChannelKinds {
    package static let all: [ChannelKind] = [.kannel, .zalo, .zaloBot, .mappedHTTP, .standard, .twilio]

    package static subscript(_ name: String) -> ChannelKind? { all.first { $0.name == name } }

    /// Makes the channel of one entry under `channels:`.
    package static func channel(_ entry: YAMLEntry, _ surroundings: ChannelSurroundings) throws(FileProblem)
        -> any Channel
    {
        let kindEntry = try entry.entry("kind")
        let name = try kindEntry.string()
        guard let kind = Self[name] else {
            let names = all.map(\.name).sorted().joined(separator: ", ")
            throw kindEntry.problem("there is no channel kind \"\(name)\"", mend: "write one of: \(names)")
        }
        let idEntry = try entry.entry("id")
        let id = try idEntry.string()
        guard !id.isEmpty,
            id.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) })
        else {
            throw idEntry.problem("the id \"\(id)\" cannot stand in a web address", mend: "use a-z, 0-9 and hyphens")
        }
        let spelling = try entry.optional("spelling")?.oneOf(VillagerMessage.SpellingRule.self) ?? .asWritten
        let profile = ChannelProfile(
            id: ChannelID(rawValue: id), kind: kind, commune: CommuneID(rawValue: try entry.entry("commune").string()),
            spelling: spelling,
            signatures: try entry.optional("signatures")?.oneOf(SignatureMode.self) ?? .enforce,
            pace: try pace(in: entry, kind: kind),
            secondWay: (try entry.optional("second_way")?.string()).map { ChannelID(rawValue: $0) })
        try kind.check(keysOf: entry)
        return try kind.make(profile, entry, surroundings)
    }

    /// The keys that every kind of channel has.
    static let commonKeys = [
        "id", "kind", "commune", "spelling", "signatures", "segments_per_second", "messages_per_second",
        // For those who write to villagers; no channel reads it.
        "segment_price",
        "second_way",
    ]

    /// The pace in the entry, in what providers of this kind count; none where it says nothing.
    private static func pace(in entry: YAMLEntry, kind: ChannelKind) throws(FileProblem) -> SendingPace? {
        let keys = [("segments_per_second", SendingPace.Unit.segments), ("messages_per_second", .messages)]
        var pace: SendingPace?
        for (key, unit) in keys {
            guard let value = try entry.optional(key) else { continue }
            guard pace == nil else {
                throw value.problem("the channel has two paces", mend: "keep the one that the provider counts")
            }
            if let counted = kind.counts, counted != unit {
                throw value.problem(
                    "providers of kind \(kind) count \(counted.rawValue)", mend: "write \(counted)_per_second")
            }
            let number = try value.double()
            guard (0.01...10_000).contains(number) else {
                throw value.problem("\(number) is out of range", mend: "write a number from 0.01 to 10000")
            }
            pace = SendingPace(perSecond: number, unit: unit)
        }
        return pace
    }
}
