import Foundation

/// Debian's program `age`, by which copies are encrypted to people whose secret keys are not on this machine.
package struct AgeProgram: Sendable {
    private let path: String

    /// - Parameter folders: where programs are looked for, with colons between them, as in `PATH`.
    package static func find(
        in folders: String? = ProcessInfo.processInfo.environment["PATH"]
    ) throws(StorageError) -> AgeProgram {
        let folders = (folders ?? "/usr/bin").split(separator: ":")
        guard let folder = folders.first(where: { FileManager.default.isExecutableFile(atPath: $0 + "/age") }) else {
            throw StorageError(
                .keyFile, "Copies are encrypted here, and the program age is not installed.",
                mend: "As root: apt-get install age. Or remove storage.backup_recipients.")
        }
        return AgeProgram(path: folder + "/age")
    }

    private init(path: String) { self.path = path }

    /// Whether a file is one of age's, by its first bytes.
    static func isEncrypted(_ file: String) -> Bool {
        guard let handle = FileHandle(forReadingAtPath: file) else { return false }
        defer { try? handle.close() }
        let head = Data("age-encryption.org/".utf8)
        return (try? handle.read(upToCount: head.count)) == head
    }

    /// Encrypts nothing, to see whether the file of recipients is one.
    func `try`(recipients: String) async throws {
        guard FileManager.default.isReadableFile(atPath: recipients) else {
            throw StorageError(
                .keyFile, "The file \(recipients), to whose keys copies are encrypted, is missing or cannot be read.",
                mend: "Correct storage.backup_recipients; the file has a line age1… for each person.")
        }
        try await run(
            ["--encrypt", "--recipients-file", recipients, "--output", "/dev/null", "/dev/null"],
            "The file \(recipients) names nobody to encrypt copies to",
            mend: "Write a line age1… for each person, as age-keygen shows it.")
    }

    func encrypt(_ file: String, to target: String, recipients: String) async throws {
        try make(target)
        try await run(
            ["--encrypt", "--recipients-file", recipients, "--output", target, file], "The copy cannot be encrypted",
            mend: "Look whether \((target as NSString).deletingLastPathComponent) has room.")
    }

    func decrypt(_ file: String, to target: String, identity: String) async throws {
        guard FileManager.default.isReadableFile(atPath: identity) else {
            throw StorageError(
                .keyFile, "The identity \(identity) that opens copies is missing or cannot be read.",
                mend: "Name the file that age-keygen wrote, perhaps on a stick in the safe: --identity FILE.")
        }
        try make(target)
        try await run(
            ["--decrypt", "--identity", identity, "--output", target, file],
            "The copy \(file) cannot be opened with \(identity)",
            mend:
                "Take the identity whose age1… line stood in storage.backup_recipients when it was made, or an older copy."
        )
    }

    /// A file that only its owner may read, before anything is in it.
    private func make(_ target: String) throws {
        let descriptor = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreBackup.failure("be made", target) }
        close(descriptor)
    }

    private func run(_ arguments: [String], _ what: String, mend: String) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let said = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = said
        let status: Int32 = try await withCheckedThrowingContinuation { ended in
            process.terminationHandler = { ended.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                ended.resume(throwing: error)
            }
        }
        guard status != 0 else { return }
        let words = String(decoding: (try? said.fileHandleForReading.readToEnd()) ?? Data(), as: UTF8.self)
        // Its first line says what; a second one asks for reports to its makers.
        let line = words.split(separator: "\n").first.map { " (\($0))" } ?? ""
        throw StorageError(.keyFile, "\(what)\(line).", mend: mend)
    }
}
