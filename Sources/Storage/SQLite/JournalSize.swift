import GRDB
import GRDBSQLite
import Synchronization

/// How much stands in the journal since it last began anew; SQLite tells it after each commit.
///
/// The file says nothing of it: it is kept at its size and written over, since cutting it takes tens of milliseconds in
/// which nobody's commit ends, and growing it makes each sync write the file's size as well.
final class JournalSize: Sendable {
    private let frames = Atomic<Int32>(0)

    /// In bytes, as they stand in the file.
    var bytes: Int { Int(frames.load(ordering: .relaxed)) * Self.frameBytes }

    /// Follows the commits of a connection; those of other programs are seen with the next one.
    func follow(_ db: Database) {
        // A connection that is busy may outlive the store, so what it calls is never freed: a few bytes for each file.
        let context = Unmanaged.passRetained(self).toOpaque()
        sqlite3_wal_hook(
            db.sqliteConnection,
            { context, _, _, frames in
                if let context {
                    Unmanaged<JournalSize>.fromOpaque(context).takeUnretainedValue().frames
                        .store(frames, ordering: .relaxed)
                }
                return SQLITE_OK
            }, context)
    }

    /// A page of the usual size with its header, see <https://sqlite.org/walformat.html>.
    private static let frameBytes = 4096 + 24
}
