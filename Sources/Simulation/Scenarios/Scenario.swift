package import CheckedYAML
package import Conversations
package import Foundation
package import PublicServices

/// A conversation written down with what is expected of the gateway; a golden test that people can read.
package struct Scenario: Sendable {
    package enum Speaker: Sendable {
        case villager(String, MessageKind)
        /// Staff answer the open question that comes first, or the newest one of the number that the step names.
        case staff(String)
        /// Staff import these dossiers, none perhaps; then followers are told what is new at that hour.
        case register([Dossier])
        /// An officer takes the conversation's open question, or gives it back.
        case officer(takes: Bool)
        /// Nothing comes; what is due is done.
        case nobody
        /// The provider brings something else than a villager's message.
        case provider(Brought)
    }

    /// What a provider brings that is no villager's message.
    package enum Brought: String, Sendable, CaseIterable {
        /// A message that proves itself and cannot be read.
        case unreadable
        /// A call whose secret or signature is wrong, on a channel that sets such calls aside.
        case unproven
    }

    /// How the provider of all channels behaves.
    package enum ProviderState: String, Sendable, CaseIterable {
        case well, down, refusing
    }

    package enum PortalState: String, Sendable, CaseIterable {
        case well, down
    }

    /// What the commune's profile says otherwise.
    package struct CommuneWishes: Sendable {
        package var asksSatisfaction: Bool?
        package var practicePhones: [String]?
        package var dutyPhone: String?
        package var hasNoDutyPhone = false
        package var addressee: String?

        init() {}
    }

    /// One message that is expected at somebody who did not write.
    package struct OtherExpectation: Sendable {
        package var to: String
        package var channel: String
        package var template: String?
        package var contains: [String]
        package var line: Int?
    }

    /// One reply that is expected: its template, parts of its text, or both.
    package struct Expectation: Sendable {
        package var template: String?
        /// The whole text.
        package var text: String?
        /// The most SMS segments.
        package var segments: Int?
        package var contains: [String]
        package var lacks: [String]
        package var line: Int?
    }

    package struct Step: Sendable {
        package var speaker: Speaker
        package var at: Date
        /// When it was written, where it comes late.
        package var sent: Date? = nil
        /// How often the provider brings it.
        package var copies = 1
        /// Whose phone; villagers of a scenario may be several.
        package var phone: String
        /// Whether the step itself says the phone: an officer then answers the newest matter of that number.
        package var namesPhone = false
        package var channel: String
        package var expected: [Expectation]
        package var others: [OtherExpectation] = []
        /// How the portal answers from now on; nil where nothing changes.
        package var portal: PortalState?
        /// How the provider behaves from now on; nil where nothing changes.
        package var provider: ProviderState?
        /// The reason of the escalation that is expected, `none` for none, nil for no matter.
        package var escalated: String?
        /// Whether other replies than the expected ones may come too.
        package var isPartial: Bool
        package var decision: String?
        package var topic: String?
        /// The most SMS segments of all replies together.
        package var segments: Int?
        package var line: Int?
    }

    package var title: String
    package var file: String
    package var channel: String
    package var commune: CommuneWishes?
    /// Limits that stand there instead of the configuration's, as its `limits` has them.
    package var limits: YAMLEntry?
    /// What a portal knows; nil where the commune has none.
    package var portal: [Dossier]?
    /// What the register holds before the first step.
    package var dossiers: [Dossier]
    package var tags: Set<String>
    package var steps: [Step]

    /// Whether messages are sent to a played provider; else they only go into the outbox.
    package var isSent: Bool { steps.contains { $0.provider != nil } }

}
