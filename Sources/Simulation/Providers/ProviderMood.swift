package import Foundation

/// How a simulated provider behaves; it changes while it runs.
package enum ProviderMood: Sendable, Equatable {
    case well
    /// It takes messages, but answers only after so many seconds.
    case slow(TimeInterval)
    /// It answers 503 and takes nothing.
    case down
    /// It answers 200 with something that is no answer, and takes nothing.
    case garbled
    /// It answers 400 to every message, as if it were wrong, and takes nothing.
    case refusing
    /// It takes messages and never reports what became of them.
    case silent
    /// It signs its calls to the gateway wrongly.
    case forging

    /// As people type it: `well`, `slow 3`, `down`, `garbled`, `refusing`, `silent`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: " ")
        switch (parts.first, parts.count) {
        case ("well", 1): self = .well
        case ("down", 1): self = .down
        case ("garbled", 1): self = .garbled
        case ("refusing", 1): self = .refusing
        case ("silent", 1): self = .silent
        case ("forging", 1): self = .forging
        case ("slow", 1): self = .slow(Self.usualWait)
        case ("slow", 2):
            guard let seconds = Double(parts[1]), (0...Self.longestWait).contains(seconds) else { return nil }
            self = .slow(seconds)
        default: return nil
        }
    }

    /// As people type it.
    package var word: String {
        switch self {
        case .well: "well"
        case .slow(let seconds): "slow \(seconds.formatted(.number.grouping(.never).locale(Locale(identifier: "en"))))"
        case .down: "down"
        case .garbled: "garbled"
        case .refusing: "refusing"
        case .silent: "silent"
        case .forging: "forging"
        }
    }

    package static let words = ["well", "slow [SECONDS]", "down", "garbled", "refusing", "silent", "forging"]

    /// What each of the words means, for the help of commands.
    package static let explained = """
        well: it works. slow [SECONDS]: it answers late. down: 503. garbled: an answer that is none. refusing: 400 to every \
        message, as if it were wrong. silent: it never reports deliveries. forging: what it brings to the gateway is signed wrongly.
        """

    /// The wait of a bare `slow`, in seconds.
    private static let usualWait = 3.0
    /// The longest wait, in seconds.
    private static let longestWait = 3600.0
}
