package import Conversations
package import Foundation
package import PublicServices

/// A message of earlier, for trying what a change of the wordings does to it.
package struct EarlierMessage: Sendable, Equatable {
    package var message: MessageID
    /// With personal numbers masked.
    package var text: String
    package var at: Date
}

/// What officers change of what their commune's gateway knows; the raw value is kept in the audit.
package enum OfficeDeed: String, Sendable {
    case wordingTaught = "wording.taught"
    case wordingForgotten = "wording.forgotten"
    case factConfirmed = "fact.confirmed"
    case factDropped = "fact.dropped"
    case dayEntered = "calendar.day_entered"
    case dayDropped = "calendar.day_dropped"
    case dutyPhoneSet = "calendar.duty_set"
    case dutyPhoneDropped = "calendar.duty_dropped"
    case yearKnown = "calendar.year_known"
    case yearDropped = "calendar.year_dropped"
}

extension GatewayStore {
    /// The newest messages of villagers of a commune, the newest first; nothing of what is kept private is among it.
    package func earlierMessages(
        of commune: CommuneID, since: Date, limit: Int, by officer: Officer
    ) async throws -> [EarlierMessage] {
        guard Viewer(officer: officer).sees(commune) else { return [] }
        let channels = Set(
            surroundings.value.channels.filter { $0.value.commune == commune }.map(\.key.rawValue))
        return try await read { transaction in
            let newest = try transaction.number("SELECT MAX(id) FROM message") ?? 0
            var messages: [EarlierMessage] = []
            // Bounded also where other communes write most of what there is.
            try transaction.step(Self.earlier, [newest - StoreLimits.earlierMessages]) { row in
                let (id, channel, text, at): (Int64, String, String, Int64) =
                    (try row.next(), try row.next(), try row.next(), try row.next())
                if channels.contains(channel), !text.isEmpty {
                    messages.append(
                        EarlierMessage(message: MessageID(id), text: text, at: Date(milliseconds: at)))
                }
                return messages.count < limit && at >= since.milliseconds
            }
            return messages.filter { $0.at >= since }
        }
    }

    private static let earlier = """
        SELECT message.id, message.channel, message.text, message.created_at FROM message
        WHERE message.id > ? AND message.direction = 'in' AND NOT \(Transaction.isHidden) ORDER BY message.id DESC
        """

    /// Writes down who changed what the gateway of a commune knows.
    ///
    /// - Parameter subject: the code or the topic that it is about; no text of anybody.
    package func note(
        _ deed: OfficeDeed, of commune: CommuneID, subject: String, by officer: Officer, now: Date
    ) async throws {
        try await write(at: now) { transaction in
            try transaction.audit(
                deed.rawValue, of: "commune \(commune)", by: officer.id, detail: subject)
        }
    }
}
