package import Foundation
package import PublicServices

/// What the gateway remembers of one conversation between two messages.
package struct DialogueState: Sendable, Equatable, Codable {
    /// What the next message is expected to be.
    package enum Step: Sendable, Equatable, Codable {
        case open
        /// A numbered menu was shown; the numbers stand for these topics, in order.
        case choosing([TopicID], facet: Facet?)
        /// A numbered menu of one topic's procedures was shown, in this order.
        case choosingVariant(TopicID, [ProcedureCode], facet: Facet?)
        /// A facet was asked without a topic.
        case awaitingTopic(Facet)
        /// Nothing was understood twice and staff were offered: "1" or "có" hands over.
        case offeredStaff
        /// A dossier was asked for without its code.
        case awaitingDossierCode(follows: Bool)
        /// The end of the registered phone was asked for.
        case awaitingDossierDigits(DossierCode, follows: Bool)
        /// It was asked whether somebody is in danger: "1" or "có" is a call for help.
        case askedDanger(Distress.Kind)
    }

    package var step: Step = .open
    /// The topic spoken of last.
    package var topic: TopicID?
    /// The procedure of that topic, where it was not the main one.
    package var procedure: ProcedureCode?
    /// What was spoken of before that topic in this session, the last one last; nil while there is nothing.
    package var earlier: [EarlierTopic]?
    /// The facet spoken of last, so that "thế còn khai tử?" asks the same of another topic.
    package var facet: Facet?
    /// How many messages in a row were not understood.
    package var misses: Int = 0
    /// Pages of a long answer that are still to be asked for with "TIEP".
    package var pages: [String] = []
    /// The dossier that this contact proved to be his in this session.
    package var provenDossier: DossierCode?
    /// Whether the privacy notice was given to this contact.
    package var noticeGiven = false
    /// Whether the meaning of "tham khảo" was already said in this session.
    package var referenceExplained = false
    /// The matter of others that staff were given in this session.
    package var handedOver: TopicID?
    /// The commune that the villager named, where the channel serves several.
    package var commune: CommuneID?
    /// How the villager spelled last; a bare "1" says nothing about it.
    package var spelling: Spelling?
    /// When the last message of the villager was handled; a session ends some time after it.
    package var lastTurn: Date?
    /// When the villager was welcomed last; following and opening the chat come as two events.
    package var welcomedAt: Date?
    /// When it was last said that pictures and files cannot be read; an album comes as many messages.
    package var attachmentNotedAt: Date?
    /// When it was last said that the commune is not open yet.
    package var notOpenToldAt: Date?

    /// When a word of thanks or of parting was answered last; a second one soon after needs no answer.
    package var courtesyAt: Date?

    /// What is remembered of texts that come again and again; nil while there is nothing.
    package var watch: Watch?

    package init() {}

    /// Whether it holds sentences, in which a personal number may stand; all else are ids, counts, times and fingerprints.
    package var holdsSentences: Bool { !pages.isEmpty }
}
