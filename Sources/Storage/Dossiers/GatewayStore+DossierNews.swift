public import Conversations
public import Foundation
import GRDB
public import PublicServices

extension GatewayStore {
    /// Looks at every followed dossier whose clock runs and notes the days that have come.
    ///
    /// - Parameters:
    ///   - followedBefore: whoever followed later was told the day just then.
    ///   - news: what has come, and the promised day that it is about; each is noted once.
    public func noteDossierDays(
        of commune: CommuneID,
        followedBefore: Date,
        now: Date,
        news: @escaping @Sendable (Dossier) -> (DossierNews.Kind, CalendarDay)?
    ) async throws {
        try await write(at: now) { transaction in
            let rows = try transaction.rows(
                """
                SELECT * FROM dossier WHERE commune = ? AND state IN (2, 4)
                    AND EXISTS (SELECT 1 FROM dossier_subscription
                        WHERE dossier_id = dossier.id AND created_at < ?)
                """,
                [commune.rawValue, followedBefore.milliseconds]
            )
            for row in rows {
                let dossier = try transaction.dossier(in: row, phone: nil)
                guard let (kind, day) = news(dossier) else { continue }
                try transaction.note(kind, about: dossier, id: row["id"], day: day)
            }
        }
    }

    /// Puts what is new into the outbox of every follower, and marks it as told, in one transaction.
    ///
    /// So a crash loses nothing and tells nobody twice. News of a commune that has spent its budget wait for the next day.
    /// Gives the number of messages made.
    public func announceDossierNews(
        of commune: CommuneID,
        limit: Int,
        now: Date,
        text: @escaping @Sendable (DossierNews, Spelling) -> Reply?
    ) async throws -> Int {
        try await write(at: now) { transaction in
            guard try !transaction.isBudgetSpent(by: commune) else { return 0 }
            let events = try transaction.rows(
                """
                SELECT dossier_event.id AS event_id, dossier_event.kind, dossier.id AS dossier_id, dossier.commune,
                    dossier.code, dossier.procedure_code, dossier.procedure_name, dossier_event.state,
                    dossier.local_state, dossier.received_on, dossier.finished_on, dossier_event.promised_on,
                    dossier_event.reason, dossier_event.new_date
                FROM dossier_event JOIN dossier ON dossier.id = dossier_event.dossier_id
                WHERE dossier_event.told_at IS NULL AND dossier.commune = ?
                ORDER BY dossier_event.id LIMIT ?
                """,
                [commune.rawValue, limit]
            )
            return try events.reduce(0) { try $0 + transaction.announce($1, text: text) }
        }
    }
}

extension Transaction {
    fileprivate func announce(_ event: Row, text: (DossierNews, Spelling) -> Reply?) throws -> Int {
        let id: Int64 = event["event_id"]
        var count = 0
        if let kind = DossierNews.Kind(rawValue: event["kind"]) {
            let news = DossierNews(kind: kind, dossier: try dossier(in: event, phone: nil))
            for follower in try followers(of: event["dossier_id"], event: id) {
                guard let spelling = Spelling(rawValue: follower["spelling"]), let reply = text(news, spelling)
                else { continue }
                let message = try enqueue(
                    reply.text,
                    to: ConversationID(follower["conversation_id"]),
                    on: ChannelID(rawValue: follower["channel"]),
                    template: reply.template,
                    facts: reply.facts
                )
                try run(
                    "INSERT INTO dossier_notice (event_id, contact_id, message_id) VALUES (?, ?, ?)",
                    [id, follower["contact_id"] as Int64, message.number]
                )
                count += 1
            }
        }
        try run("UPDATE dossier_event SET told_at = ? WHERE id = ?", [now, id])
        return count
    }

    private func followers(of dossier: Int64, event: Int64) throws -> [Row] {
        try rows(
            """
            SELECT dossier_subscription.contact_id, dossier_subscription.spelling, contact.channel,
                conversation.id AS conversation_id
            FROM dossier_subscription
            JOIN contact ON contact.id = dossier_subscription.contact_id
            JOIN conversation ON conversation.contact_id = contact.id
            WHERE dossier_subscription.dossier_id = ? AND dossier_subscription.after_event_id < ?
                AND contact.opted_out_at IS NULL
            """,
            [dossier, event]
        )
    }
}
