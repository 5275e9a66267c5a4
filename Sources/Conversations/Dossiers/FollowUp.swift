package import Foundation
package import PublicServices

/// What a turn says about a question that has to wait for a slow portal.
package enum FollowUpChange: Sendable, Equatable {
    /// It is looked up again later, until that time; then staff get it.
    case begin(DossierLookup, givesUpAt: Date)
    /// The villager asked again and was answered, so an older question about this dossier needs no answer any more.
    case end(DossierCode)
}

/// The late answer to such a question.
package struct FollowUpAnswer: Sendable, Equatable, HasEffects {
    /// What shall happen, in its order.
    package var effects: [Effect] = []
    /// Whether it says that there will be no answer by itself.
    package var isGivenUp: Bool

    package init(
        replies: [Reply], dossier: DossierOutcome? = nil, escalation: NewEscalation? = nil, isGivenUp: Bool = false
    ) {
        self.isGivenUp = isGivenUp
        self.replies = replies
        self.dossier = dossier
        self.escalation = escalation
    }
}

extension Dialogue {
    /// Promises a later answer to a question whose source cannot be asked now.
    func beginFollowUp(_ lookup: DossierLookup, on turn: inout Turn, spelling: Spelling, now: Date) {
        let end = now.addingTimeInterval(limits.followUpSeconds)
        turn.waitingQuestion = .begin(lookup, givesUpAt: end)
        let values = ["code": lookup.code.description, "promise": composer.commune.calendar.momentText(end)]
        turn.replies = [composer.plain(.dossierLater, values, spelling: spelling)]
    }

    /// The answer to a question that had to wait; nil while its source still cannot be asked.
    ///
    /// It asks nothing back, for the conversation has gone on meanwhile. Whoever cannot prove that the dossier is his
    /// reads the same words whether or not the code exists.
    package func followUp(
        _ lookup: DossierLookup, with result: DossierResult, spelling: Spelling, now: Date
    ) -> FollowUpAnswer? {
        switch result.finding {
        case .unavailable, .found(_, _, isStale: true): return nil
        case .noSource: return givenUp(lookup, spelling: spelling, now: now)
        case .found(let dossier, let asOf, isStale: false)
        where Self.isProof(lookup, sender: result.sender, phone: dossier.phone, mayTry: result.mayTry):
            let told = told(dossier, asOf: asOf, lookup: lookup, result: result, spelling: spelling, now: now)
            return FollowUpAnswer(replies: told.replies, dossier: told.outcome)
        case .found, .unknown:
            let values = ["code": lookup.code.description]
            return FollowUpAnswer(replies: [composer.plain(.dossierAskAgain, values, spelling: spelling)])
        }
    }

    /// What is said when the source could not be asked for all that time.
    package func givenUp(_ lookup: DossierLookup, spelling: Spelling, now: Date) -> FollowUpAnswer {
        let (escalation, promise) = composer.escalation(.dossierQuestion, unit: nil, now: now)
        let values = ["code": lookup.code.description, "promise": promise]
        return FollowUpAnswer(
            replies: [composer.plain(.dossierGivenUp, values, spelling: spelling)], escalation: escalation,
            isGivenUp: true)
    }
}
