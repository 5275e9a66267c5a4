package import Conversations
package import Foundation
package import PublicServices

/// Messages that the gateway did not understand and that are alike.
package struct NotUnderstoodGroup: Sendable, Equatable {
    package struct Example: Sendable, Equatable {
        package var message: MessageID
        /// With personal numbers masked.
        package var text: String
        package var at: Date
    }

    package var count: Int
    /// The newest of them.
    package var examples: [Example]
    /// What most of them share, without marks.
    package var words: [String]
}

extension GatewayStore {
    /// What was not understood in a commune since a time, grouped by likeness, the largest group first.
    ///
    /// Nothing of what is kept private is among it.
    package func notUnderstood(
        of commune: CommuneID, since: Date, limit: Int = 20, by officer: Officer
    ) async throws -> [NotUnderstoodGroup] {
        guard Viewer(officer: officer).sees(commune) else { return [] }
        let channels = surroundings.value.channels.filter { $0.value.commune == commune }.map(\.key.rawValue).sorted()
        let messages = try await read { transaction in
            try channels.flatMap { try transaction.notUnderstood(on: $0, since: since) }
        }
        return LikenessGroups(messages.map(\.text)).groups.prefix(limit).map { group in
            NotUnderstoodGroup(
                count: group.members.count, examples: group.members.prefix(10).map { messages[$0] }, words: group.words)
        }
    }
}

extension Transaction {
    private static let notUnderstood = """
        SELECT message.id, message.text, message.created_at FROM message
        WHERE message.channel = ? AND message.direction = 'in' AND message.decision IN ('none', 'unknown')
            AND message.created_at >= ? AND NOT \(isHidden)
        ORDER BY message.created_at DESC LIMIT ?
        """

    /// What no topic knows, of the state or not, the newest first.
    fileprivate func notUnderstood(on channel: String, since: Date) throws -> [NotUnderstoodGroup.Example] {
        try all(Self.notUnderstood, [channel, since.milliseconds, StoreLimits.groupedMessages]) { row in
            NotUnderstoodGroup.Example(
                message: MessageID(try row.next()), text: try row.next(), at: Date(milliseconds: try row.next()))
        }
    }
}
