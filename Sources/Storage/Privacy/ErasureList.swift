import Conversations
import Foundation
import LibCrypto

/// Who asked to be erased and when, in a file beside the database: a backup that is brought back is erased again by it.
///
/// A line is a channel, the blind index of an address in hexadecimal, and the moment in milliseconds; without the key it names
/// nobody. The backup takes a copy of the file along.
struct ErasureList: Sendable {
    struct Entry: Sendable, Equatable {
        var channel: ChannelID
        var index: Data
        var at: Date
    }

    let path: String
    /// The copy of the list in a folder of backups.
    static let nameInBackups = "gateway-erased"

    /// - Parameter database: the path of the database.
    init(besides database: String) { path = database + "-erased" }

    init(path: String) { self.path = path }

    func entries() throws -> [Entry] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            guard FileManager.default.fileExists(atPath: path) else { return [] }
            throw StorageError(
                .database, "The list of erasures \(path) cannot be read.",
                mend: "Let the user of the gateway read it, or bring it back from a backup.")
        }
        // A last line that a power cut left short is passed over: what it asks for was not yet done.
        return text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t")
            guard parts.count == 3, let index = Hex.decode(String(parts[1])), let at = Int64(parts[2]) else {
                return nil
            }
            return Entry(
                channel: ChannelID(rawValue: String(parts[0])), index: Data(index), at: Date(milliseconds: at))
        }
    }

    /// Adds entries, durably: only then may anything be erased.
    func add(_ entries: [Entry]) throws {
        guard !entries.isEmpty else { return }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var text = ""
        for entry in entries {
            text += "\(entry.channel)\t\(Hex.encode(Array(entry.index)))\t\(entry.at.milliseconds)\n"
        }
        let bytes = Array(text.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else { throw failure() }
        try PrivateFolder.sync(of: path)
    }

    private func failure() -> StorageError {
        StorageError(
            .database, "The list of erasures \(path) cannot be written (\(SystemError.text)).",
            mend: "Make room on the disk, and let the user of the gateway write there.")
    }
}
