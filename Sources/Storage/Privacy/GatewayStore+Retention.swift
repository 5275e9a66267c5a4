package import Conversations
package import Foundation

/// How long what villagers say is kept: at the end of it texts and numbers go, and counts stay.
package struct Retention: Sendable {
    /// Of each channel, the moment before which messages are no longer kept.
    package var keptSince: [ChannelID: Date]
    /// The moment before which pictures and files are no longer kept: they may be of identity papers.
    package var attachmentsKeptSince: Date

    package init(keptSince: [ChannelID: Date], attachmentsKeptSince: Date) {
        self.keptSince = keptSince
        self.attachmentsKeptSince = attachmentsKeptSince
    }
}

/// What one pass took out.
package struct Forgotten: Sendable, Equatable {
    package var messages = 0
    package var attachments = 0
    package var contacts = 0

    package init() {}

    package var isNothing: Bool { messages + attachments + contacts == 0 }
}

extension GatewayStore {
    /// Takes out what is older than it may be kept, in small steps between which others write.
    ///
    /// What an open matter of staff rests on stays until the pass after it is answered.
    package func forget(_ retention: Retention, now: Date) async throws -> Forgotten {
        var forgotten = Forgotten()
        for (channel, since) in retention.keptSince.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            forgotten.messages += try await forgetMessages(of: channel, before: since, now: now)
        }
        forgotten.messages += try await forgetAnswered(keptSince: retention.keptSince, now: now)
        forgotten.contacts = try await forgetContacts(silentSince: retention.keptSince, now: now)
        while true {
            let count = try await write(at: now) { transaction in
                try transaction.changes(
                    """
                    UPDATE attachment SET bytes_sealed = NULL WHERE id IN (
                        SELECT id FROM attachment WHERE bytes_sealed IS NOT NULL AND fetched_at < ?1
                        AND NOT EXISTS (SELECT 1 FROM escalation
                            WHERE conversation_id = attachment.conversation_id AND state = 'open') LIMIT ?2)
                    """,
                    [retention.attachmentsKeptSince.milliseconds, StoreLimits.erasedAttachmentsPerStep])
            }
            forgotten.attachments += count
            guard count == StoreLimits.erasedAttachmentsPerStep else { break }
            try await pause()
        }
        if !forgotten.isNothing {
            let (messages, contacts) = (forgotten.messages, forgotten.contacts)
            let attachments = forgotten.attachments
            try await write(at: now) { transaction in
                try transaction.audit(
                    "privacy.forgotten", of: "store",
                    detail: "messages \(messages), contacts \(contacts), attachments \(attachments)")
            }
            try await cutJournal(at: now)
        }
        return forgotten
    }

    /// Writes the words for search anew and cuts the journal: copies of what was erased may stand in both.
    func cutJournal(at now: Date) async throws {
        try await rewriteWords(at: now)
        try await engine.cutJournal()
    }

    /// In steps, for a whole index takes many seconds in which nobody else could write.
    private func rewriteWords(at now: Date) async throws {
        var pages = -StoreLimits.mergedPagesPerStep
        while true {
            let step = pages
            let isDone = try await write(at: now) { transaction in
                guard let merge = transaction.connection.words.merge else { return true }
                let before = try transaction.number(WordIndex.changes) ?? 0
                try transaction.run(merge, [step])
                return try (transaction.number(WordIndex.changes) ?? 0) - before < 2
            }
            if isDone { return }
            pages = StoreLimits.mergedPagesPerStep
            try await pause()
        }
    }

    private func pause() async throws { try await Task.sleep(for: .milliseconds(StoreLimits.erasingRest)) }

    /// Goes on behind the last message that was emptied, so that each is looked at once.
    private func forgetMessages(of channel: ChannelID, before: Date, now: Date) async throws -> Int {
        let mark = "forgotten.\(channel)"
        var count = 0
        while true {
            let step = try await write(at: now) { transaction -> (erased: Int, isLast: Bool) in
                let done = try transaction.number("SELECT value FROM setting WHERE name = ?", [mark]) ?? 0
                let last = try transaction.first(
                    "SELECT MAX(id), MAX(created_at) FROM (SELECT id, created_at FROM message WHERE id > ? ORDER BY id LIMIT ?) AS next",
                    [done, StoreLimits.erasedMessagesPerStep]
                ) { row -> (id: Int64?, at: Int64?) in (row.nextIfAny(), row.nextIfAny()) }
                guard let end = last?.id, let newest = last?.at else { return (0, true) }
                let erased = try transaction.eraseMessages(done + 1...end, of: channel, before: before.milliseconds)
                // Where younger ones stand among them the same step is done again next time.
                guard newest < before.milliseconds else { return (erased, true) }
                try transaction.set(mark, to: String(end))
                return (erased, false)
            }
            count += step.erased
            if step.isLast { return count }
            try await pause()
        }
    }

    /// Erases of some villagers after others, with rests for those who write, and counts what went.
    private func inSteps<Villager: Sendable>(
        _ villagers: [Villager], now: Date, erase: @escaping @Sendable (Transaction, Villager) throws -> Int
    ) async throws -> Int {
        var count = 0
        for first in stride(from: 0, to: villagers.count, by: StoreLimits.erasedContactsPerStep) {
            let step = villagers[first...].prefix(StoreLimits.erasedContactsPerStep)
            count += try await write(at: now) { transaction in
                try step.reduce(0) { try $0 + erase(transaction, $1) }
            }
            try await pause()
        }
        return count
    }

    /// What answered matters held back, looked for beside the writer: older messages of those villagers, once the matter is closed.
    private func forgetAnswered(keptSince: [ChannelID: Date], now: Date) async throws -> Int {
        let answeredSince = now.milliseconds - StoreLimits.answeredLookBack.inMilliseconds
        let answered = try await read { try $0.villagers(answeredSince: answeredSince) }
        let due = answered.compactMap { villager in
            keptSince[villager.channel].map { (conversation: villager.conversation, before: $0.milliseconds) }
        }
        return try await inSteps(due, now: now) { transaction, villager in
            guard try !transaction.hasOpenMatter(villager.conversation) else { return 0 }
            return try transaction.eraseTexts(of: villager.conversation, before: villager.before)
        }
    }

    /// Once for all channels, beside the writer and with rests, since it looks at every villager's row.
    private func forgetContacts(silentSince: [ChannelID: Date], now: Date) async throws -> Int {
        guard let newest = silentSince.values.max() else { return 0 }
        let before = silentSince.mapValues(\.milliseconds)
        var (count, last) = (0, Int64(0))
        while true {
            let from = last
            let step = try await read { try $0.silent(before: newest.milliseconds, above: from) }
            let due = step.villagers.filter { $0.since < before[$0.channel] ?? .min }
            count += try await inSteps(due, now: now) { transaction, villager in
                guard try transaction.isForgettable(villager.conversation, before: before[villager.channel] ?? 0) else {
                    return 0
                }
                try transaction.eraseContact(villager.contact, villager.conversation)
                return 1
            }
            guard let end = step.end else { return count }
            last = end
            try await Task.sleep(for: .milliseconds(StoreLimits.lookingRest))
        }
    }
}
