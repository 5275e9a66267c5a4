package import Conversations
package import Foundation
import LibCrypto

extension GatewayStore {
    /// Sends an officer's answer after the time in which they may take it back, and ends the matter.
    ///
    /// Where anybody wrote since the message that the officer was shown last, nothing is sent until it is confirmed.
    /// The same form sent again is the same answer.
    package func answer(_ new: NewAnswer, by officer: Officer, now: Date) async throws -> AnswerResult {
        let text = new.text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty, text.count <= StoreLimits.staffText else { return .empty }
        let viewer = Viewer(officer: officer)
        return try await write(at: now) { try $0.answer(new, text: text, by: viewer) }
    }

    /// Takes an answer back that nobody has begun to send; its matter is open again, and what was typed is the draft.
    package func takeBack(_ message: MessageID, by officer: Officer, now: Date) async throws -> TakeBack {
        try await write(at: now) { try $0.takeBack(message, by: officer) }
    }
}

extension Transaction {
    fileprivate func answer(_ new: NewAnswer, text: String, by viewer: Viewer) throws -> AnswerResult {
        let (id, officer) = (new.matter, viewer.officer)
        if let sent = try sentAnswer(by: new.formKey, of: officer) { return .sent(sent) }
        // One writer: else two officers may answer at once; each would have to lock the matter first.
        guard let row = try matterRow(id, for: viewer, at: now) else { return .unknown }
        guard let conversation = row.conversation, let channel = try channel(of: conversation) else {
            return .noConversation
        }
        if !new.isConfirmed, let asked = try asked(new, row, in: conversation, by: viewer) { return asked }
        guard
            try !exists(
                "SELECT 1 FROM staff_answer WHERE conversation_id = ? AND code = ?", [conversation.number, new.code])
        else {
            // Two drafts may have been given the same one.
            try run(
                "UPDATE draft SET code = NULL WHERE officer_id = ? AND escalation_id = ?",
                [officer.id.number, id.number])
            return .codeTaken
        }
        let leaves = now + Int64(clamping: officer.profile.undoSeconds) * 1000
        // What the gateway has to say meanwhile does not wait for it.
        let message = try enqueue(
            text, to: conversation, on: channel, author: officer.displayName, rank: 1, notBefore: leaves)
        try run(
            """
            INSERT INTO staff_answer
                (message_id, conversation_id, escalation_id, officer_id, code, form_key, typed_sealed, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                message.number, conversation.number, id.number, officer.id.number, new.code, new.formKey,
                try sealing.seal(new.typed, in: .typed(conversation)), now,
            ])
        try run(
            """
            UPDATE escalation SET state = 'answered', answered_at = ?1, answered_by = ?2, closer_id = ?3, holder_id = ?3,
                held_at = COALESCE(held_at, ?1), answer_id = ?4, closed_as = NULL, snoozed_until = NULL,
                first_answer_at = COALESCE(first_answer_at, ?1), seen_id = ?4
            WHERE id = ?5
            """,
            [now, officer.displayName, officer.id.number, message.number, id.number])
        try run(
            "UPDATE draft SET text_sealed = NULL, code = NULL WHERE officer_id = ? AND escalation_id = ?",
            [officer.id.number, id.number])
        try audit("matter.answered", of: "escalation \(id)", by: officer.id, detail: "message \(message)")
        if let question = new.question {
            try askSatisfaction(question, of: row, in: conversation, on: channel, at: leaves)
        }
        return .sent(SentAnswer(message: message, leavesAt: Date(milliseconds: leaves)))
    }

    private func sentAnswer(by formKey: String, of officer: Officer) throws -> SentAnswer? {
        try first(
            """
            SELECT staff_answer.message_id, outgoing.not_before
            FROM staff_answer JOIN outgoing ON outgoing.message_id = staff_answer.message_id
            WHERE staff_answer.form_key = ? AND staff_answer.officer_id = ?
            """,
            [formKey, officer.id.number]
        ) { SentAnswer(message: MessageID(try $0.next()), leavesAt: Date(milliseconds: try $0.next())) }
    }

    /// Why an answer is asked about before it leaves; nil where nothing happened that its writer has not seen.
    private func asked(_ new: NewAnswer, _ row: MatterRow, in conversation: ConversationID, by viewer: Viewer) throws
        -> AnswerResult?
    {
        let own = try Set(
            all(
                "SELECT message_id FROM staff_answer WHERE conversation_id = ? AND officer_id = ?",
                [conversation.number, viewer.officer.id.number]
            ) { MessageID(try $0.next()) })
        let since = try messages(
            after: new.lastSeen, in: conversation, seesHidden: seesHidden(of: new.matter, by: viewer), at: now
        ).filter { message in
            // The gateway writes only where the villager did, and what one wrote oneself is no news.
            message.direction == .incoming || message.author != nil && !own.contains(message.id)
        }
        if !since.isEmpty { return .since(since) }
        let closer = try number("SELECT closer_id FROM escalation WHERE id = ?", [new.matter.number])
        if let closed = row.closed, closer != viewer.officer.id.number { return .ended(by: closed.by) }
        return nil
    }

    fileprivate func takeBack(_ message: MessageID, by officer: Officer) throws -> TakeBack {
        let found: (matter: Int64, conversation: Int64, typed: Data, code: String, channel: String, at: Int64)? =
            try first(
                """
                SELECT staff_answer.escalation_id, staff_answer.conversation_id, staff_answer.typed_sealed, staff_answer.code,
                    message.channel, staff_answer.at
                FROM staff_answer JOIN message ON message.id = staff_answer.message_id
                WHERE staff_answer.message_id = ? AND staff_answer.officer_id = ?
                """,
                [message.number, officer.id.number]
            ) { (try $0.next(), try $0.next(), try $0.next(), try $0.next(), try $0.next(), try $0.next()) }
        guard let found else { return .unknown }
        let (matter, conversation) = (EscalationID(found.matter), ConversationID(found.conversation))
        let typed = try sealing.open(found.typed, in: .typed(conversation))
        let text = try text(of: message, in: conversation)
        // A claim that came first has made it no longer queued.
        let taken = try changes(
            "DELETE FROM outgoing WHERE message_id = ? AND state = 'queued' AND attempts = 0", [message.number])
        guard taken == 1 else { return .gone }
        try run("DELETE FROM staff_answer WHERE message_id = ?", [message.number])
        let isTwinOpen = try openTwin(of: matter, unit: nil) != nil
        try run(
            """
            UPDATE escalation SET first_answer_at = NULLIF(first_answer_at, ?1), answer_id = NULLIF(answer_id, ?2)
            WHERE id = ?3
            """,
            [found.at, message.number, matter.number])
        // A later answer of somebody else's has ended it too.
        let isEnded = try exists(
            "SELECT 1 FROM escalation WHERE id = ? AND state = 'answered' AND answer_id IS NULL", [matter.number])
        if isEnded, !isTwinOpen { try reopen(matter, for: officer.id) }
        // Its number stays, for others may have seen it; its words do not.
        try uncount(message)
        try forgetWords(of: message)
        try run(
            "UPDATE message SET text = '', original_sealed = NULL, withheld_at = ? WHERE id = ?", [now, message.number])
        unspend(text, on: ChannelID(rawValue: found.channel))
        try takeBackSatisfaction(of: matter, askedAt: found.at, by: officer.displayName)
        try keepDraft(typed, of: matter, by: officer.id, lastSeen: nil, code: found.code)
        try audit("answer.taken_back", of: "escalation \(matter)", by: officer.id, detail: "message \(message)")
        return .done(typed: typed)
    }

    private func text(of message: MessageID, in conversation: ConversationID) throws -> String {
        let text: GuardedText? = try first(
            "SELECT text, original_sealed FROM message WHERE id = ?", [message.number]
        ) { GuardedText(masked: try $0.next(), sealed: $0.nextIfAny()) }
        return try text.map { try sealing.full($0, in: .original(conversation)) } ?? ""
    }

    /// The code of an officer's next answer in a matter, the same until it is sent.
    func answerCode(of matter: EscalationID, in conversation: ConversationID?, by officer: OfficerID) throws -> String {
        let kept: String? =
            try first(
                "SELECT code FROM draft WHERE officer_id = ? AND escalation_id = ?", [officer.number, matter.number]
            ) { $0.nextIfAny() } ?? nil
        if let kept { return kept }
        let code = try newCode(in: conversation)
        try run(
            """
            INSERT INTO draft (officer_id, escalation_id, code, saved_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (officer_id, escalation_id) DO UPDATE SET code = excluded.code
            """,
            [officer.number, matter.number, code, now])
        return code
    }

    /// Four digits that no answer of this conversation bears.
    private func newCode(in conversation: ConversationID?) throws -> String {
        var code = ""
        for _ in 0..<StoreLimits.checkTries {
            code = try Self.randomDigits(CheckCode.digits)
            guard let conversation else { return code }
            let isTaken = try exists(
                "SELECT 1 FROM staff_answer WHERE conversation_id = ? AND code = ?", [conversation.number, code])
            if !isTaken { return code }
        }
        return code
    }
}
