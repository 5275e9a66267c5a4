package import Foundation

/// Copies of a database in a folder: made beside a running gateway, looked through, and kept for days and weeks.
///
/// A copy is one consistent view that holds no writer up. It contains nothing that was erased before it was made.
package struct StoreBackup: Sendable {
    /// One copy in the folder.
    package struct Copy: Sendable, Equatable {
        package var path: String
        /// To the minute, as it stands in the name, in Vietnam's time.
        package var name: String
    }

    package struct Made: Sendable {
        package var path: String
        package var bytes: Int
        /// Seconds until it was durable.
        package var seconds: TimeInterval
        /// Older copies that were removed.
        package var removed: [String]
        /// What the doctor found in the copy; it is kept all the same.
        package var report: DoctorReport
    }

    private let folder: String
    private let recipients: String?

    /// - Parameter recipients: the file with whom copies are encrypted to; nil leaves them as they are.
    package init(folder: String, recipients: String? = nil) {
        self.folder = folder
        self.recipients = recipients
    }

    /// Makes a copy; the file has its name only once it is whole, looked through and on disk.
    ///
    /// - Throws: `StorageError` where there is no room, the folder cannot be written, or the copy is damaged.
    package func make(of database: String, keys: StoreKeys?, now: Date) async throws -> Made {
        let start = ContinuousClock.now
        try StoreFiles.requireExisting(database: database)
        try PrivateFolder.makeIfMissing(for: folder + "/x")
        try Self.requireRoom(in: folder, for: database)
        // Told before the long work, and not after it.
        let age = try recipients.map { _ in try AgeProgram.find() }
        if let age, let recipients { try await age.try(recipients: recipients) }
        let name = BackupNames.name(at: now) + (age == nil ? "" : BackupNames.sealedEnd)
        let path = folder + "/" + name
        let partial = folder + "/." + name + ".partial"
        // What is not encrypted yet stays beside the database: deleted files can be read from a stick.
        let plain = age == nil ? partial : database + ".copying"
        if age != nil { try Self.requireRoom(in: (database as NSString).deletingLastPathComponent, for: database) }
        for file in Set([partial, plain]) { try? FileManager.default.removeItem(atPath: file) }
        defer { for file in Set([partial, plain]) { try? FileManager.default.removeItem(atPath: file) } }
        try await CopiedFile.write(database, to: plain)
        let doctor = try Doctor.open(path: plain, keys: keys)
        defer { try? doctor.close() }
        let report = try await doctor.examine(.lastEntry)
        guard !report.findings.contains(where: { $0.check == "integrity" }) else {
            throw StorageError(
                .database, "The copy of \(database) is damaged, so it was not kept: the database is too.",
                mend: "Keep the older copies, stop the gateway, and run gateway doctor.")
        }
        if let age, let recipients { try await age.encrypt(plain, to: partial, recipients: recipients) }
        try CopiedFile.sync(partial)
        guard rename(partial, path) == 0 else { throw Self.failure("be given its name", path) }
        try copyErasures(of: database)
        try PrivateFolder.sync(of: path)
        let removed = try rotate()
        return Made(
            path: path, bytes: StoreFiles.bytes(of: path), seconds: (ContinuousClock.now - start) / .seconds(1),
            removed: removed,
            report: report)
    }

    /// The copies of the folder, newest first.
    package func copies() -> [Copy] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { BackupNames.day(of: $0) != nil }.sorted(by: >)
            .map { Copy(path: folder + "/" + $0, name: $0) }
    }

    /// Removes copies beyond those that are kept; what else lies in the folder is left alone.
    private func rotate() throws -> [String] {
        let names = copies().map(\.name)
        let kept = BackupNames.kept(of: names)
        let removed = names.filter { !kept.contains($0) }
        for name in removed { try FileManager.default.removeItem(atPath: folder + "/" + name) }
        return removed
    }

    /// The list of who was erased, for a machine that is lost with its database.
    private func copyErasures(of database: String) throws {
        let list = ErasureList(besides: database).path
        guard FileManager.default.fileExists(atPath: list) else { return }
        let target = folder + "/" + ErasureList.nameInBackups
        let partial = target + ".partial"
        try? FileManager.default.removeItem(atPath: partial)
        try FileManager.default.copyItem(atPath: list, toPath: partial)
        try CopiedFile.sync(partial)
        guard rename(partial, target) == 0 else { throw Self.failure("be given its name", target) }
    }

    private static func requireRoom(in folder: String, for database: String) throws {
        let size = StoreFiles.bytes(of: database)
        var room = statvfs()
        guard statvfs(folder.isEmpty ? "." : folder, &room) == 0 else { return }
        let free = Int(clamping: UInt64(room.f_bavail)) * Int(clamping: UInt64(room.f_frsize))
        guard free > size + size / 10 else {
            throw StorageError(
                .database, "The folder \(folder) has room for \(free >> 20) MB, and the copy needs \(size >> 20) MB.",
                mend: "Make room there, or name a folder on another disk.")
        }
    }

    static func failure(_ what: String, _ path: String) -> StorageError {
        StorageError(
            .database, "The copy \(path) cannot \(what) (\(SystemError.text)).",
            mend: "Look whether the folder can be written, and whether the disk is full.")
    }
}
