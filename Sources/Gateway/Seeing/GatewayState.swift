import Conversations
import Foundation
import Storage

/// What stands around a gateway beside its messages: its file, its disk, its certificate, its channels.
struct GatewayState: Sendable {
    /// Nil where the database could not be read.
    var sights: StoreSights?
    /// Bytes of the database with its journal.
    var databaseBytes = 0
    /// Whether a server keeps the database, and copies it by its own tools.
    var isOnServer = false
    /// What whatever is acknowledged waits for, where a server keeps the database.
    var replication: StoreReplication?
    /// Why no copy can be encrypted, each with its mend.
    var copyProblems: [String] = []
    /// Messages that the database had and has no more, by the first and last number.
    var lost: ClosedRange<Int64>?
    /// Free bytes on its disk; nil where the system does not say.
    var freeBytes: Int?
    /// Until when the office's certificate is good; nil where there is none, or it cannot be read.
    var certificateEnd: Date?
    var hasCertificate = false
    /// Channels that fail, with since when.
    var failing: [ChannelID: Date] = [:]
    /// Channels in whose place another sends.
    var replaced: [ChannelID: ChannelID] = [:]
    var at: Date

    init(at: Date) { self.at = at }
}

/// Free room on the disk of a file.
package enum DiskRoom {
    /// In bytes; nil where the system does not say.
    package static func free(at path: String) -> Int? {
        let folder = (path as NSString).deletingLastPathComponent
        let disk = try? FileManager.default.attributesOfFileSystem(forPath: folder.isEmpty ? "." : folder)
        return disk?[.systemFreeSize] as? Int
    }
}
