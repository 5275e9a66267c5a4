import Foundation

/// Opening hours as people type them: `7:30-11:30, 13:00-17:00`, `7h30 đến 11h30 và 13h-17h`.
package enum TypedHours {
    package enum Fault: Error, Sendable, Equatable {
        case unreadable
        /// It closes before it opens, or begins before the last has ended.
        case order
        /// An hour at which no office is open: most likely 1:30 for 13:30.
        case odd(String)
        case tooMany
    }

    /// Periods of one day at most.
    private static let most = 4
    private static let longest = 120
    /// From five in the morning to ten in the evening, in minutes.
    private static let usual = 5 * 60...22 * 60

    /// The periods in order, at least one.
    package static func periods(in typed: String) throws(Fault) -> [OpenPeriod] {
        guard typed.utf8.count <= longest else { throw .unreadable }
        let pattern =
            /([0-9]{1,2})(?:\s*(?:giờ|:|\.|h|g)\s*([0-5][0-9])?)?\s*(?:-|–|đến|den|tới|toi)\s*([0-9]{1,2})(?:\s*(?:giờ|:|\.|h|g)\s*([0-5][0-9])?)?/
        let text = typed.precomposedStringWithCanonicalMapping.lowercased()
        var periods: [OpenPeriod] = []
        for match in text.matches(of: pattern) {
            func minute(_ hour: Substring, _ minute: Substring??) throws(Fault) -> Int {
                guard let hour = Int(hour), hour <= 24 else { throw .unreadable }
                return hour * 60 + ((minute ?? nil).flatMap { Int($0) } ?? 0)
            }
            let (from, to) = (try minute(match.1, match.2), try minute(match.3, match.4))
            guard let period = OpenPeriod(from: from, to: to), from >= (periods.last?.to ?? 0) else { throw .order }
            guard usual.contains(from), usual.contains(to) else { throw .odd(period.text) }
            periods.append(period)
        }
        let rest = text.replacing(pattern, with: " ").split { $0.isWhitespace || $0 == "," || $0 == ";" }
        guard !periods.isEmpty, rest.allSatisfy({ ["và", "va", "sáng", "chiều", ":"].contains($0) }) else {
            throw .unreadable
        }
        guard periods.count <= most else { throw .tooMany }
        return periods
    }
}
