package import Conversations
package import Foundation
package import PublicServices

/// Calls for help that an officer on duty is told of together.
package struct FurtherAlert: Sendable, Equatable {
    package struct Call: Sendable, Equatable {
        /// The whole address, so that the officer can call back.
        package var sender: String
        /// The newest words, with personal numbers masked.
        package var text: String
        package var at: Date
    }

    package var commune: CommuneID
    /// Messages of one villager, or villagers.
    package var count: Int
    /// Of many villagers who had no alert of their own; else of one who had one.
    package var isOfMany: Bool
    /// The newest words of one villager, or those of some of the many.
    package var calls: [Call]
}

extension GatewayStore {
    /// Queues what came after the first alerts and is due to be told, in words of the caller's; how many messages that are.
    ///
    /// It waits behind the first alert of any other villager to the same phone.
    package func tellFurtherAlerts(
        now: Date, _ text: @escaping @Sendable (FurtherAlert) -> Reply?
    ) async throws -> Int {
        // Mostly there is nothing, and nothing is then written.
        let isDue = try await read { transaction in
            try transaction.number("SELECT 1 FROM duty_alert WHERE due_at <= ? LIMIT 1", [now.milliseconds]) != nil
        }
        guard isDue else { return 0 }
        return try await write(at: now) { try $0.tellFurtherAlerts(text) }
    }

    /// Queues alerts again of calls for help that nobody took since the last one; how many that are.
    ///
    /// Where officers sign in, for else nobody could take them.
    package func repeatAlerts(now: Date) async throws -> Int {
        let since = now.milliseconds - StoreLimits.alertRest.inMilliseconds
        let isDue = try await read { try !$0.untakenAlerts(before: since).isEmpty }
        guard isDue, try await hasOfficers() else { return 0 }
        return try await write(at: now) { transaction in
            // One writer: else two who repeat at once repeat it twice; the change would have to name the alert.
            let due = try transaction.untakenAlerts(before: since)
            for alert in due { try transaction.repeatAlert(alert) }
            return due.count
        }
    }
}
