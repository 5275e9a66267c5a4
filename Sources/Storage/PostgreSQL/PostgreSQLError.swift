#if PostgreSQL
/// A refusal of the server, or the loss of it.
struct PostgreSQLError: Error {
    /// Five signs, see <https://www.postgresql.org/docs/15/errcodes-appendix.html>; the two below are ours.
    var code: String
    /// The server's first sentence, which holds no values; those stand in its details, which are not asked for.
    var message: String

    /// The connection is gone; whether the last statement was done is not known.
    static let lost = "lost!"
    /// No line with the TLS that was asked for.
    static let distrusted = "no tls"
    /// What was to be committed may be on one machine alone.
    static let unconfirmed = "alone"

    /// Whether another connection may succeed at once.
    var isLoss: Bool { code == Self.lost || code.hasPrefix("57P0") || code.hasPrefix("08") }
}

extension StorageError {
    /// A refusal of the server in our words, or what is in our words already; nil for any other error.
    init?(_ error: any Error, server: String) {
        switch error {
        case let error as StorageError: self = error
        case let error as PostgreSQLError: self.init(error, server: server)
        default: return nil
        }
    }

    private init(_ error: PostgreSQLError, server: String) {
        let (what, mend) = Self.words(for: error)
        self.init(
            error.code == PostgreSQLError.unconfirmed ? .unconfirmed : .database,
            "The database server \(server) \(what).", mend: mend)
    }

    private static func words(for error: PostgreSQLError) -> (what: String, mend: String) {
        let refused = "refused: \(error.message) (code \(error.code))"
        switch error.code {
        case PostgreSQLError.lost:
            return (
                "does not answer: \(error.message)",
                "Look whether it runs and is reached by the address in storage.server; the gateway tries again by itself."
            )
        case PostgreSQLError.distrusted:
            return ("is not connected to: \(error.message)", PostgreSQLTrust.mend(for: error.message))
        case PostgreSQLError.unconfirmed:
            return (
                "did not confirm in time that it is committed on a second machine",
                "Look whether a standby runs and follows; what was not confirmed is asked for again."
            )
        case "25006", "57P0R":
            return (
                "can only be read: \(error.message)",
                "Name all hosts in storage.server, so that the primary is found, or promote a standby."
            )
        case "28000", "28P01": return (refused, "Correct the user, the password or pg_hba.conf of the server.")
        case "3D000":
            return (
                refused, "Make the database: createdb --encoding=UTF8 --template=template0 NAME, or correct its name."
            )
        case "42501":
            return (refused, "Let the user of the gateway own the database, or grant it CREATE on the schema.")
        case "53100": return (refused, "Free space on its disk.")
        case "53300": return (refused, "Raise max_connections; each gateway needs \(StoreLimits.serverReaders + 3).")
        case "55P03", "57014": return (refused, "Look which other session holds the tables; it is tried again.")
        case _ where error.code.hasPrefix("57P"): return (refused, "Wait until the server has started.")
        default: return (refused, "Keep the log and tell the makers of the gateway.")
        }
    }
}
#endif
