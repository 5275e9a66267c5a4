import Conversations
package import Foundation
import PublicServices

/// Messages that nothing will change any more are read once, for search and for the sums of reports.
extension Transaction {
    /// Reads the next messages; how many those were.
    func readSettled() throws -> Int {
        let last = try text("SELECT value FROM setting WHERE name = 'settled_until'").flatMap { Int64($0) } ?? 0
        // What is not handled yet has no decision; nothing behind it is counted before it is.
        let pending = try number("SELECT MIN(+message_id) FROM incoming WHERE state = 'pending'") ?? .max
        let messages = try all(Self.settled, [last, pending, StoreLimits.settledPerPass]) { try SettledMessage(&$0) }
        guard let newest = messages.last else { return 0 }
        var sums = DaySums()
        for message in messages where !message.isTakenBack {
            try countUnits(of: message, in: &sums)
            guard !Self.isAlert(message.template) else { continue }
            try keepWords(of: message)
            try count(message, in: &sums)
        }
        for (key, number) in sums.numbers {
            try run(
                """
                INSERT INTO day_sum (channel, day, measure, key, number) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (channel, day, measure, key) DO UPDATE SET number = day_sum.number + excluded.number
                """,
                [key.channel, key.day, key.measure.rawValue, key.key, number])
        }
        try set("settled_until", to: "\(newest.id)")
        return messages.count
    }

    private static let settled = """
        SELECT \(SettledMessage.columns) FROM message
        JOIN conversation ON conversation.id = message.conversation_id
        JOIN contact ON contact.id = conversation.contact_id
        WHERE message.id > ? AND message.id < ? ORDER BY message.id LIMIT ?
        """

    private func keepWords(of message: SettledMessage) throws {
        let words = words(of: message)
        guard !words.isEmpty else { return }
        let statement = connection.words.insert(message.id, words.joined(separator: " "))
        try run(statement.sql, statement.values)
    }

    /// Makes the index of words again behind a message, a batch of messages; the last of them, or nil when all is done.
    func rewriteWords(after last: Int64) throws -> Int64? {
        let settled = try number("SELECT value FROM setting WHERE name = 'settled_until'") ?? 0
        let messages = try all(Self.settled, [last, settled + 1, StoreLimits.settledPerPass]) {
            try SettledMessage(&$0)
        }
        for message in messages where !message.isTakenBack && !Self.isAlert(message.template) {
            try keepWords(of: message)
        }
        return messages.last?.id
    }

    private static let oneMessage = """
        SELECT \(SettledMessage.columns) FROM message
        JOIN conversation ON conversation.id = message.conversation_id
        JOIN contact ON contact.id = conversation.contact_id
        WHERE message.id = ?
        """

    /// Makes the index forget a message; before its text or address are erased, for both are needed.
    func forgetWords(of message: MessageID) throws {
        let settled = try text("SELECT value FROM setting WHERE name = 'settled_until'").flatMap { Int64($0) } ?? 0
        guard message.number <= settled,
            let found = try first(Self.oneMessage, [message.number], read: { try SettledMessage(&$0) }),
            !Self.isAlert(found.template)
        else { return }
        let words = words(of: found)
        guard !words.isEmpty else { return }
        let statement = connection.words.delete(found.id, words.joined(separator: " "))
        try run(statement.sql, statement.values)
    }

    /// The same of all messages that a statement finds: at once where the engine can, for each statement is a way to a server.
    func forgetWords(of found: String, _ values: StatementValues) throws {
        if let statement = connection.words.delete(of: found) {
            try run(statement, values)
        } else {
            for id: Int64 in try all(found, values, read: { try $0.next() }) { try forgetWords(of: MessageID(id)) }
        }
    }

    /// Changes the text of a message, and tells the index its new words.
    func changeWords(of message: MessageID, by change: () throws -> Void) throws {
        let settled = try text("SELECT value FROM setting WHERE name = 'settled_until'").flatMap { Int64($0) } ?? 0
        try forgetWords(of: message)
        try change()
        guard message.number <= settled,
            let changed = try first(Self.oneMessage, [message.number], read: { try SettledMessage(&$0) }),
            !Self.isAlert(changed.template), !changed.isTakenBack
        else { return }
        try keepWords(of: changed)
    }

    private func words(of message: SettledMessage) -> [String] {
        var words = FoldedWords(message.text).words
        // A picture alone is found by nothing, and erasing looks for messages that have words.
        guard !words.isEmpty else { return [] }
        // Staff know a villager by the end of their number.
        if message.isIncoming, let address = try? address(message.addressSealed, index: message.addressIndex) {
            words.append(Self.word(ofTail: Self.tail(of: address)))
        }
        return words
    }

    /// The word that stands for the end of an address in the index; no villager writes it.
    static func word(ofTail tail: String) -> String { "zzso" + tail.filter(\.isNumber) }

    private func count(_ message: SettledMessage, in sums: inout DaySums) throws {
        let (channel, day) = (message.channel, Self.day(of: message.at))
        func add(_ measure: DayMeasure, _ key: String = "") { sums.add(measure, key, on: channel, day: day) }
        guard message.isIncoming else {
            if message.guidesOnline { add(.guidedOnline) }
            return add(message.author == nil ? .sentByMachine : .sentByStaff)
        }
        add(.received, "\(Self.hour(of: message.at))")
        if let before = try dayBefore(day, of: message.conversation, on: channel) {
            add(.people)
            if before >= 0 { try noteReturn(on: day, after: before, on: channel) }
        }
        guard let decision = message.decision else { return add(.decided, "unread") }
        add(.decided, decision)
        let json = try? sealing.full(message.understanding, in: .understanding(message.conversation))
        guard let json, let read = StoredJSON.value(SettledUnderstanding.self, from: json) else { return }
        if !read.usedMarks { add(.unmarked) }
        if decision == "answer" || decision == "referral", let topic = read.candidates.first?.topic {
            add(.topic, topic.rawValue)
        }
    }

    /// Notes that a villager wrote on a day; the last day before on which they did, -1 where they never had, and nil where the day
    /// is noted already.
    private func dayBefore(_ day: Int64, of conversation: ConversationID, on channel: String) throws -> Int64? {
        try number(
            """
            INSERT INTO person_day (channel, day, conversation_id, before) VALUES (?1, ?2, ?3, COALESCE((
                SELECT MAX(day) FROM person_day WHERE channel = ?1 AND conversation_id = ?3 AND day < ?2), -1))
            ON CONFLICT DO NOTHING RETURNING before
            """,
            [channel, day, conversation.number])
    }

    private func noteReturn(on day: Int64, after before: Int64, on channel: String) throws {
        try run(
            """
            INSERT INTO person_return (channel, before, day, number) VALUES (?, ?, ?, 1)
            ON CONFLICT (channel, before, day) DO UPDATE SET number = person_return.number + 1
            """,
            [channel, before, day])
    }

    /// Of an understanding, what reports count; it is read for every message, so no more is.
    private struct SettledUnderstanding: Decodable {
        struct Candidate: Decodable {
            var topic: TopicID
        }

        var usedMarks: Bool
        var candidates: [Candidate]
    }

    /// Counts what a message costs, as its provider bills it; alerts cost as much, and what was withheld costs nothing.
    private func countUnits(of message: SettledMessage, in sums: inout DaySums) throws {
        guard !message.isIncoming, !message.isWithheld else { return }
        let units = try units(of: message)
        guard units > 0 else { return }
        sums.add(.units, "", units, on: message.channel, day: Self.day(of: message.at))
    }

    private func units(of message: SettledMessage) throws -> Int {
        guard let facts = surroundings.channels[ChannelID(rawValue: message.channel)] else { return 0 }
        // What masking took away was sent all the same.
        let text = try? sealing.full(
            GuardedText(masked: message.text, sealed: message.original), in: .original(message.conversation))
        return SendingPace(perSecond: 1, unit: facts.unit).cost(of: text ?? message.text)
    }

    /// Counts an answer no more that its officer took back; before its text is erased.
    func uncount(_ message: MessageID) throws {
        let settled = try text("SELECT value FROM setting WHERE name = 'settled_until'").flatMap { Int64($0) } ?? 0
        guard message.number <= settled,
            let found = try first(Self.oneMessage, [message.number], read: { try SettledMessage(&$0) }),
            !found.isIncoming, !found.isTakenBack
        else { return }
        let lessened = """
            UPDATE day_sum SET number = number - ?
            WHERE channel = ? AND day = ? AND measure = ? AND key = ''
            """
        let day = Self.day(of: found.at)
        let measure: DayMeasure = found.author == nil ? .sentByMachine : .sentByStaff
        try run(lessened, [1, found.channel, day, measure.rawValue])
        if found.guidesOnline { try run(lessened, [1, found.channel, day, DayMeasure.guidedOnline.rawValue]) }
        try run(lessened, [try units(of: found), found.channel, day, DayMeasure.units.rawValue])
    }
}

extension GatewayStore {
    /// Reads what became settled since, for search and reports; how many messages, a batch at most.
    ///
    /// Called again and again by a worker; whatever ends the program, no message is counted twice.
    package func readSettled(now: Date) async throws -> Int {
        // Mostly there is nothing, and nothing is then written.
        let hasMore = try await read { transaction in
            let last = try transaction.text("SELECT value FROM setting WHERE name = 'settled_until'") ?? "0"
            return try transaction.exists("SELECT 1 FROM message WHERE id > ? LIMIT 1", [Int64(last) ?? 0])
        }
        return hasMore ? try await write(at: now) { try $0.readSettled() } : 0
    }
}

/// What is summed up by day; the raw value is stored.
enum DayMeasure: String {
    /// By the hour in Vietnam.
    case received
    /// By what was decided.
    case decided
    /// By topic, of what was answered.
    case topic
    case unmarked
    /// What went out, in what the channel's provider bills.
    case units
    case sentByMachine = "sent_by_machine"
    case sentByStaff = "sent_by_staff"
    /// What told a villager where to apply online.
    case guidedOnline = "guided_online"
    /// Villagers who wrote, each once a day.
    case people
    /// Who said that they are interested, by topic; written by triggers, so that whoever is erased counts no more.
    case interested
}

private struct DaySums {
    struct Key: Hashable {
        var channel: String
        var day: Int64
        var measure: DayMeasure
        var key: String
    }

    var numbers: [Key: Int] = [:]

    mutating func add(_ measure: DayMeasure, _ key: String, _ number: Int = 1, on channel: String, day: Int64) {
        numbers[Key(channel: channel, day: day, measure: measure, key: key), default: 0] += number
    }
}

private struct SettledMessage {
    var id: Int64
    var conversation: ConversationID
    var isIncoming: Bool
    var channel: String
    var text: String
    var original: Data?
    var at: Int64
    var author: String?
    var template: String?
    var decision: String?
    var understanding: GuardedText
    var addressIndex: Data
    var addressSealed: Data
    var isWithheld: Bool
    var isTakenBack: Bool
    /// By their ids, as a list in JSON.
    var facts: String?

    /// Whether it says where to apply online: the machine by the fact of that kind, an officer by the portal's name.
    var guidesOnline: Bool {
        author == nil
            ? facts.map { $0.contains("/link\"") } ?? false : text.lowercased().contains("dichvucong.gov.vn")
    }

    static let columns = """
        message.id, message.conversation_id, message.direction = 'in', message.channel, message.text,
        message.original_sealed, message.created_at,
        message.author, message.template, message.decision, COALESCE(message.understanding, ''),
        message.understanding_sealed, contact.address_index, contact.address_sealed,
        message.withheld_at IS NOT NULL, message.withheld_at IS NOT NULL AND message.author IS NOT NULL,
        message.facts
        """

    init(_ row: inout Columns) throws {
        id = try row.next()
        conversation = ConversationID(try row.next())
        isIncoming = try row.next()
        channel = try row.next()
        text = try row.next()
        original = row.nextIfAny()
        at = try row.next()
        author = row.nextIfAny()
        template = row.nextIfAny()
        decision = row.nextIfAny()
        understanding = GuardedText(masked: try row.next(), sealed: row.nextIfAny())
        addressIndex = try row.next()
        addressSealed = try row.next()
        isWithheld = try row.next()
        isTakenBack = try row.next()
        facts = row.nextIfAny()
    }
}
