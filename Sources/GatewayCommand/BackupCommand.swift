import ArgumentParser
import CheckedYAML
import Foundation
import Gateway
import Storage

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the database into a folder, beside a running gateway.",
        discussion: """
            The copy is one consistent view; it is looked through by the doctor before it gets its name. Kept are the newest copy \
            of each of the last seven days and of each of four weeks. The key file is not copied: keep its copy apart from these, \
            for without it nobody can be answered, and with it the copies can be read. With storage.backup_recipients copies are \
            encrypted by the program age.
            """)

    @OptionGroup var option: ConfigurationOption
    @Option(name: .long, help: "The folder for copies; it is made when it is missing.") var to: String

    func run() async throws {
        do {
            let settings = try GatewaySettings.load(path: option.config)
            try refuseServer(settings, "Fix: copy it with pgbackrest or pg_dump, as docs/scale.md says.")
            let keys = try StoreKeys.existing(path: settings.keyFile)
            let made = try await StoreBackup(folder: to, recipients: settings.backupRecipients).make(
                of: settings.database, keys: keys, now: Date())
            let findings = Dictionary(made.report.findings.map { ($0.check, $0.count) }, uniquingKeysWith: +)
            try await withStore(option.config) { _, store in
                try await store.noteBackup(at: Date(), findings: findings)
            }
            let size = made.bytes >> 20
            show(
                "Copied to \(made.path): \(size == 0 ? "less than 1" : String(size)) MB in "
                    + String(format: "%.1f", made.seconds) + " s; \(made.removed.count) older copies removed.")
            if keys == nil {
                warn("The key file \(settings.keyFile) is missing, so seals in the copy were not looked at.")
            }
            guard made.report.isClean else {
                show(DoctorText.plain(made.report, repaired: false))
                warn(
                    "The copy is kept, and the doctor found something in it. Fix: gateway doctor --config \(option.config)"
                )
                throw ExitCode(1)
            }
        } catch let problems as FileProblems {
            throw fail("\(problems)", code: 78)
        } catch let error as StorageError {
            throw fail("\(error)", code: error.kind == .missingDatabase ? 66 : 74)
        }
    }
}

/// A server's database is copied by the server's own tools.
private func refuseServer(_ settings: GatewaySettings, _ mend: String) throws {
    guard settings.server == nil else {
        throw fail("The database is kept by the server in storage.server, and not in a file. \(mend)", code: 78)
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Puts a copy in the place of the database, or tries that aside.",
        discussion: """
            The gateway must be stopped. The copy is looked through first; the database that it replaces is kept beside it. With \
            --drill nothing is replaced: the newest copy of a folder is brought back aside and looked through.
            """)

    @OptionGroup var option: ConfigurationOption
    @Argument(help: "A copy, or a folder of copies, of which the newest is taken.") var copy: String
    @Flag(name: .long, help: "Only try it, in a folder of its own.") var drill = false
    @Option(name: .long, help: "The file of age-keygen that opens encrypted copies; else storage.backup_identity.")
    var identity: String?

    func run() async throws {
        do {
            let settings = try GatewaySettings.load(path: option.config)
            try refuseServer(settings, "Fix: bring it back with the server's own tools, as docs/scale.md says.")
            guard let keys = try StoreKeys.existing(path: settings.keyFile) else {
                throw fail(
                    "The key file \(settings.keyFile) is missing, and without it no copy can be read. "
                        + "Fix: bring the key file back from its own copy first.", code: 66)
            }
            let path = try chosen()
            let identity = identity ?? settings.backupIdentity
            if drill {
                let start = ContinuousClock.now
                let report = try await StoreRestore.drill(path, keys: keys, identity: identity, now: Date())
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                let drill = StoreStatus.Drill(at: Date(), passed: report.isClean, duration: seconds)
                // The database itself may be the one that is lost.
                if FileManager.default.fileExists(atPath: settings.database) {
                    try await withStore(option.config) { _, store in try await store.note(drill) }
                }
                show(
                    (report.isClean ? "Diễn tập khôi phục: đạt" : "Diễn tập khôi phục: có lỗi")
                        + " (\((path as NSString).lastPathComponent), " + String(format: "%.0f", seconds) + " giây).")
                if !report.isClean {
                    show(DoctorText.plain(report, repaired: false))
                    throw ExitCode(1)
                }
                return
            }
            guard !HandlingMarks.isGatewayRunning(on: settings.database) else {
                throw fail("The gateway runs on \(settings.database). Fix: stop it first, then restore.", code: 75)
            }
            let restored = try await StoreRestore.restore(
                path, to: settings.database, keys: keys, identity: identity, now: Date())
            show("Restored \(path) to \(settings.database).")
            if let replaced = restored.replaced { show("What stood there is kept as \(replaced).") }
            if !restored.report.isClean { show(DoctorText.plain(restored.report, repaired: false)) }
        } catch let problems as FileProblems {
            throw fail("\(problems)", code: 78)
        } catch let error as StorageError {
            throw fail("\(error)", code: error.kind == .missingDatabase ? 66 : 74)
        }
    }

    private func chosen() throws -> String {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: copy, isDirectory: &isFolder) else {
            throw fail("There is no copy \(copy). Fix: name a file or a folder of `gateway backup`.", code: 66)
        }
        guard isFolder.boolValue else { return copy }
        guard let newest = StoreBackup(folder: copy).copies().first else {
            throw fail("The folder \(copy) has no copy of `gateway backup`. Fix: name another one.", code: 66)
        }
        return newest.path
    }
}
