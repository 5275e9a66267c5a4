import Foundation
import PublicServices
import VietnameseText

/// What is said where a text was not understood.
extension Dialogue {
    func notUnderstood(on turn: inout Turn, spelling: Spelling, now: Date) {
        let remark = turn.remark
        if turn.state.misses == 0, !remark.asks, remark.wordCount <= limits.strayWords,
            let menu = menuAgain(turn.state, spelling: spelling)
        {
            turn.state.misses = 1
            turn.replies = [menu]
            return
        }
        if turn.state.topic != nil, turn.isGoingOn, remark.wordCount >= (remark.asks ? 2 : limits.tellingWords) {
            // It goes on about what was spoken of, and only a person can tell what it asks.
            turn.state.misses = 0
            handOver(.noCheckedFact, template: .leftToStaff, on: &turn, spelling: spelling, now: now)
            return
        }
        turn.state.misses += 1
        if turn.state.misses >= limits.misses {
            turn.state.step = .offeredStaff
            turn.replies = [composer.plain(.offerStaff, spelling: spelling)]
            return
        }
        switch turn.state.step {
        case .choosing, .choosingVariant: break
        default: turn.state.step = .open
        }
        let suggestions = matcher.catalogue.conversation.suggestions
        let example = remark.suggestion.map { suggestions[$0].example } ?? suggestions.first?.example ?? ""
        turn.replies = [
            composer.plain(
                .notUnderstood, ["example": spelling == .unmarked ? UnmarkedSpelling.of(example) : example],
                spelling: spelling)
        ]
    }
}
