public import CheckedYAML
public import Conversations
public import PublicServices

/// What commands must know of a channel without making it: no secret of it is read.
public struct ChannelTraits: Sendable, Equatable {
    public var kind: String
    public var commune: CommuneID
    public var spelling: VillagerMessage.SpellingRule

    /// What bounds and bills a text on it.
    public var carrier: OfficerText.Carrier { kind.hasPrefix("zalo") ? .chat : .sms }

    public init(kind: String, commune: CommuneID, spelling: VillagerMessage.SpellingRule) {
        self.kind = kind
        self.commune = commune
        self.spelling = spelling
    }
}

extension GatewaySettings {
    /// The configured channels by id.
    public func channelTraits() throws(FileProblem) -> [ChannelID: ChannelTraits] {
        var traits: [ChannelID: ChannelTraits] = [:]
        for entry in channels {
            traits[ChannelID(rawValue: try entry.entry("id").string())] = ChannelTraits(
                kind: try entry.entry("kind").string(),
                commune: CommuneID(rawValue: try entry.entry("commune").string()),
                spelling: try entry.optional("spelling")?.oneOf(VillagerMessage.SpellingRule.self) ?? .asWritten)
        }
        return traits
    }
}
