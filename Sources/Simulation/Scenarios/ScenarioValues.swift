import CheckedYAML
package import Conversations
import Foundation
import Gateway

/// What a configuration knows of the words that scenarios write.
package struct ScenarioValues: Sendable {
    /// Nil takes any.
    package var topics: [String]?
    package var channels: [String]?

    package init(topics: [String]? = nil, channels: [String]? = nil) {
        self.topics = topics
        self.channels = channels
    }

    func topic(_ entry: YAMLEntry) throws(FileProblem) -> String {
        guard let topics else { return try entry.string() }
        return try entry.word(among: topics, list: "write the id of a topic, as in the files of intents/")
    }

    func channel(_ entry: YAMLEntry) throws(FileProblem) -> String {
        guard let channels else { return try entry.string() }
        return try entry.word(among: channels, list: "write the id of a channel of the configuration")
    }

    /// Replies put together of several texts: how a dossier stands, what is new of it, the next part of a long answer.
    private static let composed = ["dossier_status", "dossier_news", "page"]

    /// The id of a reply's template.
    func template(_ entry: YAMLEntry) throws(FileProblem) -> String {
        try entry.word(
            among: ReplyTemplate.allCases.map(\.rawValue) + Self.composed,
            list: "write the id of a text of config/replies.yaml, or \(Self.composed.joined(separator: ", "))")
    }

    func decision(_ entry: YAMLEntry) throws(FileProblem) -> String {
        try entry.word(among: Self.decisions.map(\.name), list: "simulator run --keys lists them")
    }

    /// Why staff get something, or `none`.
    func reason(_ entry: YAMLEntry) throws(FileProblem) -> String {
        try entry.word(
            among: EscalationReason.allCases.map(\.rawValue) + ["none"], list: "simulator run --keys lists them")
    }

    /// What the gateway may decide about a message, and what that is.
    package static let decisions: [(name: String, meaning: String)] = [
        ("answer", "What was asked is told."),
        ("menu", "Several matters fit: the villager chooses."),
        ("command", "An order or a call with an answer of its own, such as `HUY`, a dossier's code, a call for help."),
        ("referral", "Another office decides; which one is told."),
        ("question", "Something was asked, and of which matter is not known."),
        ("small_talk", "A greeting, thanks, a word about the machine."),
        ("trouble", "Something does not work or is late: an apology, and staff."),
        ("unknown", "A matter of the state that no topic knows."),
        ("none", "Nothing was understood, or it is no public matter."),
        ("quiet", "Nothing is said: no villager wrote it, or all was said."),
        ("addition", "It is added to what staff have of this villager."),
        ("limited", "The villager has written or was answered more than the limits allow; at most it is told."),
        ("silent: ourselves", "A number of the gateway's own writes, such as the phone on duty: nothing is said."),
    ]

    /// Why staff may get something, and when.
    package static func meaning(of reason: EscalationReason) -> String {
        switch reason {
        case .askedForStaff: "The villager asks for an officer."
        case .notUnderstood: "It was not understood more than once."
        case .noCheckedFact: "The matter is known, and no checked fact answers what was asked."
        case .referral: "Another office decides, and the villager wants to know more."
        case .dossierQuestion: "A question about a dossier that nothing answers."
        case .feedback: "A complaint, a suggestion, a nuisance."
        case .denunciation: "A denunciation, which the open list hides: a step sees `none`, coverage counts it."
        case .emergency: "A call for help."
        case .fraud: "Cheated by phone or on the net, or about to be."
        case .possibleDanger: "It may be a call for help: the villager was asked."
        case .unreadableMessage: "A provider brings a message that cannot be read."
        case .handlingFailed: "The machine failed while it worked on a message."
        case .deliveryFailed: "A reply could not be delivered."
        case .attachment: "A picture, a recording, a file or a place."
        case .erasureRequest: "The villager wants their data deleted."
        case .dataCopy: "The villager wants to see what is kept of them."
        case .channelBroken: "A channel has not sent for long, or its account does not work."
        case .unprovenCalls: "Calls without a proof were set aside."
        case .tooManyMessages: "The villager wrote more than the limit allows."
        case .villagerReply: "The villager writes back to an officer."
        case .budget: "The commune has sent nearly as much in a day as its budget allows, or more."
        case .stalled: "Due messages do not move."
        }
    }

    /// Reasons that no conversation can bring about, and why.
    package static let unreachable: [EscalationReason: String] = [
        .handlingFailed:
            "only a fault of the program or a damaged database brings it about (InboxTroubleTests, test_storage_troubles)",
        .stalled: "only a worker that hangs for minutes of the machine's own time brings it about (FlowTests)",
    ]
}

/// Limits of one scenario over those of the configuration.
struct ScenarioLimits {
    var pace: MessagePace
    /// Seconds without a success after which staff are told of a channel; nil as the configuration says.
    var alarm: TimeInterval?

    init(_ entry: YAMLEntry, over base: MessagePace) throws(FileProblem) {
        try entry.allow(keys: ScenarioKey.names(of: .limits))
        pace = try MessagePace(entry, over: base)
        alarm = try entry.optional("provider_alarm_minutes").map { (entry) throws(FileProblem) in
            TimeInterval(try entry.int(in: 1...1440)) * 60
        }
    }
}
