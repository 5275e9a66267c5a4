import Foundation
import Testing

@testable import Storage

@Suite struct StoreKeysTests {
    @Test func `a first start makes a closed key file and later ones read it`() async throws {
        try await withFolder { folder in
            let path = folder + "/secret/store.key"
            let made = try StoreKeys.loadOrMake(path: path)
            #expect(try StoreKeys.loadOrMake(path: path) == made)
            #expect(made.encryption.count == 32)
            #expect(made.encryption != made.index)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let around = try FileManager.default.attributesOfItem(atPath: folder + "/secret")
            #expect(around[.posixPermissions] as? Int == 0o700)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/secret") == ["store.key"])
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.hasPrefix("nha-rong store keys 1\nencryption "))
        }
    }

    @Test func `processes that start at once agree on one pair of keys`() async throws {
        try await withFolder { folder in
            let path = folder + "/store.key"
            let keys = try await withThrowingTaskGroup(of: StoreKeys.self) { group in
                for _ in 0..<16 { group.addTask { try StoreKeys.loadOrMake(path: path) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(keys.allSatisfy { $0 == keys.first })
        }
    }

    @Test(arguments: [0o640, 0o604, 0o644, 0o620]) func `a key file open to others is refused`(mode: Int) async throws {
        try await withFolder { folder in
            let path = folder + "/store.key"
            _ = try StoreKeys.loadOrMake(path: path)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            let error = #expect(throws: StorageError.self) { try StoreKeys.loadOrMake(path: path) }
            #expect(error?.kind == .keyFile)
            #expect(error?.what.contains(path) == true)
            #expect(error?.mend == "Close it: chmod 600 \(path)")
        }
    }

    @Test(arguments: [
        "", "nha-rong store keys 1\n", "nha-rong store keys 2\nencryption 00\nindex 00\n",
        "nha-rong store keys 1\nencryption 00\nindex 00\n",
    ]) func `a broken key file is refused and stays as it is`(text: String) async throws {
        try await withFolder { folder in
            let path = folder + "/store.key"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            let error = #expect(throws: StorageError.self) { try StoreKeys.loadOrMake(path: path) }
            #expect(error?.kind == .keyFile)
            #expect(error?.what == "The key file \(path) is broken.")
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        }
    }

    @Test func `a folder in place of the key file is refused`() async throws {
        try await withFolder { folder in
            #expect(throws: StorageError.self) { try StoreKeys.loadOrMake(path: folder) }
        }
    }

    @Test func `a database refuses every key but its own`() async throws {
        try await withStore { fixture in
            let other = try StoreKeys.random()
            for keys in [
                other, StoreKeys(encryption: fixture.keys.encryption, index: other.index),
                StoreKeys(encryption: other.encryption, index: fixture.keys.index),
            ] {
                let error = #expect(throws: StorageError.self) {
                    try fixture.openAgain(keys: keys)
                }
                #expect(error?.kind == .wrongKeys)
            }
            try fixture.openAgain().close()
        }
    }

    @Test func `keys print as nothing`() throws {
        let keys = try StoreKeys.random()
        var dumped = ""
        dump(keys, to: &dumped)
        #expect("\(keys)" == "StoreKeys(secret)")
        #expect(String(reflecting: keys).contains("[") == false)
        #expect(dumped.contains("elements") == false)
    }

    @Test func `a lost key file is no reason to make another one`() async throws {
        try await withFolder { folder in
            let key = folder + "/keys/store.key"
            let database = folder + "/data/gateway.sqlite"
            let keys = try StoreKeys.loadOrMake(path: key, forDatabase: database)
            try GatewayStore.open(path: database, keys: keys).close()
            try FileManager.default.removeItem(atPath: key)
            #expect(throws: StorageError.self) { try StoreKeys.loadOrMake(path: key, forDatabase: database) }
            #expect(!FileManager.default.fileExists(atPath: key))
        }
    }
}
