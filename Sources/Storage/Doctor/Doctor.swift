package import Foundation

/// Proves that a database keeps the gateway's promises: a live one beside its gateway, or a copy.
///
/// Looking changes nothing. Repairing is one transaction, written into the audit.
package struct Doctor: Sendable {
    /// What "overdue" is measured against.
    package enum Clock: Sendable {
        /// A live database.
        case now(Date)
        /// A copy, which stands still: its own newest entry.
        case lastEntry
    }

    let file: ExaminedStore
    private let keys: StoreKeys?
    /// Whether a key that is missing or another's is a fault, as it is for the configured database.
    private let needsKeys: Bool
    /// The path of the file, beside which it is written how far it had come; nil for a server's database.
    private let path: String?

    /// Opens the file without making or migrating anything.
    ///
    /// - Parameters:
    ///   - keys: nil where the key file is not at hand; seals are then not opened.
    ///   - needsKeys: whether that is a fault, since the gateway would not start.
    package static func open(
        path: String, keys: StoreKeys?, repairs: Bool = false, needsKeys: Bool = false
    ) throws -> Doctor {
        Doctor(
            file: .file(try ExaminedFile.open(path: path, mayWrite: repairs)), keys: keys, needsKeys: needsKeys,
            path: path)
    }

    /// The same for a database of a server.
    package static func open(server: StoreServer, keys: StoreKeys?, needsKeys: Bool = false) throws -> Doctor {
        Doctor(file: try ExaminedStore.open(server), keys: keys, needsKeys: needsKeys, path: nil)
    }

    package func close() throws { try file.close() }

    /// Looks at everything in one consistent view.
    package func examine(_ clock: Clock) async throws -> DoctorReport {
        // Read first: beside a running gateway it may be ahead of a view that was taken before it.
        let mark = path.flatMap { ReachedMark.read(besides: $0) }
        return try await file.read { try report(on: $0, clock, mark) }
    }

    /// Mends what can be mended safely, and looks again.
    ///
    /// It is one transaction, all of it or nothing, but for what may be many rows that need none of each other: those are
    /// mended before, in batches.
    package func repair(_ clock: Clock) async throws -> DoctorReport {
        let before = try await repairInBatches(clock)
        let mark = path.flatMap { ReachedMark.read(besides: $0) }
        return try await file.write { connection in
            let view = try view(on: connection, clock)
            var repaired = before
            for check in DoctorCheck.all(of: view.connection) where !check.mendsInBatches {
                let faults = try check.find(view)
                guard try mend(faults, of: check, in: view), !faults.isEmpty else { continue }
                repaired.append(Self.finding(faults, by: check))
            }
            var report = try report(on: connection, clock, mark)
            // What is still found was tried, and is not mended.
            let left = Dictionary(uniqueKeysWithValues: report.findings.map { ($0.check, $0.count) })
            report.repaired = repaired.filter { (left[$0.check] ?? 0) < $0.count }
            return report
        }
    }

    private func repairInBatches(_ clock: Clock) async throws -> [DoctorReport.Finding] {
        var repaired: [DoctorReport.Finding] = []
        for check in DoctorCheck.all where check.mendsInBatches {
            let faults: [DoctorCheck.Fault] = try await file.read { connection in
                let view = try view(on: connection, clock)
                return check.mendsWithKeys && view.sealing == nil ? [] : try check.find(view)
            }
            for first in stride(from: 0, to: faults.count, by: StoreLimits.repairsPerBatch) {
                let batch = Array(faults[first..<min(first + StoreLimits.repairsPerBatch, faults.count)])
                try await file.write { connection in
                    _ = try mend(batch, of: check, in: view(on: connection, clock))
                }
            }
            if !faults.isEmpty { repaired.append(Self.finding(faults, by: check)) }
        }
        return repaired
    }

    /// Mends each fault and notes it in the audit; false for a check that only a person can mend.
    private func mend(
        _ faults: [DoctorCheck.Fault], of check: DoctorCheck, in view: DoctorView
    ) throws -> Bool {
        guard case .repair(_, let mend) = check.mend else { return false }
        for fault in faults {
            try mend(view, fault, view.moment.milliseconds)
            let subject = fault.row.map { "\(check.table) \($0)" } ?? check.table
            try view.run(
                "INSERT INTO audit (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)",
                [view.moment.milliseconds, "doctor", "doctor.repaired", subject, check.name])
        }
        return true
    }

    private func report(on connection: Connection, _ clock: Clock, _ mark: ReachedMark?) throws -> DoctorReport {
        let view = try view(on: connection, clock)
        var report = DoctorReport(asOf: view.moment, looks: [], findings: [], repaired: [], notes: [])
        if view.sealing == nil {
            report.notes.append(
                keys == nil
                    ? "No key file is at hand, so seals were not opened."
                    : "The key file is of another database, so seals were not opened.")
            if needsKeys { report.findings.append(Self.withoutKeys(areMissing: keys == nil)) }
        }
        if let mark {
            let highest = try view.number(ReachedMark.newest) ?? 0
            if let missing = mark.missing(at: highest) { report.findings.append(Self.lost(missing)) }
        }
        for check in DoctorCheck.all(of: connection) {
            let rows = try view.number("SELECT COUNT(*) FROM \(check.table)") ?? 0
            report.looks.append(.init(check: check.name, table: check.table, rows: Int(rows)))
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

    private static func lost(_ messages: ClosedRange<Int64>) -> DoctorReport.Finding {
        DoctorReport.Finding(
            check: "reached", table: "message", count: messages.count, rows: [],
            words: ["\(messages.lowerBound) to \(messages.upperBound)"],
            means: "The database had more messages: its journal (-wal) was deleted, or an older copy put in its place.",
            mend: "stop the gateway and put the -wal file or the newer database back; where neither is left, ask the "
                + "provider what it brought, and delete the file -reached beside the database",
            canBeRepaired: false)
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

    private func view(on connection: Connection, _ clock: Clock) throws -> DoctorView {
        let known = try connection.text("SELECT value FROM setting WHERE name = 'key_check'")
        return DoctorView(
            connection: connection, moment: try moment(clock, connection),
            sealing: keys.flatMap { $0.checkValue == known ? Sealing(keys: $0) : nil })
    }

    private func moment(_ clock: Clock, _ connection: Connection) throws -> Date {
        switch clock {
        case .now(let now): return now
        case .lastEntry:
            let entries = [
                "SELECT at FROM audit ORDER BY id DESC LIMIT 1",
                "SELECT created_at FROM message ORDER BY id DESC LIMIT 1",
            ]
            return Date(milliseconds: try entries.map { try connection.number($0) ?? 0 }.max() ?? 0)
        }
    }
}
