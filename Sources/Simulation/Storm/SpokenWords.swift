import Foundation

/// What the villagers of a storm said in the second of now.
///
/// Providers tell times in seconds, and the same words of one sender with the same time are a copy, which the gateway rightly
/// keeps once: sent as two messages, one of them would count as lost.
struct SpokenWords: Sendable {
    private struct Words: Hashable {
        var villager: Int
        var text: String
        /// Late ones bear a time of their own.
        var isLate: Bool
    }

    private var second: TimeInterval = 0
    private var said: Set<Words> = []

    /// Nil when a message may be said now, and then it counts as said; else how long its words have to wait, in seconds.
    mutating func wait(of message: StormMessage, at now: Date) -> TimeInterval? {
        let time = now.timeIntervalSince1970
        if time.rounded(.down) != second {
            second = time.rounded(.down)
            said = []
        }
        let words = Words(villager: message.villager, text: message.text, isLate: message.isLate)
        return said.insert(words).inserted ? nil : second + 1 - time
    }
}
