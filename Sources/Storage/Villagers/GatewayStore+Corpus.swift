package import Conversations
package import Foundation

/// What a villager or an officer did in a conversation, to be played again.
package struct PastAct: Sendable, Equatable {
    package enum What: Sendable, Equatable {
        /// What is no text has the words beside it, mostly none; personal numbers are masked.
        case message(MessageKind, String)
        /// An officer's answer as it was typed, personal numbers masked; `inConsole` by somebody who has the matter there.
        case answer(String, inConsole: Bool)
        /// An officer takes the conversation, by which the machine is silent in it.
        case taken
        /// Nobody has it any more: it was given back, or closed without an answer.
        case givenBack
    }

    package var what: What
    package var at: Date
}

/// Conversations as a corpus, to be played again.
extension GatewayStore {
    /// The matters that were opened behind a deed, oldest first.
    package func mattersOpened(after number: Int64) async throws -> [(matter: EscalationID, reason: String)] {
        try await read { try $0.mattersOpened(after: number, in: nil) }
    }

    /// The same of the conversation with an address alone.
    package func mattersOpened(
        after number: Int64, of channel: ChannelID, address: String
    ) async throws -> [(matter: EscalationID, reason: String)] {
        try await read { transaction in
            guard let conversation = try transaction.conversation(with: address, on: channel) else { return [] }
            return try transaction.mattersOpened(after: number, in: conversation)
        }
    }

    /// What villagers and officers did in the conversations behind a number, with personal numbers masked.
    ///
    /// Each is the conversation's number and its acts, oldest first. Conversations with a restricted matter are left out.
    package func pastActs(
        after number: Int64, limit: Int
    ) async throws -> [(conversation: Int64, acts: [PastAct])] {
        try await read { transaction in
            let conversations: [Int64] = try transaction.all(
                """
                SELECT id FROM conversation WHERE id > ? AND NOT EXISTS (
                    SELECT 1 FROM escalation WHERE conversation_id = conversation.id AND is_restricted = 1)
                ORDER BY id LIMIT ?
                """,
                [number, Int64(limit)]
            ) { try $0.next() }
            guard let first = conversations.first, let last = conversations.last else { return [] }
            let deeds = try transaction.deedsOnConversations(first...last)
            return try conversations.map { conversation in
                let said = try transaction.said(in: ConversationID(conversation))
                // An officer has a matter before they answer it at the same moment.
                let acts = ((deeds[conversation] ?? []) + said).enumerated().sorted {
                    ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
                }
                return (conversation, acts.map(\.element))
            }
        }
    }
}

extension Transaction {
    fileprivate func mattersOpened(
        after number: Int64, in conversation: ConversationID?
    ) throws -> [(matter: EscalationID, reason: String)] {
        let opened: [(EscalationID?, String)] = try all(
            "SELECT subject, detail FROM audit WHERE id > ? AND action = 'escalation.opened' ORDER BY id", [number]
        ) { row in
            let subject: String = try row.next()
            let matter = Int64(subject.drop { !$0.isNumber }).map { EscalationID($0) }
            return (matter, row.nextIfAny() ?? "")
        }
        return try opened.compactMap { matter, reason in
            guard let matter else { return nil }
            if let conversation {
                let isOwn = try exists(
                    "SELECT 1 FROM escalation WHERE id = ? AND conversation_id = ?",
                    [matter.number, conversation.number])
                guard isOwn else { return nil }
            }
            return (matter, reason)
        }
    }

    /// What the villager wrote and officers answered; what was taken back, or has been erased, was not said.
    fileprivate func said(in conversation: ConversationID) throws -> [PastAct] {
        let rows: [(String, String, String, Int64, Data?)] = try all(
            """
            SELECT message.direction, message.kind, message.text, message.created_at, staff_answer.typed_sealed
            FROM message LEFT JOIN staff_answer ON staff_answer.message_id = message.id
            WHERE message.conversation_id = ? AND message.withheld_at IS NULL
                AND (message.direction = 'in' OR message.author IS NOT NULL AND message.template IS NULL)
            ORDER BY message.id
            """,
            [conversation.number]
        ) { (try $0.next(), try $0.next(), try $0.next(), try $0.next(), $0.nextIfAny()) }
        return try rows.compactMap { direction, kind, text, at, typed in
            let time = Date(milliseconds: at)
            let kind = MessageKind(rawValue: kind) ?? .unsupported
            let isBlank = text.allSatisfy(\.isWhitespace)
            if direction == MessageDirection.incoming.rawValue {
                return kind == .text && isBlank ? nil : PastAct(what: .message(kind, text), at: time)
            }
            guard !isBlank else { return nil }
            // As it went out it has the check code of its moment behind it.
            let words = try typed.map { PersonalNumbers.masked(try sealing.open($0, in: .typed(conversation))) }
            return PastAct(what: .answer(words.map { String($0) } ?? text, inConsole: typed != nil), at: time)
        }
    }

    /// When officers took conversations and left them, by the conversation's number.
    fileprivate func deedsOnConversations(_ numbers: ClosedRange<Int64>) throws -> [Int64: [PastAct]] {
        let rows: [(Int64, String, String, Int64)] = try all(
            """
            SELECT escalation.conversation_id, audit.action, audit.detail, audit.at
            FROM audit JOIN escalation ON escalation.id = CAST(SUBSTR(audit.subject, 12) AS INTEGER)
            WHERE audit.action IN ('matter.taken', 'matter.given_back', 'matter.handed_over', 'matter.closed')
                AND escalation.conversation_id BETWEEN ? AND ?
            ORDER BY audit.id
            """,
            [numbers.lowerBound, numbers.upperBound]
        ) { (try $0.next(), try $0.next(), try $0.next(), try $0.next()) }
        return Dictionary(grouping: rows, by: \.0).mapValues { rows in
            rows.map { _, action, detail, at in
                let isTaken =
                    action == "matter.taken" || action == "matter.handed_over" && detail.hasPrefix("officer")
                return PastAct(what: isTaken ? .taken : .givenBack, at: Date(milliseconds: at))
            }
        }
    }
}
