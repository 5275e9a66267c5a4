import Foundation

/// What stands on disk where the configuration says: looked at before anything is opened or made.
package enum StoreFiles {
    /// A file by what the system knows it by, whatever its name.
    package struct Identity: Sendable, Equatable {
        var device: UInt64
        var inode: UInt64
    }

    /// Refuses a database that is not there: a mistyped path must not look like an empty list.
    package static func requireExisting(database: String) throws(StorageError) {
        switch size(of: database) {
        case nil:
            throw StorageError(
                .missingDatabase, "There is no database \(database).",
                mend: "Correct storage.database in the configuration, or start the gateway, which makes it.")
        case 0:
            throw StorageError(
                .missingDatabase, "The database \(database) is empty, so it never was a gateway's.",
                mend: "Correct storage.database in the configuration, or bring the database back from a backup.")
        default: return
        }
    }

    /// Refuses to begin a new database where there was one: its key file stands, and it is gone or emptied.
    ///
    /// The first start has neither. One that was cut off between the two is begun again with `--new`.
    package static func requireStartable(database: String, keyFile: String) throws(StorageError) {
        let size = size(of: database)
        guard size == nil || size == 0 else { return }
        let isWithKey = FileManager.default.fileExists(atPath: keyFile)
        guard isWithKey || size == 0 else { return }
        throw StorageError(
            .missingDatabase,
            size == 0
                ? "The database \(database) is an empty file, as a failed copy leaves it."
                : "The key file \(keyFile) is there, but the database \(database) that it belongs to is not.",
            mend: "Bring the database back to its place, correct storage.database, or begin a new one with "
                + "`gateway serve --new`.")
    }

    /// Which of the files others than their owner may read, with their modes; those that are missing are left out.
    ///
    /// - Parameter groupMayRead: whether the group may, as with a configuration that root writes for the gateway.
    package static func readableByOthers(_ paths: [String], groupMayRead: Bool = false) -> [(
        path: String, mode: String
    )] {
        paths.compactMap { path in
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & (groupMayRead ? 0o027 : 0o077) != 0 else { return nil }
            return (path, String(status.st_mode & 0o777, radix: 8))
        }
    }

    /// The database with the files that SQLite keeps beside it.
    package static func files(of database: String) -> [String] { ["", "-wal", "-shm"].map { database + $0 } }

    /// What the database takes with the files beside it, in bytes.
    package static func bytes(of database: String) -> Int {
        files(of: database).reduce(0) { $0 + (size(of: $1) ?? 0) }
    }

    /// Nil when there is no such file.
    package static func identity(of path: String) -> Identity? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    private static func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }
}
