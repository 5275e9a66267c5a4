import Conversations
import Foundation
import Testing

@testable import Storage

@Suite struct PrivacyTests {
    @Test func `neither a phone number nor a personal number stands in the files`() async throws {
        try await withFolder { folder in
            let path = folder + "/gateway.sqlite"
            let keys = try StoreKeys.random()
            let fixture = StoreFixture(store: try .open(path: path, keys: keys), path: path, keys: keys)
            let words = "CCCD cua toi 012345678901"
            try await fixture.receive(words, id: "a")
            let turn = try #require(try await fixture.claim().first)
            #expect(turn.text == words)
            var state = turn.state
            state.pages = ["Tai khoan 012345678901"]
            let handled = fixture.handled(
                turn,
                replies: ["Ba viet 012345678901"],
                escalation: NewEscalation(reason: .askedForStaff, unit: nil, promisedBy: nil),
                state: state
            )
            #expect(try await fixture.store.commit([handled], now: StoreFixture.start) == [])
            let out = try #require(try await fixture.claimOut().first)
            #expect(out.text == "Ba viet 012345678901")
            #expect(out.recipient == StoreFixture.phone)
            try await fixture.store.recordSending(
                [SendResult(message: out.id, owner: "sender", outcome: .failed("bad 012345678901"))],
                now: StoreFixture.start
            )
            _ = try await fixture.store.receive(
                [
                    .unreadable(
                        UnreadableMessage(
                            channel: StoreFixture.channel,
                            providerID: "u",
                            sender: StoreFixture.phone,
                            reason: "no text in 012345678901",
                            bytes: Array("012345678901".utf8)
                        )
                    )
                ],
                at: StoreFixture.start
            )
            let open = try #require(try await fixture.store.openEscalations(limit: 1).first)
            _ = try await fixture.store.answer(
                escalation: open.id,
                text: "So 012345678901 da nhan",
                by: "Minh",
                now: StoreFixture.start
            )

            try await fixture.receive("TIEP", id: "b")
            #expect(try await fixture.claim().map(\.state) == [state])

            for suffix in ["", "-wal"] {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: path + suffix))
                #expect(!bytes.isEmpty)
                for secret in ["912345678", "012345678901"] {
                    #expect(bytes.range(of: Data(secret.utf8)) == nil)
                }
                #expect(suffix == "" || bytes.range(of: Data("CCCD cua toi *********901".utf8)) != nil)
            }
            try fixture.store.close()
        }
    }

    @Test func `other users cannot read the database`() async throws {
        try await withStore(.file) { fixture in
            try await fixture.receive("chào", id: "a")
            for path in [fixture.path, fixture.path + "-wal"] {
                #expect(try mode(of: path) == 0o600)
            }
            #expect(try mode(of: URL(fileURLWithPath: fixture.path).deletingLastPathComponent().path) == 0o700)
        }
    }

    private func mode(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `a sealed value opens only in the place that it was sealed for`() throws {
        let sealing = Sealing(keys: try .random())
        let sealed = try sealing.seal("012345678901", in: .original(ConversationID(1)))
        #expect(try sealing.open(sealed, in: .original(ConversationID(1))) == "012345678901")
        #expect(throws: StorageError.self) { try sealing.open(sealed, in: .original(ConversationID(2))) }
        #expect(throws: StorageError.self) { try sealing.open(sealed, in: .state(ConversationID(1))) }
    }

    @Test func `one address has another index on another channel and under another key`() throws {
        let sealing = Sealing(keys: try .random())
        let index = sealing.index(of: StoreFixture.phone, on: "a")
        #expect(sealing.index(of: StoreFixture.phone, on: "a") == index)
        #expect(sealing.index(of: StoreFixture.phone, on: "b") != index)
        #expect(Sealing(keys: try .random()).index(of: StoreFixture.phone, on: "a") != index)
    }
}
