import Conversations
import Foundation
import Testing

@testable import Storage

/// What is erased can be read in no file of the store.
@Suite struct ErasureTests {
    private static let words = "hàng xóm lấn đất nhà cháu Trần Bảo Ngọc"
    private static let reply = "Xã đã nhận ý kiến của chị Trần Bảo Ngọc"

    /// Whether a text stands anywhere in the database, its journal or a copy, as bytes.
    private static func holds(_ text: String, _ paths: [String]) -> Bool {
        paths.contains { path in
            guard let data = FileManager.default.contents(atPath: path) else { return false }
            return data.range(of: Data(text.utf8)) != nil
        }
    }

    private func files(_ store: StoreFixture) -> [String] { StoreFiles.files(of: store.path) }

    @Test func `whoever asks for it is erased from the file, its journal and the next backup`() async throws {
        try await withStore(.file) { store in
            for number in 1...50 {
                try await store.queue(["xin chào"], for: "+8490000\(1000 + number)", id: "other-\(number)")
            }
            try await store.receive(Self.words, id: "m1")
            let turns = try await store.claim()
            let matter = NewEscalation(reason: .feedback, unit: nil, promisedBy: nil, detail: Self.words)
            _ = try await store.store.commit(
                turns.map { store.handled($0, replies: [Self.reply], escalation: matter) }, now: StoreFixture.start)
            try await store.store.checkpoint()
            #expect(Self.holds("Bảo Ngọc", files(store)))
            let data = try #require(try await store.store.export(StoreFixture.phone, on: StoreFixture.channel))
            #expect(data.messages.map(\.text) == [Self.words, Self.reply])
            #expect(data.matters.count == 1)

            let erased = try await store.store.erase(
                StoreFixture.phone, on: StoreFixture.channel, by: "Hạnh", now: StoreFixture.start)
            #expect(erased == 2)
            #expect(!Self.holds("Bảo Ngọc", files(store)))
            #expect(try await store.store.export(StoreFixture.phone, on: StoreFixture.channel) == nil)
            #expect(try await store.number("SELECT COUNT(*) FROM message") == 102, "counts stay")
            #expect(try await store.number("SELECT COUNT(*) FROM escalation WHERE state = 'open'") == 1)

            let folder = (store.path as NSString).deletingLastPathComponent + "/copies"
            let made = try await StoreBackup(folder: folder).make(
                of: store.path, keys: store.keys, now: StoreFixture.start)
            #expect(!Self.holds("Bảo Ngọc", [made.path]))
            #expect(made.report.findings.isEmpty, "\(made.report.findings)")
        }
    }

    @Test func `words for search, notes and drafts of staff are erased too`() async throws {
        try await withStore { store in
            try await store.receive("xin hỏi việc của cháu zyxwvu", id: "m1")
            let matter = NewEscalation(reason: .feedback, unit: nil, promisedBy: nil)
            let turns = try await store.claim()
            _ = try await store.store.commit(
                turns.map { store.handled($0, escalation: matter) }, now: StoreFixture.start)
            #expect(try await store.store.readSettled(now: StoreFixture.start) > 0)
            try await store.execute(
                """
                INSERT INTO officer (login, name, title, role, communes, units, may_see_restricted, undo_seconds, created_at)
                VALUES ('hanh', 'Hạnh', 'chị', 'officer', '[]', '[]', 0, 10, 0);
                INSERT INTO staff_note (escalation_id, conversation_id, officer_id, text, at)
                VALUES (1, 1, 1, 'gọi cho nhà zyxwvu', 0);
                """)
            try await store.store.checkpoint()
            let isFile = store.server == nil
            if isFile { #expect(Self.holds("zyxwvu", files(store))) }
            _ = try await store.store.erase(
                StoreFixture.phone, on: StoreFixture.channel, by: "Hạnh", now: StoreFixture.start)
            if isFile { #expect(!Self.holds("zyxwvu", files(store))) }
            let found = isFile ? "message_words MATCH 'zyxwvu'" : "words @@ to_tsquery('simple', 'zyxwvu')"
            #expect(try await store.number("SELECT COUNT(*) FROM message_words WHERE \(found)") == 0)
        }
    }

    @Test func `an address that never wrote is said to be unknown, and nothing is noted`() async throws {
        try await withStore { store in
            let erased = try await store.store.erase(
                "+84911111111", on: StoreFixture.channel, by: "Hạnh", now: StoreFixture.start)
            #expect(erased == nil)
            #expect(!FileManager.default.fileExists(atPath: ErasureList(besides: store.path).path))
        }
    }

    @Test func `a copy from before an erasure is erased again after it was brought back`() async throws {
        try await withFolder { folder in
            let path = folder + "/data/gateway.sqlite"
            let keys = try StoreKeys.random()
            let copies = StoreBackup(folder: folder + "/copies")
            let store = try GatewayStore.open(path: path, keys: keys)
            let fixture = StoreFixture(store: store, path: path, keys: keys)
            try await fixture.receive(Self.words, id: "m1")
            let copy = try await copies.make(of: path, keys: keys, now: StoreFixture.start)
            let later = StoreFixture.start.addingTimeInterval(3600)
            _ = try await store.erase(StoreFixture.phone, on: StoreFixture.channel, by: "Hạnh", now: later)
            try store.close()

            let restored = try await StoreRestore.restore(copy.path, to: path, keys: keys, now: later)
            #expect(restored.replaced != nil)
            #expect(Self.holds("Bảo Ngọc", StoreFiles.files(of: path)))
            let again = try GatewayStore.open(path: path, keys: keys)
            #expect(try await again.eraseAgain(now: later) == 1)
            #expect(try await again.eraseAgain(now: later) == 0)
            #expect(!Self.holds("Bảo Ngọc", StoreFiles.files(of: path)))

            // Whoever writes anew after that is a new villager.
            let fresh = StoreFixture(store: again, path: path, keys: keys)
            try await fresh.receive("chào", id: "m2", at: later.addingTimeInterval(60))
            #expect(try await again.eraseAgain(now: later.addingTimeInterval(120)) == 0)
            #expect(try await again.messages(of: StoreFixture.channel, address: StoreFixture.phone).count == 1)
            try again.close()
        }
    }

    @Test func `on a new machine the list of erasures comes with the backup`() async throws {
        try await withFolder { folder in
            let path = folder + "/data/gateway.sqlite"
            let keys = try StoreKeys.random()
            let copies = StoreBackup(folder: folder + "/copies")
            let store = try GatewayStore.open(path: path, keys: keys)
            let fixture = StoreFixture(store: store, path: path, keys: keys)
            try await fixture.receive(Self.words, id: "m1")
            let old = try await copies.make(of: path, keys: keys, now: StoreFixture.start)
            let later = StoreFixture.start.addingTimeInterval(30 * 3600)
            _ = try await store.erase(StoreFixture.phone, on: StoreFixture.channel, by: "Hạnh", now: later)
            _ = try await copies.make(of: path, keys: keys, now: later)
            try store.close()

            let other = folder + "/other/gateway.sqlite"
            _ = try await StoreRestore.restore(old.path, to: other, keys: keys, now: later)
            let again = try GatewayStore.open(path: other, keys: keys)
            #expect(try await again.eraseAgain(now: later) == 1)
            try again.close()
        }
    }
}
