import Foundation
import GRDB

/// Copies a database file while others write to it.
enum CopiedFile {
    /// One consistent view on a connection of its own, written in one go: a copy page by page begins anew whenever somebody
    /// commits, and beside a gateway it never ends.
    static func write(_ database: String, to path: String) async throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreBackup.failure("be made", path) }
        close(descriptor)
        var configuration = Configuration()
        configuration.busyMode = .timeout(StoreLimits.busyTimeout)
        try await SQLiteFile.inWords(of: database) {
            let queue = try DatabaseQueue(path: database, configuration: configuration)
            defer { try? queue.close() }
            try await queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) }
        }
    }

    static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreBackup.failure("be read", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StoreBackup.failure("be made durable", path) }
    }
}
