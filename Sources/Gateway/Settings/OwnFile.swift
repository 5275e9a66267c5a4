import Foundation

/// A file of a commune's own that the gateway writes: whole or not at all, also when the power goes.
enum OwnFile {
    struct Failure: Error, CustomStringConvertible {
        var path: String
        var reason: String
        var description: String {
            "\(path) cannot be written: \(reason). Fix: let the gateway's user write into its folder"
        }
    }

    static func write(_ text: String, to path: String) throws(Failure) {
        let folder = (path as NSString).deletingLastPathComponent
        let partial = "\(folder)/.\((path as NSString).lastPathComponent).\(UUID().uuidString)"
        do throws(Failure) {
            try fill(partial, with: Array(text.utf8))
            guard rename(partial, path) == 0 else { throw failure(path) }
        } catch {
            unlink(partial)
            throw error
        }
        // The new name lasts only once the folder is on the disk.
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        close(descriptor)
    }

    private static func fill(_ path: String, with bytes: [UInt8]) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { rest in
                rest.baseAddress.map { Foundation.write(descriptor, $0, rest.count) } ?? -1
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(path) }
            sent += count
        }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    private static func failure(_ path: String) -> Failure {
        Failure(path: path, reason: String(cString: strerror(errno)))
    }
}
