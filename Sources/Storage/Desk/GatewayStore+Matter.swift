package import Conversations
package import Foundation
import PublicServices

extension GatewayStore {
    /// One matter with all that an officer needs to answer it; nil when there is none that they may see.
    ///
    /// The audit keeps that they looked, once in ten minutes; what the villager wrote until now counts as seen.
    package func matter(_ id: EscalationID, by officer: Officer, now: Date) async throws -> MatterDetail? {
        let viewer = Viewer(officer: officer)
        if let code = try await read({ try $0.notedView(of: id, by: officer.id, at: now.milliseconds) }) {
            return try await read { try $0.detail(of: id, code: code, for: viewer, at: now.milliseconds) }
        }
        let code = try await write(at: now) { transaction -> String? in
            guard let row = try transaction.matterRow(id, for: viewer, at: transaction.now) else { return nil }
            try transaction.noteSeen(id, in: row.conversation)
            let code = try transaction.answerCode(of: id, in: row.conversation, by: officer.id)
            try transaction.noteView(of: id, by: officer.id)
            return code
        }
        guard let code else { return nil }
        return try await read { try $0.detail(of: id, code: code, for: viewer, at: now.milliseconds) }
    }

    /// Older messages of a matter's conversation, fifty at a time.
    package func thread(
        of id: EscalationID, before: MessageID?, by officer: Officer, now: Date
    ) async throws -> ThreadPage? {
        let viewer = Viewer(officer: officer)
        let page = try await read { transaction -> ThreadPage? in
            guard let conversation = try transaction.matterRow(id, for: viewer, at: now.milliseconds)?.conversation
            else { return nil }
            return try transaction.thread(
                of: conversation, before: before, seesHidden: transaction.seesHidden(of: id, by: viewer),
                at: now.milliseconds)
        }
        guard page != nil else { return nil }
        try await write(at: now) { try $0.audit("thread.viewed", of: "escalation \(id)", by: officer.id) }
        return page
    }

    /// The bytes of a picture or file of a matter's conversation; nil while they are not here, or may not be seen.
    package func attachment(
        _ id: Int64, of matter: EscalationID, by officer: Officer, now: Date
    ) async throws -> AttachmentBytes? {
        let viewer = Viewer(officer: officer)
        let found = try await read { transaction -> AttachmentBytes? in
            guard let conversation = try transaction.matterRow(matter, for: viewer, at: now.milliseconds)?.conversation
            else { return nil }
            return try transaction.attachment(
                id, in: conversation, seesHidden: transaction.seesHidden(of: matter, by: viewer))
        }
        guard found != nil else { return nil }
        try await write(at: now) {
            try $0.audit("attachment.viewed", of: "attachment \(id)", by: officer.id, detail: "escalation \(matter)")
        }
        return found
    }

    /// The whole address of a matter's villager, to be called back; the audit keeps who looked at it.
    package func revealNumber(of id: EscalationID, by officer: Officer, now: Date) async throws -> String? {
        let viewer = Viewer(officer: officer)
        return try await write(at: now) { transaction in
            guard let row = try transaction.matterRow(id, for: viewer, at: transaction.now),
                let conversation = row.conversation, let address = try transaction.wholeAddress(of: conversation)
            else { return nil }
            try transaction.audit("number.revealed", of: "escalation \(id)", by: officer.id)
            return address
        }
    }

    /// The messages of a matter's villager with the personal numbers that are masked elsewhere, oldest first.
    ///
    /// Nil where the officer may not see the matter. The audit keeps who looked.
    package func revealTexts(of id: EscalationID, by officer: Officer, now: Date) async throws -> [RevealedMessage]? {
        let viewer = Viewer(officer: officer)
        return try await write(at: now) { transaction in
            guard let conversation = try transaction.matterRow(id, for: viewer, at: transaction.now)?.conversation
            else { return nil }
            let messages = try transaction.revealedMessages(
                in: conversation, seesHidden: transaction.seesHidden(of: id, by: viewer))
            try transaction.audit("texts.revealed", of: "escalation \(id)", by: officer.id)
            return messages
        }
    }

    /// Keeps in the audit that an officer took a matter out as a file.
    package func noteExport(of id: EscalationID, by officer: Officer, now: Date) async throws {
        try await write(at: now) { try $0.audit("matter.exported", of: "escalation \(id)", by: officer.id) }
    }
}

extension Transaction {
    fileprivate func detail(of id: EscalationID, code: String, for viewer: Viewer, at now: Int64) throws
        -> MatterDetail?
    {
        guard var row = try matterRow(id, for: viewer, at: now) else { return nil }
        row.presence = try presence(beside: viewer, at: now)[id] ?? []
        var detail = MatterDetail(
            row: row, question: nil, added: [], thread: ThreadPage(entries: [], older: nil, olderCount: 0),
            draft: try draft(of: id, by: viewer.officer.id), earlier: [], dossiers: [], mayBeShared: false,
            isOptedOut: false, code: code)
        guard let conversation = row.conversation else { return detail }
        let seesHidden = try self.seesHidden(of: id, by: viewer)
        // The words of a call for help are for everybody.
        let question = try number("SELECT message_id FROM escalation WHERE id = ?", [id.number]).map { MessageID($0) }
        if let question, row.question != nil {
            detail.question = try threadMessage(
                question, in: conversation, seesHidden: seesHidden || row.isEmergency, at: now)
            (detail.understood, detail.decision) = try understood(question, in: conversation)
        }
        detail.added = try addedMessages(to: id, seesHidden: seesHidden, at: now)
        detail.thread = try thread(of: conversation, before: nil, seesHidden: seesHidden, at: now)
        detail.earlier = try matters(of: conversation, but: id, for: viewer, at: now)
        detail.dossiers = try dossiers(followedIn: conversation, limit: StoreLimits.earlierMatters)
        detail.lastMessage = try number(
            "SELECT MAX(id) FROM message WHERE conversation_id = ?", [conversation.number]
        ).map { MessageID($0) }
        let contact: (isShared: Bool, isOut: Bool)? = try first(
            """
            SELECT contact.is_shared, contact.opted_out_at IS NOT NULL
            FROM conversation JOIN contact ON contact.id = conversation.contact_id WHERE conversation.id = ?
            """,
            [conversation.number]
        ) { (try $0.next(), try $0.next()) }
        detail.mayBeShared = contact?.isShared ?? false
        detail.isOptedOut = contact?.isOut ?? false
        detail.satisfaction = try number("SELECT score FROM satisfaction WHERE escalation_id = ?", [id.number])
            .flatMap { Satisfaction(rawValue: Int($0)) }
        return detail
    }

    private func understood(_ message: MessageID, in conversation: ConversationID) throws -> (Understanding?, String?) {
        try first(
            "SELECT understanding, understanding_sealed, decision FROM message WHERE id = ?", [message.number]
        ) { row in
            let (masked, sealed): (String?, Data?) = (row.nextIfAny(), row.nextIfAny())
            // What cannot be opened any more must not close the page.
            return (try? understanding(masked, sealed: sealed, of: conversation), row.nextIfAny())
        } ?? (nil, nil)
    }

    private static let notedView = """
        SELECT draft.code FROM draft JOIN escalation ON escalation.id = draft.escalation_id
        WHERE draft.officer_id = ? AND draft.escalation_id = ? AND draft.viewed_at > ? AND draft.code IS NOT NULL
            AND (escalation.conversation_id IS NULL OR COALESCE(escalation.seen_id, 0) >= COALESCE((
                SELECT MAX(message.id) FROM message WHERE message.conversation_id = escalation.conversation_id), 0))
        """

    /// The code of an officer's next answer, where a look at the matter was noted lately and nothing is new in it.
    fileprivate func notedView(of matter: EscalationID, by officer: OfficerID, at now: Int64) throws -> String? {
        try text(
            Self.notedView, [officer.number, matter.number, now - StoreLimits.viewNoted.inMilliseconds])
    }

    /// Notes that an officer looked at a matter.
    fileprivate func noteView(of matter: EscalationID, by officer: OfficerID) throws {
        let noted = try changes(
            """
            UPDATE draft SET viewed_at = ? WHERE officer_id = ? AND escalation_id = ? AND COALESCE(viewed_at, 0) <= ?
            """,
            [now, officer.number, matter.number, now - StoreLimits.viewNoted.inMilliseconds])
        if noted == 1 { try audit("matter.viewed", of: "escalation \(matter)", by: officer) }
    }

    /// What the villager wrote until now is not new any more.
    fileprivate func noteSeen(_ matter: EscalationID, in conversation: ConversationID?) throws {
        guard let conversation else { return }
        try run(
            """
            UPDATE escalation SET seen_id = (SELECT MAX(id) FROM message WHERE conversation_id = ?1)
            WHERE id = ?2 AND COALESCE(seen_id, 0) < (SELECT MAX(id) FROM message WHERE conversation_id = ?1)
            """,
            [conversation.number, matter.number])
    }

    private static let oneAttachment = """
        SELECT attachment.conversation_id, attachment.description_sealed, attachment.bytes_sealed
        FROM attachment JOIN message ON message.id = attachment.message_id
        WHERE attachment.id = ? AND attachment.conversation_id = ? AND attachment.bytes_sealed IS NOT NULL
            AND (? OR NOT \(isHidden))
        """

    fileprivate func attachment(_ id: Int64, in conversation: ConversationID, seesHidden: Bool) throws
        -> AttachmentBytes?
    {
        try first(Self.oneAttachment, [id, conversation.number, seesHidden]) { row in
            guard let description = try description(in: &row) else { return nil }
            return AttachmentBytes(
                description: description,
                bytes: try sealing.openBytes(try row.next(), in: .attachmentBytes(conversation)))
        } ?? nil
    }

    func wholeAddress(of conversation: ConversationID) throws -> String? {
        try first(
            """
            SELECT contact.address_index, contact.address_sealed
            FROM conversation JOIN contact ON contact.id = conversation.contact_id WHERE conversation.id = ?
            """,
            [conversation.number]
        ) { try addressIfReadable(in: &$0) } ?? nil
    }
}
