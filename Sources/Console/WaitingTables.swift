import Foundation
import LibCrypto
import PublicServices
import Storage

/// Tables of dossiers that officers looked at and have not confirmed yet: in memory alone, few, and not for long.
actor WaitingTables {
    struct Table: Sendable {
        var officer: OfficerID
        var commune: CommuneID
        var name: String
        var bytes: [UInt8]
        var at: Date
    }

    private let limits: ConsoleLimits
    private var tables: [(token: String, table: Table)] = []

    init(limits: ConsoleLimits) { self.limits = limits }

    /// Keeps a table in the place of the officer's last one; by what it is confirmed.
    func put(_ table: Table) throws -> String {
        tables.removeAll { $0.table.officer == table.officer || isOver($0.table, now: table.at) }
        if tables.count >= limits.waitingTables { tables.removeFirst() }
        let token = Hex.encode(try randomBytes(16))
        tables.append((token, table))
        return token
    }

    /// The table, which waits no more; nil where it is over, or another officer's.
    func take(_ token: String, by officer: OfficerID, now: Date) -> Table? {
        tables.removeAll { isOver($0.table, now: now) }
        guard let place = tables.firstIndex(where: { $0.token == token && $0.table.officer == officer }) else {
            return nil
        }
        return tables.remove(at: place).table
    }

    private func isOver(_ table: Table, now: Date) -> Bool {
        abs(now.timeIntervalSince(table.at)) > limits.waitingTableSeconds
    }
}
