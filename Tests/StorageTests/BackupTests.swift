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
}
