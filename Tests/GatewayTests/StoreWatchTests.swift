import Foundation
import Logging
import Storage
import Testing

@testable import Gateway

/// A database that is taken away under the gateway is told at once: writes into it go on well, and are in no file.
@Suite struct StoreWatchTests {
    private func withWatch(_ test: (StoreWatch, GatewayStore, String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "watch-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "gateway.sqlite").path
        let store = try GatewayStore.open(path: path, keys: try .random())
        defer { try? store.close() }
        let watch = StoreWatch(
            store: store, limits: GatewayLimits(), now: { Date() }, logger: GatewayBench.quietLogger)
        await watch.look()
        #expect(watch.problem == nil && !watch.isLost)
        try await test(watch, store, path)
    }

    @Test(arguments: ["moved", "deleted", "replaced", "journal"])
    func `a file that is gone is told, and ends when it is back`(how: String) async throws {
        try await withWatch { watch, _, path in
            let files = FileManager.default
            switch how {
            case "moved": try files.moveItem(atPath: path, toPath: path + ".old")
            case "deleted": try files.removeItem(atPath: path)
            case "journal": try files.removeItem(atPath: path + "-wal")
            default:
                try files.copyItem(atPath: path, toPath: path + ".copy")
                try files.moveItem(atPath: path, toPath: path + ".old")
                try files.moveItem(atPath: path + ".copy", toPath: path)
            }
            await watch.look()
            #expect(watch.isLost)
            let words = try #require(watch.problem)
            #expect(words.contains("moved, deleted or replaced") && !words.contains(path))
            if how == "moved" {
                try files.moveItem(atPath: path + ".old", toPath: path)
                await watch.look()
                #expect(watch.problem == nil && !watch.isLost)
            }
        }
    }

    @Test func `a whole file has no damage`() async throws {
        try await withWatch { watch, _, _ in
            await watch.lookForDamage()
            #expect(watch.problem == nil)
        }
    }

    @Test func `damage is told`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "watch-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "gateway.sqlite").path
        let keys = try StoreKeys.random()
        try GatewayStore.open(path: path, keys: keys).close()
        let whole = try Data(contentsOf: URL(filePath: path))
        var told: String?
        // From the end: a page with the list of tables lets nobody open the file, and a free one is no damage.
        for page in stride(from: whole.count / 4096 - 1, to: 1, by: -1) where told == nil {
            var damaged = whole
            damaged.replaceSubrange(page * 4096..<(page + 1) * 4096, with: Data(repeating: 0xA7, count: 4096))
            try damaged.write(to: URL(filePath: path))
            guard let store = try? GatewayStore.open(path: path, keys: keys) else { continue }
            defer { try? store.close() }
            let watch = StoreWatch(
                store: store, limits: GatewayLimits(), now: { Date() }, logger: GatewayBench.quietLogger)
            await watch.lookForDamage()
            told = watch.problem
        }
        #expect(told?.contains("damaged") == true)
    }
}
