public import Foundation
import GRDB

/// Proves that a database keeps the gateway's promises: a live one beside its gateway, or a copy.
///
/// Looking changes nothing. Repairing is one transaction, written into the audit.
public struct Doctor: Sendable {
    /// What "overdue" is measured against.
    public enum Clock: Sendable {
        /// A live database.
        case now(Date)
        /// A copy, which stands still: its own newest entry.
        case lastEntry
    }

    let queue: DatabaseQueue
    private let path: String
    private let keys: StoreKeys?

    /// Opens the file without making or migrating anything.
    ///
    /// - Parameter keys: nil where the key file is not at hand; seals are then not opened.
    public static func open(path: String, keys: StoreKeys?, repairs: Bool = false) throws -> Doctor {
        guard FileManager.default.fileExists(atPath: path) else {
            throw StorageError(
                .database, "There is no database \(path).", mend: "Name the file, or start the gateway, which makes it."
            )
        }
        var configuration = Configuration()
        configuration.readonly = !repairs
        configuration.busyMode = .timeout(StoreLimits.busyTimeout)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            do {
                try queue.read { try requireThisVersion($0, path: path) }
            } catch {
                try? queue.close()
                throw error
            }
            return Doctor(queue: queue, path: path, keys: keys)
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        }
    }

    public func close() throws { try queue.close() }

    /// Looks at everything in one consistent view.
    public func examine(_ clock: Clock) async throws -> DoctorReport {
        try await inWords { try await queue.read { try report(on: $0, clock) } }
    }

    /// Mends what can be mended safely, all of it or nothing, and looks again.
    public func repair(_ clock: Clock) async throws -> DoctorReport {
        try await inWords {
            try await queue.write { db in
                let moment = try moment(clock, db)
                let view = try view(of: db, at: moment)
                var repaired: [DoctorReport.Finding] = []
                for check in DoctorCheck.all {
                    guard case .repair(_, let mend) = check.mend else { continue }
                    let faults = try check.find(view)
                    for fault in faults {
                        try mend(db, fault, moment.milliseconds)
                        let subject = fault.row.map { "\(check.table) \($0)" } ?? check.table
                        try db.execute(
                            sql: "INSERT INTO audit (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)",
                            arguments: [moment.milliseconds, "doctor", "doctor.repaired", subject, check.name])
                    }
                    if !faults.isEmpty { repaired.append(Self.finding(faults, by: check)) }
                }
                var report = try report(on: db, clock)
                // What is still found was tried, and is not mended.
                let left = Dictionary(uniqueKeysWithValues: report.findings.map { ($0.check, $0.count) })
                report.repaired = repaired.filter { (left[$0.check] ?? 0) < $0.count }
                return report
            }
        }
    }

    private func report(on db: Database, _ clock: Clock) throws -> DoctorReport {
        let moment = try moment(clock, db)
        let view = try view(of: db, at: moment)
        var report = DoctorReport(asOf: moment, looks: [], findings: [], repaired: [], notes: [])
        if view.sealing == nil {
            report.notes.append(
                keys == nil
                    ? "No key file is at hand, so seals were not opened."
                    : "The key file is of another database, so seals were not opened.")
        }
        for check in DoctorCheck.all {
            let rows = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM \(check.table)") ?? 0
            report.looks.append(.init(check: check.name, table: check.table, rows: rows))
            let faults = try check.find(view)
            if !faults.isEmpty { report.findings.append(Self.finding(faults, by: check)) }
        }
        return report
    }

    private static func finding(_ faults: [DoctorCheck.Fault], by check: DoctorCheck) -> DoctorReport.Finding {
        let (mend, canBeRepaired) =
            switch check.mend {
            case .repair(let words, _): (words, true)
            case .byHand(let words): (words, false)
            }
        return DoctorReport.Finding(
            check: check.name, table: check.table, count: faults.count,
            rows: Array(faults.compactMap(\.row).prefix(StoreLimits.namedRows)),
            words: Array(faults.compactMap(\.words).prefix(StoreLimits.namedRows)), means: check.means, mend: mend,
            canBeRepaired: canBeRepaired)
    }

    private func view(of db: Database, at moment: Date) throws -> DoctorView {
        let known = try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'key_check'")
        return DoctorView(
            db: db, overdue: moment.addingTimeInterval(-StoreLimits.overdue).milliseconds,
            sealing: keys.flatMap { $0.checkValue == known ? Sealing(keys: $0) : nil })
    }

    private func moment(_ clock: Clock, _ db: Database) throws -> Date {
        switch clock {
        case .now(let now): return now
        case .lastEntry:
            let last = try Int64.fetchOne(
                db,
                sql: """
                    SELECT MAX(
                        COALESCE((SELECT at FROM audit ORDER BY id DESC LIMIT 1), 0),
                        COALESCE((SELECT created_at FROM message ORDER BY id DESC LIMIT 1), 0))
                    """)
            return Date(milliseconds: last ?? 0)
        }
    }

    private static func requireThisVersion(_ db: Database, path: String) throws {
        guard try !Migrations.migrator.hasBeenSuperseded(db) else {
            throw StorageError(
                .newerDatabase, "The database \(path) was made by a newer gateway.", mend: "Use its `gateway doctor`.")
        }
        guard try Migrations.migrator.hasCompletedMigrations(db) else {
            throw StorageError(
                .database, "The database \(path) is none of this gateway, or of an older version.",
                mend: "Name the right file, or start the gateway once, which brings it up to date.")
        }
    }

    private func inWords<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        }
    }
}
