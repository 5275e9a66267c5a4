package import Foundation
import PublicServices

/// What a turn must know before it can end; the worker fetches it, outside of any transaction, and `Dialogue.resume` goes on.
package enum Need: Sendable, Equatable {
    /// What a register or portal says of a dossier.
    case dossier(DossierLookup)
    /// The state of a matter that the villager asks after.
    case matter(EscalationID)
    /// Whether an officer sent this villager a message with this code, and when.
    case answerCode(String)
    /// Whether two channels of the villager could be joined or parted. Asked again for the same message, it is the same.
    case link(LinkRequest)
}

/// What was fetched for a need.
package enum Fetched: Sendable {
    case dossier(DossierResult)
    case matter(CaseState)
    /// When it was sent; nil where none was.
    case answerCode(Date?)
    case link(LinkOutcome)
}

extension Dialogue {
    /// Goes on with a turn whose need was fetched; pure like the turn itself.
    ///
    /// Anything else than was asked for changes nothing.
    package func resume(_ turn: Turn, with fetched: Fetched, now: Date) -> Turn {
        guard let need = turn.need else { return turn }
        var resumed = turn
        resumed.need = nil
        let spelling = turn.state.spelling ?? .unmarked
        switch (need, fetched) {
        case (.dossier(let lookup), .dossier(let result)):
            tell(result, of: lookup, on: &resumed, spelling: spelling, now: now)
        case (.matter(let number), .matter(let state)):
            resumed.replies = [composer.caseState(state, of: number, spelling: spelling)]
        case (.answerCode(let code), .answerCode(let sentAt)):
            resumed.replies = [composer.checked(code, sentAt: sentAt, spelling: spelling)]
        case (.link, .link(let outcome)): tell(outcome, on: &resumed, spelling: spelling)
        default: return turn
        }
        return withinSegments(withPrivacyNotice(resumed, spelling: spelling))
    }
}
