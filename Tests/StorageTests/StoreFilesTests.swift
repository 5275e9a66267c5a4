import Foundation
import Testing

@testable import Storage

@Suite struct StoreFilesTests {
    private func file(_ path: String, bytes: Int, mode: Int = 0o600) throws {
        try Data(repeating: 1, count: bytes).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    @Test(arguments: [nil, 0] as [Int?])
    func `a database that is not there is no empty list, and none is made`(size: Int?) async throws {
        try await withFolder { folder in
            let path = folder + "/gateway.sqlite"
            if let size { try file(path, bytes: size) }
            let error = #expect(throws: StorageError.self) { try StoreFiles.requireExisting(database: path) }
            #expect(error?.kind == .missingDatabase)
            #expect(error?.what.contains(path) == true)
            #expect(FileManager.default.fileExists(atPath: path) == (size != nil))
            #expect(throws: StorageError.self) { try Doctor.open(path: path, keys: nil) }
        }
    }

    @Test(
        arguments: [
            (nil, false, true), (nil, true, false), (0, false, false), (0, true, false), (100, true, true),
            (100, false, true),
        ] as [(Int?, Bool, Bool)])
    func `a gateway starts anew only where there was nothing`(size: Int?, hasKey: Bool, starts: Bool) async throws {
        try await withFolder { folder in
            let (database, key) = (folder + "/gateway.sqlite", folder + "/gateway.key")
            if let size { try file(database, bytes: size) }
            if hasKey { try file(key, bytes: 10) }
            if starts {
                try StoreFiles.requireStartable(database: database, keyFile: key)
            } else {
                let error = #expect(throws: StorageError.self) {
                    try StoreFiles.requireStartable(database: database, keyFile: key)
                }
                #expect(error?.mend.contains("--new") == true)
            }
        }
    }

    @Test(arguments: [(0o600, true), (0o400, true), (0o640, false), (0o644, false), (0o666, false), (0o604, false)])
    func `files that others may read are named`(mode: Int, isClosed: Bool) async throws {
        try await withFolder { folder in
            let path = folder + "/gateway.sqlite"
            try file(path, bytes: 1, mode: mode)
            let found = StoreFiles.readableByOthers(StoreFiles.files(of: path))
            #expect(found.isEmpty == isClosed)
            #expect(found.allSatisfy { $0.path == path && $0.mode == String(mode, radix: 8) })
            let group = StoreFiles.readableByOthers([path], groupMayRead: true)
            #expect(group.isEmpty == (isClosed || mode == 0o640))
        }
    }

    @Test func `damage is found, and a whole file has none`() async throws {
        try await withStore { fixture in
            for index in 0..<50 { try await fixture.queue(["trả lời"], id: "a\(index)") }
            #expect(try await fixture.store.damage(lookingFor: 30) == nil)
            // Too short a time finds nothing, and is no fault.
            #expect(try await fixture.store.damage(lookingFor: 0) == nil)
        }
    }
}
