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
    /// Whether a key that is missing or another's is a fault, as it is for the configured database.
    private let needsKeys: Bool

    /// Opens the file without making or migrating anything.
    ///
    /// - Parameters:
    ///   - keys: nil where the key file is not at hand; seals are then not opened.
    ///   - needsKeys: whether that is a fault, since the gateway would not start.
    public static func open(
        path: String, keys: StoreKeys?, repairs: Bool = false, needsKeys: Bool = false
    ) throws -> Doctor {
        try StoreFiles.requireExisting(database: path)
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
            return Doctor(queue: queue, path: path, keys: keys, needsKeys: needsKeys)
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        }
    }

    public func close() throws { try queue.close() }

    /// Looks at everything in one consistent view.
    public func examine(_ clock: Clock) async throws -> DoctorReport {
        try await inWords { try await queue.read { try report(on: $0, clock) } }
    }

    /// Mends what can be mended safely, and looks again.
    ///
    /// It is one transaction, all of it or nothing, but for what may be many rows that need none of each other: those are
    /// mended before, in batches.
    public func repair(_ clock: Clock) async throws -> DoctorReport {
        try await inWords {
            let before = try await repairInBatches(clock)
            return try await queue.write { db in
                let moment = try moment(clock, db)
                let view = try view(of: db, at: moment)
                var repaired = before
                for check in DoctorCheck.all where !check.mendsInBatches {
                    let faults = try check.find(view)
                    guard try mend(faults, of: check, in: view, at: moment), !faults.isEmpty else { continue }
                    repaired.append(Self.finding(faults, by: check))
                }
                var report = try report(on: db, clock)
                // What is still found was tried, and is not mended.
                let left = Dictionary(uniqueKeysWithValues: report.findings.map { ($0.check, $0.count) })
                report.repaired = repaired.filter { (left[$0.check] ?? 0) < $0.count }
                return report
            }
        }
    }

    private func repairInBatches(_ clock: Clock) async throws -> [DoctorReport.Finding] {
        var repaired: [DoctorReport.Finding] = []
        for check in DoctorCheck.all where check.mendsInBatches {
            let faults: [DoctorCheck.Fault] = try await queue.read { db in
                let view = try view(of: db, at: moment(clock, db))
                return check.mendsWithKeys && view.sealing == nil ? [] : try check.find(view)
            }
            for first in stride(from: 0, to: faults.count, by: StoreLimits.repairsPerBatch) {
                let batch = Array(faults[first..<min(first + StoreLimits.repairsPerBatch, faults.count)])
                try await queue.write { db in
                    let moment = try moment(clock, db)
                    _ = try mend(batch, of: check, in: view(of: db, at: moment), at: moment)
                }
            }
            if !faults.isEmpty { repaired.append(Self.finding(faults, by: check)) }
        }
        return repaired
    }

    /// Mends each fault and notes it in the audit; false for a check that only a person can mend.
    private func mend(
        _ faults: [DoctorCheck.Fault], of check: DoctorCheck, in view: DoctorView, at moment: Date
    ) throws -> Bool {
        guard case .repair(_, let mend) = check.mend else { return false }
        for fault in faults {
            try mend(view, fault, moment.milliseconds)
            let subject = fault.row.map { "\(check.table) \($0)" } ?? check.table
            try view.db.execute(
                sql: "INSERT INTO audit (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)",
                arguments: [moment.milliseconds, "doctor", "doctor.repaired", subject, check.name])
        }
        return true
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
            if needsKeys { report.findings.append(Self.withoutKeys(areMissing: keys == nil)) }
        }
        for check in DoctorCheck.all {
            let rows = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM \(check.table)") ?? 0
            report.looks.append(.init(check: check.name, table: check.table, rows: rows))
            let faults = try check.find(view)
            if !faults.isEmpty { report.findings.append(Self.finding(faults, by: check)) }
        }
        return report
    }

    private static func withoutKeys(areMissing: Bool) -> DoctorReport.Finding {
        DoctorReport.Finding(
            check: "key file", table: "setting", count: 1, rows: [], words: [],
            means: areMissing
                ? "The configured key file is missing, so nobody can be answered and the gateway does not start."
                : "The configured key file belongs to another database, so the gateway does not start.",
            mend: "put the key file of this database back from its copy", canBeRepaired: false)
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
