import Conversations
import Foundation
import Testing

@testable import Storage

@Suite struct BackupTests {
    @Test func `of copies the newest of seven days and of four weeks are kept`() {
        // Two a day over forty days.
        var names: [String] = []
        for day in 0..<40 {
            for hour in [2, 14] {
                let moment = StoreFixture.start.addingTimeInterval(TimeInterval(day * 24 + hour) * 3600)
                names.append(BackupNames.name(at: moment))
            }
        }
        let kept = BackupNames.kept(of: names).sorted()
        let newest = Array(names.sorted().suffix(1))
        #expect(kept.count >= 7 && kept.count <= 7 + 4)
        #expect(kept.suffix(1) == newest[...])
        #expect(Set(kept.map { $0.prefix(18) }).count == kept.count, "one a day at most")
        #expect(BackupNames.day(of: "gateway-2026-13-01-0000.sqlite") == nil)
        #expect(BackupNames.day(of: "gateway.sqlite") == nil)
        #expect(BackupNames.kept(of: ["notes.txt"]).isEmpty)
    }

    @Test func `a copy is whole while others write, and bears nobody's mark but its owner's`() async throws {
        try await withStore(.file) { store in
            let writing = Task {
                for number in 0..<300 {
                    try await store.receive("tin \(number)", from: "+84910000\(100 + number)", id: "w\(number)")
                }
            }
            let folder = (store.path as NSString).deletingLastPathComponent + "/copies"
            let made = try await StoreBackup(folder: folder).make(
                of: store.path, keys: store.keys, now: StoreFixture.start)
            try await writing.value
            #expect(made.report.findings.isEmpty, "\(made.report.findings)")
            #expect(StoreFiles.readableByOthers([made.path]).isEmpty)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left == [BackupNames.name(at: StoreFixture.start)])
        }
    }

    @Test func `what cannot be restored changes nothing and says why`() async throws {
        try await withFolder { folder in
            let path = folder + "/data/gateway.sqlite"
            let keys = try StoreKeys.random()
            let store = try GatewayStore.open(path: path, keys: keys)
            let copy = try await StoreBackup(folder: folder + "/copies").make(
                of: path, keys: keys, now: StoreFixture.start)
            try store.close()
            let before = StoreFiles.identity(of: path)

            await #expect(throws: StorageError.self) {
                _ = try await StoreRestore.restore(
                    copy.path, to: path, keys: try StoreKeys.random(), now: StoreFixture.start)
            }
            try Data("kein".utf8).write(to: URL(filePath: folder + "/broken.sqlite"))
            await #expect(throws: StorageError.self) {
                _ = try await StoreRestore.restore(
                    folder + "/broken.sqlite", to: path, keys: keys, now: StoreFixture.start)
            }
            await #expect(throws: StorageError.self) {
                _ = try await StoreRestore.restore(
                    folder + "/none.sqlite", to: path, keys: keys, now: StoreFixture.start)
            }
            #expect(StoreFiles.identity(of: path) == before)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/data")
            #expect(left == ["gateway.sqlite"])
            let drill = try await StoreRestore.drill(copy.path, keys: keys, now: StoreFixture.start)
            #expect(drill.isClean)
        }
    }

    @Test func `an encrypted copy is read by nobody without the identity, and is kept and tried like others`()
        async throws
    {
        guard let (identity, recipients) = try Self.keys() else { return }
        try await withFolder { folder in
            let (path, copies) = (folder + "/data/gateway.sqlite", folder + "/copies")
            let keys = try StoreKeys.random()
            let store = try GatewayStore.open(path: path, keys: keys)
            let message = InboundMessage(
                channel: "sms", providerID: "a1", sender: "+84910000001", text: "nhà tôi ở suối Đăk Bla",
                sentAt: StoreFixture.start)
            _ = try await store.receive([.message(message)], at: StoreFixture.start)
            try Data(recipients.utf8).write(to: URL(filePath: folder + "/recipients"))
            try Data(identity.utf8).write(to: URL(filePath: folder + "/identity"))
            let backup = StoreBackup(folder: copies, recipients: folder + "/recipients")
            let made = try await backup.make(of: path, keys: keys, now: StoreFixture.start)
            try store.close()
            #expect(made.path.hasSuffix(".sqlite.age"))
            #expect(backup.copies().map(\.path) == [made.path])
            let bytes = try Data(contentsOf: URL(filePath: made.path))
            #expect(bytes.range(of: Data("Đăk Bla".utf8)) == nil && bytes.range(of: Data("SQLite".utf8)) == nil)
            #expect(StoreFiles.readableByOthers([made.path]).isEmpty)
            // Nothing that is not encrypted is left, neither beside the database nor among the copies.
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: copies) == [
                    (made.path as NSString).lastPathComponent
                ])
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder + "/data").allSatisfy {
                    $0.hasPrefix("gateway.sqlite") && !$0.contains("copying")
                })

            let drill = try await StoreRestore.drill(
                made.path, keys: keys, identity: folder + "/identity", now: StoreFixture.start)
            #expect(drill.isClean)
            let before = StoreFiles.identity(of: path)
            for (wrong, words) in [
                (nil, "no identity was named"), (folder + "/none", "is missing"),
                (folder + "/other", "cannot be opened with"),
            ] {
                if let other = try Self.keys() {
                    try Data(other.identity.utf8).write(to: URL(filePath: folder + "/other"))
                }
                await #expect {
                    _ = try await StoreRestore.restore(
                        made.path, to: path, keys: keys, identity: wrong, now: StoreFixture.start)
                } throws: {
                    "\($0)".contains(words)
                }
            }
            #expect(StoreFiles.identity(of: path) == before)
            let restored = try await StoreRestore.restore(
                made.path, to: path, keys: keys, identity: folder + "/identity", now: StoreFixture.start)
            #expect(restored.report.isClean)
            #expect(StoreFiles.readableByOthers([path]).isEmpty)
            #expect(try Data(contentsOf: URL(filePath: path)).range(of: Data("Đăk Bla".utf8)) != nil)
        }
    }

    @Test func `where nobody can be encrypted to, no copy is made and the sentence says why`() async throws {
        guard try Self.keys() != nil else { return }
        try await withFolder { folder in
            let path = folder + "/data/gateway.sqlite"
            let keys = try StoreKeys.random()
            try GatewayStore.open(path: path, keys: keys).close()
            try Data("# nobody\n".utf8).write(to: URL(filePath: folder + "/empty"))
            for (file, words) in [("/none", "is missing or cannot be read"), ("/empty", "names nobody")] {
                await #expect {
                    _ = try await StoreBackup(folder: folder + "/copies", recipients: folder + file).make(
                        of: path, keys: keys, now: StoreFixture.start)
                } throws: {
                    "\($0)".contains(words) && "\($0)".contains("age1…")
                }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/copies") == [])
        }
    }

    /// A new identity and its line for recipients; nil where age is not installed.
    private static func keys() throws -> (identity: String, recipients: String)? {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/age-keygen") else { return nil }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/age-keygen")
        let said = Pipe()
        process.standardOutput = said
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: try said.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("# public key: ") })
        return (text, String(line.dropFirst("# public key: ".count)) + "\n")
    }
}
