package import Conversations
import Foundation
package import PublicServices

extension GatewayStore {
    /// How many villagers gave each digit in some days; nil where the officer has nothing to do with the commune.
    package func satisfaction(
        of query: ReportQuery, calendar: OfficeCalendar, by officer: Officer
    ) async throws -> [Satisfaction: Int]? {
        let viewer = Viewer(officer: officer)
        guard viewer.sees(query.commune), query.from <= query.to else { return nil }
        let from = calendar.moment(of: query.from, minute: 0).milliseconds
        let to = calendar.moment(of: query.to.adding(days: 1), minute: 0).milliseconds
        return try await read { transaction in
            var counts: [Satisfaction: Int] = [:]
            try transaction.step(
                Transaction.scores,
                [from, to, query.commune.rawValue, query.unit?.rawValue, query.unit?.rawValue] + viewer.rights
            ) { row in
                let (score, count): (Int, Int) = (try row.next(), try row.next())
                if let score = Satisfaction(rawValue: score) { counts[score] = count }
                return true
            }
            return counts
        }
    }
}

extension Transaction {
    fileprivate static let scores = """
        SELECT satisfaction.score, COUNT(*) FROM satisfaction
        CROSS JOIN escalation ON escalation.id = satisfaction.escalation_id
        WHERE satisfaction.scored_at >= ? AND satisfaction.scored_at < ? AND escalation.desk = ?
            AND (? IS NULL OR escalation.unit = ?) AND \(Viewer.mayAll)
        GROUP BY satisfaction.score
        """

    /// Asks behind an answer, once for a matter; nobody is asked about a call for help or about what is kept private.
    func askSatisfaction(
        _ question: String, of row: MatterRow, in conversation: ConversationID, on channel: ChannelID, at leaves: Int64
    ) throws {
        guard !row.isEmergency, !row.isRestricted,
            try !exists("SELECT 1 FROM satisfaction WHERE escalation_id = ?", [row.id.number])
        else { return }
        let message = try enqueue(
            question, to: conversation, on: channel, template: ReplyTemplate.satisfaction.rawValue, rank: 2,
            notBefore: leaves)
        try run(
            "INSERT INTO satisfaction (escalation_id, message_id, asked_at) VALUES (?, ?, ?)",
            [row.id.number, message.number, now])
    }

    /// Takes the question back with the answer that it was asked behind.
    func takeBackSatisfaction(of matter: EscalationID, askedAt: Int64, by author: String) throws {
        let asked: (message: Int64, conversation: Int64, channel: String, text: String)? = try first(
            """
            SELECT message.id, message.conversation_id, message.channel, message.text FROM satisfaction
            JOIN message ON message.id = satisfaction.message_id
            WHERE satisfaction.escalation_id = ? AND satisfaction.asked_at = ?
            """,
            [matter.number, askedAt]
        ) { (try $0.next(), try $0.next(), try $0.next(), try $0.next()) }
        guard let asked,
            try changes(
                "DELETE FROM outgoing WHERE message_id = ? AND state = 'queued' AND attempts = 0", [asked.message]) == 1
        else { return }
        try run("DELETE FROM satisfaction WHERE escalation_id = ?", [matter.number])
        try forgetWords(of: MessageID(asked.message))
        // With an author it is as what officers take back: no thread shows it.
        try run(
            "UPDATE message SET text = '', original_sealed = NULL, withheld_at = ?, author = ? WHERE id = ?",
            [now, author, asked.message])
        unspend(asked.text, on: ChannelID(rawValue: asked.channel))
    }

    /// Whether a digit of the villager's would say how content they are.
    func asksSatisfaction(_ matter: EscalationID) throws -> Bool {
        try exists("SELECT 1 FROM satisfaction WHERE escalation_id = ? AND score IS NULL", [matter.number])
    }

    /// Keeps the first digit that came.
    func note(_ score: Satisfaction, of matter: EscalationID) throws {
        let changed = try changes(
            "UPDATE satisfaction SET score = ?, scored_at = ? WHERE escalation_id = ? AND score IS NULL",
            [score.rawValue, now, matter.number])
        if changed == 1 { try audit("matter.rated", of: "escalation \(matter)", detail: "\(score.rawValue)") }
    }
}
