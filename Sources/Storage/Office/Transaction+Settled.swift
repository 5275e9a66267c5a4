import Conversations
package import Foundation
import PublicServices

/// Messages that nothing will change any more are read once, for search and for the sums of reports.
extension Transaction {
    /// Reads the next messages; how many those were.
    func readSettled() throws -> Int {
        let last = try text("SELECT value FROM setting WHERE name = 'settled_until'").flatMap { Int64($0) } ?? 0
        // What is not handled yet has no decision; nothing behind it is counted before it is.
        let pending = try number("SELECT MIN(message_id) FROM incoming WHERE state = 'pending'") ?? .max
        let messages = try all(Self.settled, [last, pending, StoreLimits.settledPerPass]) { try SettledMessage(&$0) }
        guard let newest = messages.last else { return 0 }
        var sums = DaySums()
        for message in messages where !Self.isAlert(message.template) && !message.isTakenBack {
            try keepWords(of: message)
            try count(message, in: &sums)
        }
        for (key, number) in sums.numbers {
            try run(
                """
                INSERT INTO day_sum (channel, day, measure, key, number) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (channel, day, measure, key) DO UPDATE SET number = number + excluded.number
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
        try run(WordIndex.insert, [message.id, words.joined(separator: " ")])
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
        try run(WordIndex.delete, [found.id, words.joined(separator: " ")])
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
            return add(message.author == nil ? .sentByMachine : .sentByStaff)
        }
        add(.received, "\((message.at / 3_600_000 + 7) % 24)")
        let isNew =
            try run(
                "INSERT INTO month_person (channel, month, conversation_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [channel, Self.month(ofDay: day), message.conversation.number]) == 1
        if isNew { sums.add(.people, "", on: channel, day: Int64(Self.firstDay(ofMonthOf: day))) }
        guard let decision = message.decision else { return add(.decided, "unread") }
        add(.decided, decision)
        let json = try? sealing.full(message.understanding, in: .understanding(message.conversation))
        guard let json, let read = StoredJSON.value(Understanding.self, from: json) else { return }
        if !read.usedMarks { add(.unmarked) }
        if decision == "answer" || decision == "referral", let topic = read.candidates.first?.topic {
            add(.topic, topic.rawValue)
        }
    }

    static func month(ofDay day: Int64) -> Int64 {
        let date = CalendarDay(daysSince1970: Int(day))
        return Int64((date.year - 1970) * 12 + date.month - 1)
    }

    static func firstDay(ofMonthOf day: Int64) -> Int {
        Int(day) - CalendarDay(daysSince1970: Int(day)).day + 1
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
    /// Villagers who wrote, at the first day of the month.
    case people
    case unmarked
    case sentByMachine = "sent_by_machine"
    case sentByStaff = "sent_by_staff"
}

private struct DaySums {
    struct Key: Hashable {
        var channel: String
        var day: Int64
        var measure: DayMeasure
        var key: String
    }

    var numbers: [Key: Int] = [:]

    mutating func add(_ measure: DayMeasure, _ key: String, on channel: String, day: Int64) {
        numbers[Key(channel: channel, day: day, measure: measure, key: key), default: 0] += 1
    }
}

private struct SettledMessage {
    var id: Int64
    var conversation: ConversationID
    var isIncoming: Bool
    var channel: String
    var text: String
    var at: Int64
    var author: String?
    var template: String?
    var decision: String?
    var understanding: GuardedText
    var addressIndex: Data
    var addressSealed: Data
    var isTakenBack: Bool

    static let columns = """
        message.id, message.conversation_id, message.direction = 'in', message.channel, message.text, message.created_at,
        message.author, message.template, message.decision, COALESCE(message.understanding, ''),
        message.understanding_sealed, contact.address_index, contact.address_sealed,
        message.withheld_at IS NOT NULL AND message.author IS NOT NULL
        """

    init(_ row: inout Columns) throws {
        id = try row.next()
        conversation = ConversationID(try row.next())
        isIncoming = try row.next()
        channel = try row.next()
        text = try row.next()
        at = try row.next()
        author = row.nextIfAny()
        template = row.nextIfAny()
        decision = row.nextIfAny()
        understanding = GuardedText(masked: try row.next(), sealed: row.nextIfAny())
        addressIndex = try row.next()
        addressSealed = try row.next()
        isTakenBack = try row.next()
    }
}
