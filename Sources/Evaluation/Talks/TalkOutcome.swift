package import Conversations
package import PublicServices

/// What a turn of a conversation comes to, in the words by which conversations are labelled (docs/talks.md).
package enum TalkOutcome: Hashable, Sendable, CustomStringConvertible {
    /// An answer on a topic, or a referral; with a facet, one that tells it.
    case topic(TopicID, Facet?)
    /// A menu that holds the topic.
    case menu(TopicID)
    case other(Other)

    package enum Other: String, Sendable, CaseIterable {
        /// A question back.
        case ask
        case staff
        case feedback
        case emergency
        /// Asked back whether anybody is in danger.
        case danger = "danger?"
        case hours
        case contact
        case dossier
        case optout
        case optin
        case thanks
        case greeting
        case goodbye
        case capabilities
        /// No answer at all.
        case quiet
        /// A matter of the state outside the catalogue.
        case otherState = "other_state"
        /// Not understood, or no business of a commune.
        case none
    }

    /// How files name the facets.
    private static let facets: [(name: String, facet: Facet)] = Facet.allCases.map { facet in
        switch facet {
        case .documents: ("documents", facet)
        case .time: ("time", facet)
        default: (facet.rawValue, facet)
        }
    }

    /// Nil for what is no outcome; topics are not looked up here.
    package init?(_ text: String) {
        if let other = Other(rawValue: text) {
            self = .other(other)
            return
        }
        if let topic = text.dropping("menu:") {
            self = .menu(TopicID(rawValue: topic))
            return
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let topic = parts.first, !topic.isEmpty, parts.count <= 2 else { return nil }
        guard parts.count == 2 else {
            self = .topic(TopicID(rawValue: topic), nil)
            return
        }
        guard let facet = Self.facets.first(where: { $0.name == parts[1] })?.facet else { return nil }
        self = .topic(TopicID(rawValue: topic), facet)
    }

    /// The topic that it names.
    package var topic: TopicID? {
        switch self {
        case .topic(let topic, _), .menu(let topic): topic
        case .other: nil
        }
    }

    package var description: String {
        switch self {
        case .topic(let topic, nil): topic.rawValue
        case .topic(let topic, let facet?):
            "\(topic.rawValue)/\(Self.facets.first { $0.facet == facet }?.name ?? facet.rawValue)"
        case .menu(let topic): "menu:\(topic.rawValue)"
        case .other(let other): other.rawValue
        }
    }
}

extension String {
    fileprivate func dropping(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
