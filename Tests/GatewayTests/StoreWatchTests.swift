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
        let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.seek(toOffset: UInt64(size - 2 * 4096))
        try file.write(contentsOf: Data(repeating: 0xA7, count: 2 * 4096))
        try file.close()
        let store = try GatewayStore.open(path: path, keys: keys)
        defer { try? store.close() }
        let watch = StoreWatch(
            store: store, limits: GatewayLimits(), now: { Date() }, logger: GatewayBench.quietLogger)
        await watch.lookForDamage()
        #expect(watch.problem?.contains("damaged") == true)
    }
}
