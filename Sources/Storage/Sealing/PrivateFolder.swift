import Foundation

/// The folder around a secret file, closed to other users when we make it.
enum PrivateFolder {
    static func makeIfMissing(for path: String) throws {
        let folder = url(of: path)
        guard !FileManager.default.fileExists(atPath: folder.path) else { return }
        do {
            try FileManager.default.createDirectory(
                at: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw StorageError(
                .database,
                "The folder \(folder.path) cannot be made.",
                mend: "Make it, and let the user of the gateway write into it."
            )
        }
    }

    /// Makes a new name in the folder survive a power cut.
    static func sync(of path: String) throws {
        let folder = url(of: path).path
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw StorageError(
                .database,
                "The folder \(folder) cannot be read (\(SystemError.text)).",
                mend: "Let the user of the gateway read it."
            )
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw StorageError(
                .database,
                "The folder \(folder) cannot be made durable (\(SystemError.text)).",
                mend: "Look after the disk: it may be failing."
            )
        }
    }

    private static func url(of path: String) -> URL {
        URL(fileURLWithPath: path).deletingLastPathComponent()
    }
}

/// The words of the last refusal of the operating system on this thread.
enum SystemError {
    static var text: String { String(cString: strerror(errno)) }
}
