import Foundation
import Gateway
import Storage

/// What goes wrong in a year, or is changed in it.
extension Year {
    /// Exchanges the gateway as an upgrade of the package does: stop, a copy, the doctor, and a start with changed content.
    func update(_ assembly: inout GatewayAssembly, _ report: inout YearReport) async throws {
        _ = await assembly.look()
        report.announced += assembly.brokenPromises
        try assembly.store.close()
        let keys = try StoreKeys.existing(path: settings.keyFile)
        let made = try await StoreBackup(folder: folder + "/copies").make(
            of: settings.database, keys: keys, now: clock.now)
        report.updateFindings = made.report.findings.map { "\($0.check): \($0.count)" }
        let replies = try String(contentsOfFile: settings.replies, encoding: .utf8)
        try replies.replacing(Self.words, with: Self.newWords)
            .write(toFile: settings.replies, atomically: true, encoding: .utf8)
        assembly = try open()
        try await assembly.store.noteBackup(at: clock.now)
    }

    /// A backup on a full disk ends with a sentence and leaves nothing half made.
    func failBackup(_ report: inout YearReport) async {
        let copies = StoreBackup(folder: folder + "/copies")
        let before = copies.copies()
        do {
            let keys = try StoreKeys.existing(path: settings.keyFile)
            _ = try await copies.make(of: settings.database, keys: keys, now: clock.now)
            report.troubles.append("a backup was made on a full disk")
        } catch is StorageError {
            report.refusedBackups += 1
        } catch {
            report.troubles.append("a backup on a full disk ended with no sentence: \(error)")
        }
        if copies.copies() != before { report.troubles.append("a full disk changed the copies") }
    }

    private var filler: String { folder + "/filler" }

    /// Fills the disk of the folder; false where it is too large to be one of its own.
    func fillDisk() -> Bool {
        let largest = 4 << 30
        guard let free = DiskRoom.free(at: folder + "/x"), free < largest else { return false }
        _ = FileManager.default.createFile(atPath: filler, contents: nil)
        guard let file = FileHandle(forWritingAtPath: filler) else { return false }
        defer { try? file.close() }
        // The last blocks are filled too: by ever smaller pieces.
        for size in [1 << 20, 4096] {
            let piece = Data(count: size)
            while (try? file.write(contentsOf: piece)) != nil {}
        }
        return true
    }

    func emptyDisk() { try? FileManager.default.removeItem(atPath: filler) }
}
