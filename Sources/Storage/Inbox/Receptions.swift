import Conversations
import Foundation
import Synchronization

/// One webhook that waits for the writer.
struct Reception: Sendable {
    var events: [InboundEvent]
    var now: @Sendable () -> Date
    /// Whether nobody waits for it any more.
    var isGivenUp: @Sendable () -> Bool
    var tell: @Sendable (Result<[Receipt]?, any Error>) -> Void
}

/// The webhooks that wait for the writer: all that it finds are one piece of its work, so that it asks the same of all at once.
typealias Receptions = WaitingLine<Reception>

/// Those that one piece of work took; it may run twice, and keeps the same then.
final class TakenReceptions: Sendable {
    private let receptions: Receptions
    private let kept = Mutex<[Reception]?>(nil)

    init(of receptions: Receptions) { self.receptions = receptions }

    var all: [Reception] {
        kept.withLock { kept in
            let all = kept ?? receptions.taken()
            kept = all
            return all
        }
    }
}
