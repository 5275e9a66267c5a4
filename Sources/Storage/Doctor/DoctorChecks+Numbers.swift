import Conversations
import Foundation

/// A column whose texts come from outside, and where the whole of what was masked is sealed.
private struct KeptText {
    var table: String
    var column: String
    /// The column that numbers the rows.
    var key = "id"
    /// The sealed whole beside it, and its place; nil where nothing but the masked text is kept.
    var sealed: (column: String, conversation: String, place: @Sendable (ConversationID) -> SealedPlace)?
    /// What of a text is looked at once it seems to hold a number; all of it by default.
    var words: @Sendable (String) -> String = { $0 }

    static let all = [
        KeptText(
            table: "message", column: "text",
            sealed: ("original_sealed", "conversation_id", { .original($0) })),
        KeptText(
            table: "message", column: "understanding",
            sealed: ("understanding_sealed", "conversation_id", { .understanding($0) })),
        KeptText(
            table: "conversation", column: "state", sealed: ("state_sealed", "id", { .state($0) }),
            words: withoutMoments),
        KeptText(table: "escalation", column: "detail"),
        KeptText(table: "quarantine", column: "reason"),
        KeptText(table: "delivery_report", column: "detail"),
        KeptText(table: "incoming", column: "last_error", key: "message_id"),
        KeptText(table: "outgoing", column: "last_error", key: "message_id"),
        KeptText(table: "outgoing", column: "provider_detail", key: "message_id"),
        KeptText(table: "attachment", column: "last_error"),
        KeptText(table: "audit", column: "detail"),
    ]
}

extension DoctorCheck {
    /// No number of a person stands in the clear, by today's rule: rows of an earlier version may hold what it did not know.
    static let personalNumbers: [DoctorCheck] =
        KeptText.all.map { text in
            DoctorCheck(
                "number in \(text.table) \(text.column)".replacing("_", with: " "), of: text.table,
                means: "A citizen's number stands in the clear, where whoever has a copy of the file can read it.",
                mend: .repair(
                    text.sealed == nil ? "masks it" : "masks it, and seals the whole text; that needs the key file"
                ) { view, fault, _ in try text.mask(in: view, row: fault.row, by: PersonalNumbers.masked) },
                mendsInBatches: true, mendsWithKeys: text.sealed != nil,
                find: { try text.faults(in: $0, where: "\(text.column) IS NOT NULL", by: PersonalNumbers.masked) })
        } + [
            DoctorCheck(
                "phone in duty alert", of: "message",
                means: "The telephone number of somebody who called for help stands in the clear.",
                mend: .repair("leaves its end, and seals the whole text; that needs the key file") { view, fault, _ in
                    try KeptText.all[0].mask(in: view, row: fault.row, by: Addresses.shortened)
                },
                mendsInBatches: true, mendsWithKeys: true,
                find: {
                    try KeptText.all[0].faults(
                        in: $0, where: "template LIKE '\(Transaction.alertTemplates)%'", by: Addresses.shortened)
                })
        ]
}

extension KeptText {
    /// A dialogue state with 0 in the place of its moments: sixteen digits of a time often hold twelve that read as a number.
    @Sendable private static func withoutMoments(_ json: String) -> String {
        guard let state = StoredJSON.value(DialogueState.self, from: json) else { return json }
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .custom { _, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(0)
        }
        return (try? encoder.encode(state)).map { String(decoding: $0, as: UTF8.self) } ?? json
    }

    /// The rows whose text says more than it may.
    func faults(
        in view: DoctorView, where condition: String, by masked: (String) -> String
    ) throws -> [DoctorCheck.Fault] {
        var faults: [DoctorCheck.Fault] = []
        try view.step("SELECT \(key), \(column) FROM \(table) WHERE \(condition) ORDER BY \(key)") { row in
            let (number, text): (Int64, String?) = (try row.next(), row.nextIfAny())
            if let text, masked(text) != text, case let words = words(text), masked(words) != words {
                faults.append(DoctorCheck.Fault(row: number))
            }
            return true
        }
        return faults
    }

    /// Masks the text of one row; what it was is sealed first, and without keys such a row is left as it is.
    func mask(in view: DoctorView, row number: Int64?, by masked: (String) -> String) throws {
        guard let number else { return }
        guard let sealed else {
            guard let text = try view.text(select(column), [number]) else { return }
            try view.run("UPDATE \(table) SET \(column) = ? WHERE \(key) = ?", [masked(text), number])
            return
        }
        let columns = "\(sealed.conversation), \(column), \(sealed.column)"
        let row: (conversation: Int64, text: String?, sealed: Data?)? = try view.first(select(columns), [number]) {
            (try $0.next(), $0.nextIfAny(), $0.nextIfAny())
        }
        guard let sealing = view.sealing, let row, let text = row.text else { return }
        // What is sealed already is the whole of an earlier masking.
        let whole = try row.sealed ?? sealing.seal(text, in: sealed.place(ConversationID(row.conversation)))
        func change() throws {
            try view.run(
                "UPDATE \(table) SET \(column) = ?, \(sealed.column) = ? WHERE \(key) = ?",
                [masked(text), whole, number])
        }
        guard table == "message", column == "text" else { return try change() }
        // Else staff would still find the message by the number that it shows no more.
        let work = Transaction(connection: view.connection, sealing: sealing, now: view.moment.milliseconds)
        try work.changeWords(of: MessageID(number), by: change)
    }

    private func select(_ columns: String) -> String { "SELECT \(columns) FROM \(table) WHERE \(key) = ?" }
}
