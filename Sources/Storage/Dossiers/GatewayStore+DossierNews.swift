package import Conversations
package import Foundation
package import PublicServices

extension GatewayStore {
    /// Looks at every followed dossier whose clock runs and notes the days that have come.
    ///
    /// - Parameters:
    ///   - followedBefore: whoever followed later was told the day just then.
    ///   - news: what has come, and the promised day that it is about; each is noted once.
    package func noteDossierDays(
        of commune: CommuneID,
        followedBefore: Date,
        now: Date,
        news: @escaping @Sendable (Dossier) -> (DossierNews.Kind, CalendarDay)?
    ) async throws {
        try await write(at: now) { transaction in
            let running: [(id: Int64, dossier: Dossier)] = try transaction.all(
                Transaction.followedAndRunning, [commune.rawValue, followedBefore.milliseconds]
            ) { (try $0.next(), try Dossier(&$0)) }
            for (id, dossier) in running {
                guard let (kind, day) = news(dossier) else { continue }
                try transaction.note(kind, about: dossier, id: id, day: day)
            }
        }
    }

    /// Puts what is new into the outbox of every follower, and marks it as told, in one transaction.
    ///
    /// So a crash loses nothing and tells nobody twice. News of a commune that has spent its budget wait for the next day.
    /// Gives the number of messages made.
    package func announceDossierNews(
        of commune: CommuneID,
        limit: Int,
        now: Date,
        text: @escaping @Sendable (DossierNews, Spelling) -> Reply?
    ) async throws -> Int {
        try await write(at: now) { transaction in
            guard try !transaction.isBudgetSpent(by: commune) else { return 0 }
            // One writer: else two who announce at once take the same news; `told_at` would have to be set first.
            let events: [UntoldEvent] = try transaction.all(UntoldEvent.select, [commune.rawValue, limit]) {
                try UntoldEvent(&$0)
            }
            return try events.reduce(0) { try $0 + transaction.announce($1, text: text) }
        }
    }
}

/// Something about a dossier that its followers were not told yet.
private struct UntoldEvent {
    var id: Int64
    var dossier: Int64
    /// Nil for a kind of a later version.
    var news: DossierNews?

    /// The dossier as it was then, in the order of `Dossier.columns`.
    static let select = """
        SELECT dossier_event.id, dossier_event.kind, dossier.id,
            dossier.code, dossier.procedure_code, dossier.procedure_name, dossier_event.state,
            dossier.local_state, dossier.received_on, dossier_event.promised_on, dossier.finished_on,
            dossier_event.reason, dossier_event.new_date
        FROM dossier_event JOIN dossier ON dossier.id = dossier_event.dossier_id
        WHERE dossier_event.told_at IS NULL AND dossier.commune = ?
        ORDER BY dossier_event.id LIMIT ?
        """

    init(_ row: inout Columns) throws {
        id = try row.next()
        let kind = DossierNews.Kind(rawValue: try row.next())
        dossier = try row.next()
        news = try kind.map { DossierNews(kind: $0, dossier: try Dossier(&row)) }
    }
}

/// Who follows a dossier.
private struct Follower {
    var contact: Int64
    var conversation: ConversationID
    var channel: ChannelID
    /// Nil for a spelling of a later version.
    var spelling: Spelling?

    init(_ row: inout Columns) throws {
        contact = try row.next()
        conversation = ConversationID(try row.next())
        channel = ChannelID(rawValue: try row.next())
        spelling = Spelling(rawValue: try row.next())
    }
}

extension Transaction {
    fileprivate static let followedAndRunning = """
        SELECT id, \(Dossier.columns) FROM dossier WHERE commune = ? AND state IN (\(DossierState.running.sqlList))
            AND EXISTS (SELECT 1 FROM dossier_subscription WHERE dossier_id = dossier.id AND created_at < ?)
        """

    fileprivate func announce(_ event: UntoldEvent, text: (DossierNews, Spelling) -> Reply?) throws -> Int {
        var count = 0
        if let news = event.news {
            for follower in try followers(of: event.dossier, event: event.id) {
                guard let spelling = follower.spelling, let reply = text(news, spelling) else { continue }
                let message = try enqueue(
                    reply.text, to: follower.conversation, on: follower.channel, template: reply.template,
                    facts: reply.facts)
                try run(
                    "INSERT INTO dossier_notice (event_id, contact_id, message_id) VALUES (?, ?, ?)",
                    [event.id, follower.contact, message.number]
                )
                count += 1
            }
        }
        try run("UPDATE dossier_event SET told_at = ? WHERE id = ?", [now, event.id])
        return count
    }

    private func followers(of dossier: Int64, event: Int64) throws -> [Follower] {
        try all(
            """
            SELECT dossier_subscription.contact_id, conversation.id, contact.channel, dossier_subscription.spelling
            FROM dossier_subscription
            JOIN contact ON contact.id = dossier_subscription.contact_id
            JOIN conversation ON conversation.contact_id = contact.id
            WHERE dossier_subscription.dossier_id = ? AND dossier_subscription.after_event_id < ?
                AND contact.opted_out_at IS NULL
            """,
            [dossier, event]
        ) { try Follower(&$0) }
    }
}
