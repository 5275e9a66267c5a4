import Foundation
import PublicServices
import VietnameseText

/// How content a villager is with an officer's answer, as the digit that they write; the raw value is stored.
package enum Satisfaction: Int, Sendable, CaseIterable {
    case good = 1
    case fair = 2
    case poor = 3

    /// The digit alone, or with the words that stand beside it in the question.
    init?(_ words: Words) {
        var folded = words.words.map(\.folded)
        if folded.first == "so" { folded.removeFirst() }
        guard let digit = folded.first.flatMap({ Int($0) }), let score = Satisfaction(rawValue: digit),
            folded.count == 1 || score.labels.contains(folded.dropFirst().joined(separator: " "))
        else { return nil }
        self = score
    }

    private var labels: [String] {
        switch self {
        case .good: ["hai long"]
        case .fair: ["binh thuong"]
        case .poor: ["chua hai long", "khong hai long"]
        }
    }
}

extension Dialogue {
    /// The digit of a villager who was asked whether they are content, while nothing else waits for one.
    func satisfaction(
        _ words: Words, _ message: VillagerMessage, state: DialogueState, now: Date
    ) -> (matter: EscalationID, score: Satisfaction)? {
        guard let matter = message.matter, matter.asksSatisfaction, isAnswered(matter, now: now),
            let score = Satisfaction(words)
        else { return nil }
        switch state.step {
        case .open, .awaitingTopic: break
        case .choosing, .choosingVariant, .offeredStaff, .awaitingDossierCode, .awaitingDossierDigits, .askedDanger:
            return nil
        }
        return (matter.id, score)
    }
}

extension AnswerComposer {
    /// What is asked once behind an officer's answer, where the commune wants to know.
    package func satisfactionQuestion(spelling: Spelling) -> Reply? {
        commune.asksSatisfaction ? plain(.satisfaction, spelling: spelling) : nil
    }
}
