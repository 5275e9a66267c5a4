import Foundation

/// Which of a channel's two ways out messages take: the first while it works, the second while it does not; pure.
///
/// Errors in a row, or a provider that has become very slow, make the second take over. From then on one message a minute
/// tries the first, and after some that went well it takes all again: a provider that comes and goes does not make messages do so.
struct WayOut: Sendable, Equatable {
    /// When the ways change.
    struct Rule: Sendable, Equatable {
        /// Errors in a row of the first way.
        var failures = 3
        /// A call that takes longer is slow, in seconds.
        var slowSeconds = 20.0
        /// Slow calls in a row.
        var slowCalls = 5
        /// While the second way is used, one message in so many seconds tries the first.
        var trialSeconds = 60.0
        /// So many trials in a row must go well before the first way takes all again.
        var trials = 3
    }

    enum Way: Sendable, Equatable {
        case first
        case second
    }

    /// What came of handing one message over.
    enum Result: Sendable, Equatable {
        /// The provider took it, or said that it will never take this one: it works.
        case works(seconds: Double)
        case fails
        /// Its account is wrong, so every message fails.
        case isBarred
    }

    enum Change: Sendable, Equatable {
        /// The first way failed, or is slow.
        case tookOver(isSlow: Bool)
        case wentBack
    }

    let rule: Rule
    private(set) var way = Way.first
    private var failures = 0
    private var slowCalls = 0
    private var trialsThatWentWell = 0
    private var nextTrial: ContinuousClock.Instant?

    init(rule: Rule = Rule()) { self.rule = rule }

    /// The way that the next message takes.
    mutating func next(at now: ContinuousClock.Instant) -> Way {
        guard way == .second else { return .first }
        guard let trial = nextTrial, now >= trial else { return .second }
        nextTrial = now + .seconds(rule.trialSeconds)
        return .first
    }

    /// Learns what came of a message, and says whether the way changes by it.
    mutating func note(_ result: Result, by used: Way, at now: ContinuousClock.Instant) -> Change? {
        switch (way, used) {
        case (.first, .first): return noteFirst(result, at: now)
        case (.second, .first): return noteTrial(result)
        case (.second, .second):
            // Where neither works, the first is tried at once: it may be the one that is back.
            if case .works = result { return nil }
            nextTrial = now
            return nil
        // Began before the way went back.
        case (.first, .second): return nil
        }
    }

    private mutating func noteFirst(_ result: Result, at now: ContinuousClock.Instant) -> Change? {
        switch result {
        case .works(let seconds):
            failures = 0
            slowCalls = seconds >= rule.slowSeconds ? slowCalls + 1 : 0
        case .fails: failures += 1
        case .isBarred: failures = rule.failures
        }
        let isSlow = slowCalls >= rule.slowCalls
        guard isSlow || failures >= rule.failures else { return nil }
        (way, failures, slowCalls, trialsThatWentWell) = (.second, 0, 0, 0)
        nextTrial = now + .seconds(rule.trialSeconds)
        return .tookOver(isSlow: isSlow)
    }

    private mutating func noteTrial(_ result: Result) -> Change? {
        guard case .works(let seconds) = result, seconds < rule.slowSeconds else {
            trialsThatWentWell = 0
            return nil
        }
        trialsThatWentWell += 1
        guard trialsThatWentWell >= rule.trials else { return nil }
        (way, trialsThatWentWell, nextTrial) = (.first, 0, nil)
        return .wentBack
    }
}
