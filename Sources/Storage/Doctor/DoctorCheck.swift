import Conversations
import Foundation

/// One promise that a database must keep, and what is done where it is broken: adding a check is adding one of these.
struct DoctorCheck: Sendable {
    /// One broken place.
    struct Fault: Sendable, Equatable {
        /// The number of the row, where there is one.
        var row: Int64?
        /// What a number does not say, such as the name of a table; never a text or an address.
        var words: String?
    }

    enum Mend: Sendable {
        /// What `--repair` does, in plain words, and how, for each fault.
        case repair(String, @Sendable (DoctorView, Fault, _ now: Int64) throws -> Void)
        /// What a person must do, for a program could do harm.
        case byHand(String)

        /// Statements for each fault; they may name `:row` and `:now`.
        static func statements(_ words: String, _ statements: [String]) -> Mend {
            .repair(words) { view, fault, now in
                for sql in statements { try view.run(sql, named: ["row": fault.row, "now": now]) }
            }
        }
    }

    /// For scripts and the audit.
    var name: String
    /// The table that it looks at; every row of it counts as looked at.
    var table: String
    /// What a fault means to people.
    var means: String
    var mend: Mend
    /// Whether its repairs are many and alone, each right without the others: they are made in batches of their own, so
    /// that a gateway beside waits for none of them long.
    var mendsInBatches = false
    /// Whether its repair seals something, so that without keys nothing is tried.
    var mendsWithKeys = false
    var find: @Sendable (DoctorView) throws -> [Fault]

    init(
        _ name: String, of table: String, means: String, mend: Mend, mendsInBatches: Bool = false,
        mendsWithKeys: Bool = false, find: @escaping @Sendable (DoctorView) throws -> [Fault]
    ) {
        self.name = name
        self.table = table
        self.means = means
        self.mend = mend
        self.mendsInBatches = mendsInBatches
        self.mendsWithKeys = mendsWithKeys
        self.find = find
    }

    /// A check in SQL: the statement selects the numbers of the faulty rows and may name `:overdue`, the time before
    /// which whatever was due should be done.
    init(_ name: String, of table: String, means: String, sql: String, mend: Mend) {
        self.init(name, of: table, means: means, mend: mend) { view in
            try view.all(sql, named: ["overdue": view.overdue]) { Fault(row: try $0.next()) }
        }
    }
}

/// One consistent view of the database, with what the checks must know.
struct DoctorView: Statements {
    var connection: Connection
    /// The time of looking.
    var moment: Date
    /// Nil where the key file is not at hand.
    var sealing: Sealing?

    /// The time before which whatever was due should be done, in milliseconds.
    var overdue: Int64 { moment.addingTimeInterval(-StoreLimits.overdue).milliseconds }
}

extension DoctorCheck {
    /// All checks of a database of either engine.
    static func all(of connection: Connection) -> [DoctorCheck] {
        #if PostgreSQL
        if !connection.isFile { return server + all.dropFirst(file.count) }
        #endif
        return all
    }

    /// All checks of a file; repairs run in this order, so a row that is given back its place comes before what needs the place.
    static let all: [DoctorCheck] =
        file + messages + incoming + outgoing + switching + links + references + followUps + intake + staff + seals
        + personalNumbers

    /// Hands a conversation to staff as the gateway itself does, unless it is open with them for that reason already.
    static func escalation(
        of table: String, as reason: EscalationReason, message: String = "message_id",
        where condition: String = "message_id = :row"
    ) -> String {
        """
        INSERT INTO escalation (conversation_id, message_id, reason, detail, state, created_at)
        SELECT conversation_id, \(message), '\(reason.rawValue)', 'found by gateway doctor', 'open', :now
        FROM \(table) WHERE \(condition)
        ON CONFLICT DO NOTHING
        """
    }
}
