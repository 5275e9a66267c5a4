import Conversations
import Foundation
import Testing

@testable import Storage

/// A database that was further than it is says so, for nothing in it does.
@Suite struct ReachedTests {
    private static func receive(_ count: Int, _ name: String, by store: GatewayStore) async throws {
        for number in 0..<count {
            let message = InboundMessage(
                channel: "sms", providerID: "\(name)\(number)", sender: "+8491000\(1000 + number)", text: "tin",
                sentAt: StoreFixture.start)
            _ = try await store.receive([.message(message)], at: StoreFixture.start)
        }
    }

    /// A database whose journal holds everything, as a kill leaves it: its file as it was before the messages.
    private static func deleteJournal(of path: String, keys: StoreKeys, messages: Int) async throws {
        let store = try GatewayStore.open(path: path, keys: keys)
        try await store.checkpoint()
        let early = try Data(contentsOf: URL(filePath: path))
        try await receive(messages, "r", by: store)
        #expect(try await store.noteReached() == nil)
        try store.close()
        try early.write(to: URL(filePath: path))
    }

    @Test func `a journal that was deleted is found by its messages, at the start and by the doctor, and stays told`()
        async throws
    {
        try await withFolder { folder in
            let (path, keys) = (folder + "/data/gateway.sqlite", try StoreKeys.random())
            try GatewayStore.open(path: path, keys: keys).close()
            try await Self.deleteJournal(of: path, keys: keys, messages: 5)

            func found() async throws -> DoctorReport.Finding? {
                let doctor = try Doctor.open(path: path, keys: keys)
                defer { try? doctor.close() }
                return try await doctor.examine(.lastEntry).findings.first { $0.check == "reached" }
            }
            let finding = try #require(try await found())
            #expect(finding.words == ["1 to 5"] && finding.count == 5)

            let store = try GatewayStore.open(path: path, keys: keys)
            #expect(try await store.noteReached() == 1...5)
            // New ones go over the old numbers, and what is gone is still told.
            try await Self.receive(9, "s", by: store)
            #expect(try await store.noteReached() == 1...5)
            try store.close()
            #expect(try await found()?.words == ["1 to 5"])
            try FileManager.default.removeItem(atPath: path + "-reached")
            #expect(try await found() == nil)
        }
    }

    @Test func `a copy that is brought back is older on purpose`() async throws {
        try await withFolder { folder in
            let (path, keys) = (folder + "/data/gateway.sqlite", try StoreKeys.random())
            try GatewayStore.open(path: path, keys: keys).close()
            let copy = try await StoreBackup(folder: folder + "/copies").make(
                of: path, keys: keys, now: StoreFixture.start)
            let store = try GatewayStore.open(path: path, keys: keys)
            try await Self.receive(1, "r", by: store)
            #expect(try await store.noteReached() == nil)
            #expect(StoreFiles.readableByOthers([path + "-reached"]).isEmpty)
            try store.close()
            _ = try await StoreRestore.restore(copy.path, to: path, keys: keys, now: StoreFixture.start)
            let restored = try GatewayStore.open(path: path, keys: keys)
            #expect(try await restored.noteReached() == nil)
            try restored.close()
        }
    }

    @Test(arguments: ["", "\n", "x\n", "5-\n", "5\n9-2\n"])
    func `a mark that a power cut left short asks for nothing`(text: String) async throws {
        try await withFolder { folder in
            let path = folder + "/gateway.sqlite"
            try Data(text.utf8).write(to: URL(filePath: path + "-reached"))
            #expect(ReachedMark.read(besides: path)?.missing(at: 5) == nil)
        }
    }
}
