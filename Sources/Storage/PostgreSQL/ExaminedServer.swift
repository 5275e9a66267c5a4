#if PostgreSQL
import Foundation

/// A database of a server that is looked at, beside its gateways: nothing is made or migrated.
struct ExaminedServer: Sendable {
    private let target: PostgreSQLTarget

    static func open(_ settings: StoreServer) throws -> ExaminedServer {
        let target = try PostgreSQLTarget(settings)
        try PostgreSQLStore.inWords(of: target) {
            var reading = PostgreSQLReading(target, for: .upkeep)
            try reading.transaction { try PostgreSQLSchema.requireThisVersion($0, server: target.name) }
        }
        return ExaminedServer(target: target)
    }

    /// One consistent view.
    func read<Value: Sendable>(_ work: @escaping @Sendable (Connection) throws -> Value) throws -> Value {
        try PostgreSQLStore.inWords(of: target) {
            var reading = PostgreSQLReading(target, for: .upkeep)
            return try reading.transaction(work)
        }
    }

    /// One transaction.
    func write<Value: Sendable>(_ work: @escaping @Sendable (Connection) throws -> Value) throws -> Value {
        try PostgreSQLStore.inWords(of: target) {
            var writing = PostgreSQLWriting(target, for: .upkeep)
            var value: Value?
            try writing.transaction {
                value = try work($0)
                return true
            }
            guard let value else { throw PostgreSQLError(code: "25P02", message: "the transaction was undone") }
            return value
        }
    }
}
#endif
