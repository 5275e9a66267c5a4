import Foundation
import LibCrypto

extension StoreKeys {
    private static let header = "nha-rong store keys 1"
    /// A key file has about 160 bytes; more is something else.
    private static let longestFile = 4096

    /// Reads the key file, or makes it with new keys when there is none: mode 0600, in a folder of mode 0700.
    ///
    /// Where the database stands already, a missing key file is lost, not new: nothing is made then.
    package static func loadOrMake(path: String, forDatabase database: String? = nil) throws -> StoreKeys {
        if let keys = try load(path: path) { return keys }
        if let database, FileManager.default.fileExists(atPath: database) {
            throw failure(
                "is missing, and the database \(database) was made with it",
                path,
                "Put the key file back from its copy, or move the database away to begin a new one."
            )
        }
        let keys = try random()
        try PrivateFolder.makeIfMissing(for: path)
        guard try keys.write(path: path) else {
            // Another process was first; its keys count.
            return try loadOrMake(path: path)
        }
        return keys
    }

    /// The keys of a file that stands already; nil when there is none, for nothing is made.
    package static func existing(path: String) throws -> StoreKeys? { try load(path: path) }

    /// The keys of the file; nil when there is no such file.
    static func load(path: String) throws -> StoreKeys? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("cannot be read (\(SystemError.text))", path, "Let the user of the gateway read it.")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw failure("is not a regular file", path, "Name a file in the configuration.")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw failure(
                "is open to other users (mode \(String(status.st_mode & 0o777, radix: 8)))",
                path,
                "Close it: chmod 600 \(path)"
            )
        }
        var bytes = [UInt8](repeating: 0, count: longestFile)
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                read(descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
            }
            guard count >= 0 else {
                throw failure("cannot be read (\(SystemError.text))", path, "Look after the disk.")
            }
            if count == 0 { break }
            filled += count
        }
        guard let keys = parsed(String(decoding: bytes.prefix(filled), as: UTF8.self)) else {
            throw failure("is broken", path, "Restore it from its backup; new keys would not open the database.")
        }
        return keys
    }

    /// The keys of the text, which must have exactly the three lines that `write` makes.
    private static func parsed(_ text: String) -> StoreKeys? {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        guard lines.count == 3, lines[0] == header,
            let encryption = key(named: "encryption", in: lines[1]),
            let index = key(named: "index", in: lines[2])
        else { return nil }
        return StoreKeys(encryption: encryption, index: index)
    }

    private static func key(named name: String, in line: String) -> [UInt8]? {
        let parts = line.split(separator: " ")
        guard parts.count == 2, parts[0] == name, let bytes = Hex.decode(String(parts[1])), bytes.count == length
        else { return nil }
        return bytes
    }

    /// Writes the file whole and durable, or says false when another process made it in the meantime.
    private func write(path: String) throws -> Bool {
        let text =
            "\(Self.header)\nencryption \(Hex.encode(encryption))\nindex \(Hex.encode(index))\n"
        // Written beside and linked into place: after a power cut there is a whole key file or none.
        let draft = try "\(path).new-\(Hex.encode(randomBytes(8)))"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.unwritable(path) }
        defer {
            close(descriptor)
            unlink(draft)
        }
        let bytes = Array(text.utf8)
        // A umask can only take rights away; fchmod gives the owner's back.
        guard fchmod(descriptor, 0o600) == 0,
            Foundation.write(descriptor, bytes, bytes.count) == bytes.count,
            fsync(descriptor) == 0
        else { throw Self.unwritable(path) }
        guard link(draft, path) == 0 else {
            if errno == EEXIST { return false }
            throw Self.unwritable(path)
        }
        try PrivateFolder.sync(of: path)
        return true
    }

    private static func unwritable(_ path: String) -> StorageError {
        failure(
            "cannot be made (\(SystemError.text))",
            path,
            "Let the user of the gateway write into its folder, and see that the disk has space."
        )
    }

    private static func failure(_ what: String, _ path: String, _ mend: String) -> StorageError {
        StorageError(.keyFile, "The key file \(path) \(what).", mend: mend)
    }
}
