import Foundation

/// How far the database had come, in a file beside it: what went with a journal that was deleted is seen by that.
///
/// The number of the newest message is written down some seconds after the message is on disk, so the mark is never ahead of a
/// database that is whole. A second line, once messages were found gone, holds the first and the last of them and stays until
/// somebody deletes the file.
struct ReachedMark: Sendable, Equatable {
    var reached: Int64 = 0
    var lost: ClosedRange<Int64>?

    /// Asks for the number of the newest message that ever was, deleted ones too.
    static let newest = "SELECT seq FROM sqlite_sequence WHERE name = 'message'"

    /// - Parameter database: the path of the database.
    static func path(besides database: String) -> String { database + "-reached" }

    /// Nil where there is none, or it cannot be understood: a power cut may leave it empty, and then the next one stands.
    static func read(besides database: String) -> ReachedMark? {
        guard let text = try? String(contentsOfFile: path(besides: database), encoding: .utf8) else { return nil }
        let lines = text.split(separator: "\n")
        guard let first = lines.first, let reached = Int64(first) else { return nil }
        let ends = lines.dropFirst().first?.split(separator: "-").compactMap { Int64($0) } ?? []
        let isRange = ends.count == 2 && ends[0] > 0 && ends[0] <= ends[1]
        return ReachedMark(reached: reached, lost: isRange ? ends[0]...ends[1] : nil)
    }

    /// What is missing of a database whose newest message ever had a number.
    func missing(at highest: Int64) -> ClosedRange<Int64>? {
        guard reached > highest else { return lost }
        return min(highest + 1, lost?.lowerBound ?? .max)...max(reached, lost?.upperBound ?? 0)
    }

    /// In one step, so that nobody reads half of it.
    func write(besides database: String) throws {
        let path = Self.path(besides: database)
        let partial = path + ".partial"
        let text = "\(reached)\n" + (lost.map { "\($0.lowerBound)-\($0.upperBound)\n" } ?? "")
        let made = FileManager.default.createFile(
            atPath: partial, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        guard made, rename(partial, path) == 0 else {
            throw StorageError(
                .database, "The file \(path) cannot be written (\(SystemError.text)).",
                mend: "Make room on the disk, and let the user of the gateway write there.")
        }
    }

    /// For a database that is older on purpose, or begins anew.
    static func forget(besides database: String) {
        try? FileManager.default.removeItem(atPath: path(besides: database))
    }
}

extension GatewayStore {
    /// Writes down how far the database has come.
    ///
    /// - Returns: the messages that are gone, by the first and last number, where it had been further than it is.
    package func noteReached() async throws -> ClosedRange<Int64>? {
        guard isFile else { return nil }
        let highest = try await highestMessage()
        let mark = ReachedMark.read(besides: path)
        let next = ReachedMark(reached: highest, lost: mark?.missing(at: highest))
        if next != mark { try next.write(besides: path) }
        return next.lost
    }

    /// The messages that are gone, without writing anything down.
    package func missingMessages() async throws -> ClosedRange<Int64>? {
        // Read first, as the doctor does.
        guard isFile, let mark = ReachedMark.read(besides: path) else { return nil }
        return mark.missing(at: try await highestMessage())
    }

    private func highestMessage() async throws -> Int64 {
        try await read { try $0.number(ReachedMark.newest) ?? 0 }
    }

    /// Lets a database begin anew where the one before is gone and known to be.
    package static func forgetReached(database: String) {
        guard StoreFiles.bytes(of: database) == 0 else { return }
        ReachedMark.forget(besides: database)
    }
}
