/// What every execution is held against.
package enum Invariant: String, CaseIterable, Sendable, Codable {
    /// The process ended by itself; the one that the worker cannot see.
    case crash
    /// The execution took more time of the processor than its bound.
    case time
    /// The process grew beyond its bound.
    case memory
    /// An answer other than 200 and the refusals, or an error where none may be.
    case errors
    /// A call was answered with 200 and is nowhere, or not whole.
    case stored
    /// A stored message was not handled, or no decision stands with it.
    case handled
    /// A citizen number stands in clear where people or files have it.
    case masked
    /// What is shown to people holds signs that a terminal or a phone obeys.
    case visible
    /// One answer is longer than a page.
    case page
    /// The answers to one message cost more segments than one message may.
    case segments
    /// Our own answers, sent back, are answered again and again.
    case echo
    /// A call that is readable but for some bytes was set aside.
    case readable
    /// The log holds a villager's text.
    case log
}

/// An invariant that did not hold, in a sentence.
package struct Violation: Sendable, Equatable, Codable {
    package var invariant: Invariant
    package var detail: String

    init(_ invariant: Invariant, _ detail: String) {
        self.invariant = invariant
        self.detail = detail
    }
}

/// The bounds of one execution, and what a debug build is slower by.
package enum Bounds {
    #if DEBUG
    static let slowness = 25.0
    #else
    static let slowness = 1.0
    #endif

    /// Milliseconds of the processor for one message of any shape.
    package static let milliseconds = 200 * slowness
    /// Seconds without progress after which a worker hangs.
    static let hangSeconds = 10 + 4 * slowness
    /// Bytes of memory of a worker beyond what it had after its first executions.
    static let memory = 700 * 1024 * 1024
    /// SMS segments that the answers to one message may cost.
    static let segments = 6
    /// Times that our own answers are sent back to us.
    static let echoes = 8
}
