import Evaluation
import Foundation
import PublicServices

/// One message of a played villager, with all that is done to it on its way.
struct PersonaTurn: Sendable, Equatable {
    enum Role: String, Sendable {
        case hello
        /// Asks for what is wanted.
        case ask
        /// Takes an entry of a menu, or says that it is meant.
        case choose
        case code
        case more
        /// An officer answers the newest matter; `core` is the text.
        case officer
        case thanks
        /// The phone does it by itself.
        case reaction
        case autoReply

        /// Whether its answers are judged as those to the want.
        var isJudged: Bool { [.ask, .choose, .code, .more].contains(self) }
        var isAutomatic: Bool { self == .reaction || self == .autoReply }
    }

    /// The part of a long message that is lost.
    enum Part: String, Sendable {
        case first
        case last
    }

    var role: Role
    var before = ""
    var core: String
    var after = ""
    var noises: [Noise] = []
    var seed: UInt64 = 0
    /// When it arrives, in minutes from the begin.
    var minute: Int
    /// How many minutes before that it was written.
    var late = 0
    /// How often the provider brings it.
    var copies = 1
    var lost: Part?

    /// What the gateway gets.
    var text: String {
        let plain = before + core + after
        let spelt = noises.reduce(plain) { $1.spoiled($0, seed: seed) }
        return lost.map { $0.rest(of: spelt) } ?? spelt
    }

    /// Faults, noise and courtesy that could be left out.
    var burden: Int {
        noises.count + (late > 0 ? 1 : 0) + (copies > 1 ? 1 : 0) + (lost == nil ? 0 : 1) + (before.isEmpty ? 0 : 1)
            + (after.isEmpty ? 0 : 1)
    }
}

/// A conversation written out: what a villager sends, whatever comes back.
struct PersonaScript: Sendable, Equatable {
    var phone: PersonaPhone
    var start: Date
    var turns: [PersonaTurn]
    var losesReceipts: Bool
    /// What was wanted when it failed.
    var want: PersonaWant
    /// The place of the message of whose answers the failure is.
    var judged: Int
    var failure: PersonaFailure
    /// The first words of those answers: a shorter script must fail with the same ones.
    var heard: String

    /// Whether what it is about is said before the message whose answers are judged: else no answer could be right.
    var namesItsSubject: Bool {
        want.filling.isEmpty || turns.prefix(judged + 1).contains { $0.core.contains(want.filling) }
    }

    /// How much there is to leave out.
    var size: Int { turns.reduce(losesReceipts ? 1 : 0) { $0 + 1 + $1.burden } }
}

/// How a conversation went wrong.
enum PersonaFailure: String, Sendable, CaseIterable, Codable {
    case silence = "no_answer"
    case notUnderstood = "not_understood"
    case noChoice = "menu_without_it"
    case askedBack = "asked_back"
    case askedDanger = "asked_whether_in_danger"
    case falseAlarm = "false_alarm"
    case leftToStaff = "left_to_staff"
    case otherFact = "other_fact"
    case somethingElse = "something_else"
    case incomplete
    case askedAgain = "asked_to_send_again"
    case fellSilent = "fell_silent"
    case officerUnheard = "officer_unheard"
    case refused
    case answeredTwice = "answered_twice"
    case reactionAnswered = "reaction_answered"
    case machineLoop = "machine_loop"
    case sentTwice = "sent_twice"

    /// What a hearing is called when patience ends with it.
    init(_ hearing: PersonaHearing) {
        self =
            switch hearing {
            case .silence, .got: .silence
            case .menu: .noChoice
            case .confirm, .askTopic, .askCode, .askDigits: .askedBack
            case .askDanger: .askedDanger
            case .alarm: .falseAlarm
            case .more: .incomplete
            case .notUnderstood: .notUnderstood
            case .promised: .leftToStaff
            case .askAgain: .askedAgain
            case .invited, .somethingElse: .somethingElse
            case .fellSilent: .fellSilent
            case .otherFact: .otherFact
            }
    }

    /// Staff got the question, though the answer stands in the files: the villager waits, but is not lost.
    var isLeftToStaff: Bool { self == .leftToStaff }
}

extension PersonaTurn.Part {
    /// What is left of a text that came in several parts; a text of one part is whole.
    func rest(of text: String) -> String {
        let parts = Self.parts(of: text)
        guard parts.count > 1 else { return text }
        return (self == .first ? parts.dropFirst() : parts.dropLast()).joined()
    }

    /// The parts in which a phone sends a text.
    static func parts(of text: String) -> [String] { SMSParts.of(text) }
}
