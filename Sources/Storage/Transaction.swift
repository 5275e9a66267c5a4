import Conversations
import Foundation

/// Who did what with what.
struct NewAuditEntry {
    var action: String
    var subject: String
    var actor = "gateway"
    var detail = ""
}

/// One open transaction, with the keys and the time that its work needs.
struct Transaction: Statements {
    let connection: Connection
    let sealing: Sealing
    let now: Int64
    /// Whether work of several parts must undo alone what fails of it; otherwise a failure undoes all and it runs again.
    var undoesParts = false
    var surroundings = StoreSurroundings()
    /// The lowest place at which the inbox may begin.
    var inboxBeginning: Int64 = 0
    /// What this piece of work sends.
    let spending = SpendingLedger()

    /// Notes who did what; details carry ids and rule names, never texts or addresses.
    func audit(_ action: String, of subject: String, by actor: String = "gateway", detail: String = "") throws {
        try audit([NewAuditEntry(action: action, subject: subject, actor: actor, detail: detail)])
    }

    private static let audited = Insertion(into: "audit", "at", "actor", "action", "subject", "detail")

    func audit(_ entries: [NewAuditEntry]) throws {
        try insert(Self.audited, entries.map { [now, $0.actor, $0.action, $0.subject, Self.kept($0.detail)] })
    }

    /// Keeps a value of the store's own, such as when something was done last.
    func set(_ name: String, to value: String) throws {
        try run(
            """
            INSERT INTO setting (name, value) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """,
            [name, value]
        )
    }

    /// Foreign words made fit to be kept: bounded, and without personal numbers.
    static func kept(_ words: String) -> String {
        // Masked before it is cut, for half a number would not be known as one.
        let masked = PersonalNumbers.masked(words)
        return masked.utf8.count <= StoreLimits.detailLength ? masked : String(masked.prefix(StoreLimits.detailLength))
    }
}
