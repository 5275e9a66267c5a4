package import Foundation
package import PublicServices

/// What the channels of a commune sent on a day.
package struct Spending: Sendable, Equatable {
    package var commune: CommuneID
    /// SMS segments, or messages on channels that are billed by messages.
    package var units: Int
    /// Messages without an answer because the budget was spent.
    package var unanswered: Int
    /// Staff were told that the budget is nearly spent.
    package var isWarned: Bool
    /// It is spent: the gateway answers nothing but calls for help until midnight.
    package var isStopped: Bool
}

extension GatewayStore {
    /// What was sent on the day of `now` in Vietnam, by commune.
    package func spending(now: Date) async throws -> [Spending] {
        let communes = Set(surroundings.value.channels.values.map(\.commune)).sorted { $0.rawValue < $1.rawValue }
        return try await read { transaction in
            try communes.compactMap { commune in
                try transaction.first(
                    """
                    SELECT units, unanswered, warned_at IS NOT NULL, stopped_at IS NOT NULL
                    FROM spending WHERE commune = ? AND day = ?
                    """,
                    [commune.rawValue, Transaction.day(of: now.milliseconds)]
                ) { row in
                    Spending(
                        commune: commune, units: try row.next(), unanswered: try row.next(), isWarned: try row.next(),
                        isStopped: try row.next())
                }
            }
        }
    }
}
