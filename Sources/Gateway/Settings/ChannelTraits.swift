package import Channels
package import CheckedYAML
package import Conversations
package import PublicServices

/// What commands must know of a channel without making it: no secret of it is read.
package struct ChannelTraits: Sendable, Equatable {
    /// Nil for a kind that there is not: commands also work beside an entry that `serve` would refuse.
    package var kind: ChannelKind?
    package var commune: CommuneID
    package var spelling: VillagerMessage.SpellingRule
    /// What one segment costs, in đồng; nil where nobody wrote it down.
    package var segmentPrice: Int?
    /// The channel that sends in its place while it fails.
    package var secondWay: ChannelID?

    /// What its provider bills; of an unknown kind the dearest is supposed.
    var unit: SendingPace.Unit { kind?.bills ?? .segments }

    /// What bounds and bills a text on it.
    package var carrier: OfficerText.Carrier { kind?.carrier ?? .sms }

    package init(
        kind: ChannelKind?, commune: CommuneID, spelling: VillagerMessage.SpellingRule, segmentPrice: Int? = nil
    ) {
        self.segmentPrice = segmentPrice
        self.kind = kind
        self.commune = commune
        self.spelling = spelling
    }

    static func read(_ entry: YAMLEntry) throws(FileProblem) -> (ChannelID, ChannelTraits) {
        var traits = ChannelTraits(
            kind: ChannelKinds[try entry.entry("kind").string()],
            commune: CommuneID(rawValue: try entry.entry("commune").string()),
            spelling: try entry.optional("spelling")?.oneOf(VillagerMessage.SpellingRule.self) ?? .asWritten,
            segmentPrice: try entry.optional("segment_price")?.int(in: 1...100_000))
        traits.secondWay = (try entry.optional("second_way")?.string()).map { ChannelID(rawValue: $0) }
        return (ChannelID(rawValue: try entry.entry("id").string()), traits)
    }
}

extension GatewaySettings {
    /// The configured channels by id.
    package func channelTraits() throws(FileProblem) -> [ChannelID: ChannelTraits] {
        var traits: [ChannelID: ChannelTraits] = [:]
        for entry in channels {
            let (id, channel) = try ChannelTraits.read(entry)
            traits[id] = channel
        }
        return traits
    }
}
