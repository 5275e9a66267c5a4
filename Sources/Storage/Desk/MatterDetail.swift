package import Conversations
package import Foundation

/// One matter with all that an officer needs to answer it.
package struct MatterDetail: Sendable, Equatable {
    package var row: MatterRow
    /// The message that raised it; nil where none did.
    package var question: ThreadMessage?
    /// What the villager added to it, oldest first; the last of it where that is much.
    package var added: [ThreadMessage]
    package var thread: ThreadPage
    /// What this officer began to write.
    package var draft: Draft?
    /// Other matters of this villager, the newest first.
    package var earlier: [MatterRow]
    /// Dossiers that this villager follows.
    package var dossiers: [KnownDossier]
    /// How the gateway read the message that raised it.
    package var understood: Understanding? = nil
    package var decision: String? = nil
    /// Several people may write from this number.
    package var mayBeShared: Bool
    package var isOptedOut: Bool
    /// How content the villager said they are with the answer.
    package var satisfaction: Satisfaction? = nil
    /// The newest message of the conversation that the officer is shown; it goes with their answer.
    package var lastMessage: MessageID? = nil
    /// By which the villager can check this officer's next answer: four digits, kept until it is sent.
    package var code: String
}

extension MatterDetail {
    /// Whether personal numbers are masked in what is shown of the villager's messages.
    package var hidesNumbers: Bool {
        question?.hidesNumbers == true || added.contains(where: \.hidesNumbers)
            || thread.entries.contains { entry in
                if case .message(let message) = entry { message.hidesNumbers } else { false }
            }
    }
}

package struct ThreadPage: Sendable, Equatable {
    /// Oldest first.
    package var entries: [ThreadEntry]
    /// Where older ones begin; nil when there are none.
    package var older: MessageID?
    package var olderCount: Int
}

package enum ThreadEntry: Sendable, Equatable {
    case message(ThreadMessage)
    /// Only officers see it.
    case note(StaffNote)
}

package struct StaffNote: Sendable, Equatable, Identifiable {
    package var id: Int64
    package var officer: OfficerID
    package var displayName: String
    /// With personal numbers masked.
    package var text: String
    package var at: Date
}

/// A message as the villager saw or sent it.
package struct ThreadMessage: Sendable, Equatable, Identifiable {
    package var id: MessageID
    package var direction: MessageDirection
    package var kind: MessageKind
    /// With personal numbers masked.
    package var text: String
    package var at: Date
    /// The officer who wrote it; nil for villagers and for the gateway itself.
    package var author: String?
    package var template: String?
    /// The rule by which the gateway decided about it.
    package var decision: String?
    package var attachments: [StoredAttachment]
    /// Nil for what villagers sent.
    package var delivery: DeliveryWords?
    package var isUnproven: Bool
    /// By which the villager can check it, where an officer wrote it.
    package var code: String?
    /// Whether personal numbers of the villager's stand in it, masked.
    package var hidesNumbers: Bool

    package var isMachine: Bool { direction == .outgoing && author == nil }
}

/// How far an outgoing message has come, by what the provider proved; each has words of its own.
package enum DeliveryWords: Sendable, Equatable {
    /// It waits until then, such as for the end of the night.
    case queued(until: Date)
    /// An officer may still take it back.
    case takeBack(until: Date)
    case sending
    /// The provider took it.
    case accepted(at: Date)
    /// The telephone has it.
    case delivered(at: Date)
    case failed(detail: String?, tries: Int)
    /// The provider took it long ago and never said more.
    case noReport(since: Date)
    /// It was not sent, for a person had taken over.
    case withheld
}

/// A villager's message with the personal numbers that are masked elsewhere.
package struct RevealedMessage: Sendable, Equatable {
    package var at: Date
    package var text: String
}

package struct AttachmentBytes: Sendable, Equatable {
    package var description: MessageAttachment
    package var bytes: [UInt8]
}
