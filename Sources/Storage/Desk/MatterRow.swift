package import Conversations
package import Foundation
package import PublicServices

/// Which matters a page of the queue shows; the raw value stands in addresses of pages.
package enum MatterList: String, Sendable, CaseIterable {
    /// All that are open, whoever holds them.
    case waiting
    case mine
    /// Those of the officer's units.
    case unit
    case all
    case closed
}

package struct MatterFilter: Sendable, Equatable {
    package var commune: CommuneID?
    package var unit: UnitID?
    package var topic: TopicID?
    package var channel: ChannelID?
    /// As the commune's list names it.
    package var hamlet: String?

    package init(
        commune: CommuneID? = nil, unit: UnitID? = nil, topic: TopicID? = nil, channel: ChannelID? = nil,
        hamlet: String? = nil
    ) {
        self.hamlet = hamlet
        self.commune = commune
        self.unit = unit
        self.topic = topic
        self.channel = channel
    }

    var isEmpty: Bool { self == MatterFilter() }
}

/// Where the next page begins; fit for an address.
package struct MatterCursor: RawRepresentable, Sendable, Equatable {
    package var rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
}

/// One matter as a line of a list.
package struct MatterRow: Sendable, Equatable, Identifiable {
    package struct Holder: Sendable, Equatable {
        package var id: OfficerID
        package var displayName: String
        package var since: Date
    }

    package struct Closing: Sendable, Equatable {
        package var at: Date
        /// Whoever ended it, as it was written down then.
        package var by: String
        /// Nil where an answer ended it.
        package var reason: ClosingReason?
        package var answer: MessageID?
    }

    package var id: EscalationID
    package var conversation: ConversationID?
    package var reason: EscalationReason
    package var topic: TopicID?
    package var unit: UnitID?
    package var commune: CommuneID?
    package var channel: ChannelID?
    /// Where its villager lives, as an officer wrote it down.
    package var hamlet: String?
    /// The last characters of the address, such as `567`.
    package var addressTail: String?
    /// How staff call the villager, where somebody wrote it down.
    package var name: String?
    /// The words that raised it, with personal numbers masked; nil where there are none or they are kept private.
    package var question: String?
    package var questionKind: MessageKind
    /// Messages of the villager since staff last wrote or closed it.
    package var newMessages: Int
    package var raisedAt: Date
    package var promisedBy: Date?
    /// Put off until then; nil when that is past.
    package var snoozedUntil: Date?
    package var holder: Holder?
    package var presence: [Presence]
    package var isRestricted: Bool
    package var closed: Closing?

    package var isEmergency: Bool { reason == .emergency }
}

/// Somebody who has a matter open in their browser.
package struct Presence: Sendable, Equatable {
    package var officer: OfficerID
    package var displayName: String
    package var isTyping: Bool
    package var at: Date
}

/// How many matters stand in each list; true for this officer.
package struct MatterCounts: Sendable, Equatable {
    package var waiting = 0
    package var mine = 0
    package var unit = 0
    package var all = 0
    package var closed = 0
    /// Of those that wait.
    package var emergencies = 0
}

package struct MatterPage: Sendable, Equatable {
    package var rows: [MatterRow]
    /// All that the list and the filter have, on this page or not.
    package var total: Int
    /// Nil on the last page.
    package var next: MatterCursor?
    package var counts: MatterCounts
}

/// A call for help that is open, with what is known of the alert to the phone on duty.
package struct EmergencyNotice: Sendable, Equatable {
    package var row: MatterRow
    /// Nil where no alert went out.
    package var alert: DeliveryWords?
    /// The last digits of the phone on duty.
    package var dutyTail: String?
}

/// What happened at the desk since a mark.
package struct DeskChanges: Sendable, Equatable {
    package var mark: Int64
    package var matters: Set<EscalationID>
    /// In which something was written, or came further on its way.
    package var conversations: Set<ConversationID>
    /// False when more happened than is kept: then all is to be read again.
    package var isComplete: Bool
}
