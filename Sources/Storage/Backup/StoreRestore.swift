package import Foundation

/// Brings a copy back in the place of the database, or tries that aside.
package enum StoreRestore {
    package struct Restored: Sendable {
        /// Where the database that was replaced lies now; nil where there was none.
        package var replaced: String?
        package var report: DoctorReport
    }

    /// Puts a copy in the place of a database that nobody has open; what stood there is kept beside it under another name.
    ///
    /// The copy is looked through first: one of a newer program, of other keys or with damage changes nothing.
    ///
    /// - Parameter identity: the file that opens encrypted copies.
    package static func restore(
        _ copy: String, to database: String, keys: StoreKeys, identity: String? = nil, now: Date
    ) async throws -> Restored {
        try StoreFiles.requireExisting(database: copy)
        let partial = database + ".restoring"
        try PrivateFolder.makeIfMissing(for: database)
        try? FileManager.default.removeItem(atPath: partial)
        defer { StoreFiles.files(of: partial).forEach { try? FileManager.default.removeItem(atPath: $0) } }
        if AgeProgram.isEncrypted(copy) {
            guard let identity else {
                throw StorageError(
                    .keyFile, "The copy \(copy) is encrypted, and no identity was named to open it with.",
                    mend: "Name it: --identity FILE, the file that age-keygen wrote, perhaps on a stick in the safe.")
            }
            try await AgeProgram.find().decrypt(copy, to: partial, identity: identity)
        } else {
            try FileManager.default.copyItem(atPath: copy, toPath: partial)
        }
        guard chmod(partial, 0o600) == 0 else { throw StoreBackup.failure("be closed to others", partial) }
        let report = try await examined(partial, keys: keys, named: copy)
        try CopiedFile.sync(partial)
        try mergeErasures(from: copy, to: database)

        var replaced: String?
        if StoreFiles.identity(of: database) != nil {
            let name = database + ".replaced-" + String(now.milliseconds)
            // The journal first: a database without it is an older view, a journal without its database is nothing.
            for (old, new) in zip(StoreFiles.files(of: database), StoreFiles.files(of: name)).reversed()
            where StoreFiles.identity(of: old) != nil {
                guard rename(old, new) == 0 else { throw StoreBackup.failure("be put aside", old) }
            }
            replaced = name
        }
        guard rename(partial, database) == 0 else { throw StoreBackup.failure("be put in its place", database) }
        // It is older than the one before, and is meant to be.
        ReachedMark.forget(besides: database)
        try PrivateFolder.sync(of: database)
        return Restored(replaced: replaced, report: report)
    }

    /// Does the same into a folder of its own that is removed again, and says what the doctor found.
    package static func drill(
        _ copy: String, keys: StoreKeys, identity: String? = nil, now: Date
    ) async throws -> DoctorReport {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nha-rong-drill-" + UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await restore(copy, to: folder + "/gateway.sqlite", keys: keys, identity: identity, now: now).report
    }

    private static func examined(_ path: String, keys: StoreKeys, named copy: String) async throws -> DoctorReport {
        try SQLiteFile.bringUpToDate(path)
        let doctor = try Doctor.open(path: path, keys: keys, needsKeys: true)
        defer { try? doctor.close() }
        let report = try await doctor.examine(.lastEntry)
        if let finding = report.findings.first(where: { $0.check == "key file" }) {
            throw StorageError(
                .wrongKeys, "The copy \(copy) was made with other keys than those of the key file. " + finding.means,
                mend: "Bring back the key file that belongs to this copy first.")
        }
        guard !report.findings.contains(where: { $0.check == "integrity" }) else {
            throw StorageError(
                .database, "The copy \(copy) is damaged; nothing was changed.",
                mend: "Take an older copy, or copy the file again from where it is kept.")
        }
        return report
    }

    /// Whoever was erased before or after the copy was made stays erased: the gateway does it again when it starts.
    private static func mergeErasures(from copy: String, to database: String) throws {
        let besideCopy = (copy as NSString).deletingLastPathComponent + "/" + ErasureList.nameInBackups
        let own = ErasureList(besides: database)
        let known = try own.entries()
        try own.add(try ErasureList(path: besideCopy).entries().filter { !known.contains($0) })
    }
}
