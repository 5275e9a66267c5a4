import Conversations
import Foundation
import Testing

@testable import Storage

@Suite struct ReceivingTests {
    @Test func `a villager keeps his conversation also where it bears another number than his contact`() async throws {
        try await withStore { fixture in
            try await fixture.receive("chào", id: "a")
            try await fixture.execute(
                """
                PRAGMA defer_foreign_keys = ON;
                UPDATE conversation SET id = 7;
                UPDATE message SET conversation_id = 7;
                UPDATE incoming SET conversation_id = 7;
                """)
            try await fixture.receive("nữa", id: "b")
            // This contact bears the number of no conversation, and the first conversation that of a contact not its own.
            for number in 2...8 { try await fixture.receive("chào", from: "+8490000000\(number)", id: "c\(number)") }
            try await fixture.receive("và nữa", id: "d")
            #expect(try await fixture.number("SELECT COUNT(*) FROM conversation") == 8)
            #expect(try await fixture.number("SELECT COUNT(*) FROM message WHERE conversation_id = 7") == 3)
        }
    }

    @Test func `a second copy of the same message changes nothing`() async throws {
        try await withStore { fixture in
            let first = try await fixture.store.receive([fixture.text("khai sinh", id: "a")], at: StoreFixture.start)
            let second = try await fixture.store.receive(
                [fixture.text("khai sinh", id: "a")],
                at: StoreFixture.start + 3 * 3600
            )
            guard case .message = first.first else {
                Issue.record("\(first)")
                return
            }
            #expect(second == [.duplicate])
            #expect(try await fixture.number("SELECT COUNT(*) FROM message") == 1)
            #expect(try await fixture.number("SELECT COUNT(*) FROM contact") == 1)
            #expect(try await fixture.number("SELECT COUNT(*) FROM incoming") == 1)
        }
    }

    @Test func `a copy inside one batch is known as well`() async throws {
        try await withStore { fixture in
            let event = fixture.text("khai sinh", id: "a")
            let receipts = try await fixture.store.receive([event, event], at: StoreFixture.start)
            #expect(receipts.count == 2)
            #expect(receipts.last == .duplicate)
        }
    }

    @Test func `fifty concurrent copies make one row`() async throws {
        try await withStore { fixture in
            let receipts = try await withThrowingTaskGroup(of: [Receipt].self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await fixture.store.receive([fixture.text("khai sinh", id: "a")], at: StoreFixture.start)
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(receipts.count == 50)
            #expect(receipts.filter { $0 == .duplicate }.count == 49)
            #expect(try await fixture.number("SELECT COUNT(*) FROM message") == 1)
        }
    }

    @Test func `an id that the provider uses for a second message loses neither`() async throws {
        try await withStore { fixture in
            try await fixture.receive("khai sinh", id: "a")
            let others = [
                fixture.text("khai tử", id: "a"), fixture.text("khai sinh", from: "+84900000001", id: "a"),
            ]
            for _ in 0..<2 { _ = try await fixture.store.receive(others, at: StoreFixture.start) }
            #expect(
                try await fixture.store.receive([fixture.text("khai sinh", id: "a")], at: StoreFixture.start)
                    == [.duplicate])
            #expect(try await fixture.number("SELECT COUNT(*) FROM message") == 1)
            #expect(try await fixture.number("SELECT COUNT(*) FROM quarantine") == 2)
            let open = try await fixture.store.openEscalations(limit: 10)
            #expect(open.map(\.reason) == [.unreadableMessage, .unreadableMessage])
            #expect(open.map(\.addressTail) == ["678", "001"])
        }
    }

    @Test func `the same provider id on two channels is two messages`() async throws {
        try await withStore { fixture in
            let other = InboundEvent.message(
                InboundMessage(
                    channel: "zalo",
                    providerID: "a",
                    sender: StoreFixture.phone,
                    text: "chào",
                    sentAt: nil
                )
            )
            let receipts = try await fixture.store.receive(
                [fixture.text("chào", id: "a"), other],
                at: StoreFixture.start
            )
            #expect(!receipts.contains(.duplicate))
            #expect(try await fixture.number("SELECT COUNT(*) FROM contact") == 2)
        }
    }

    @Test func `messages of one sender join one conversation`() async throws {
        try await withStore { fixture in
            try await fixture.receive("một", id: "a")
            try await fixture.receive("hai", id: "b", at: StoreFixture.start + 1)
            let log = try await fixture.store.messages(of: StoreFixture.channel, address: StoreFixture.phone)
            #expect(log.map(\.text) == ["một", "hai"])
            #expect(log.map(\.createdAt) == [StoreFixture.start, StoreFixture.start + 1])
            #expect(log.allSatisfy { $0.direction == .incoming && $0.deliveryState == nil })
            #expect(try await fixture.store.messages(of: StoreFixture.channel, address: "+84900000000") == [])
        }
    }

    @Test func `what is of no interest is said and not kept`() async throws {
        try await withStore { fixture in
            #expect(try await fixture.store.receive([], at: StoreFixture.start) == [])
            let receipts = try await fixture.store.receive([.ignored(reason: "follow")], at: StoreFixture.start)
            #expect(receipts == [.ignored("follow")])
        }
    }

    @Test(arguments: ["x", "again:", "again:x", ""])
    func `other bytes under a used id are kept too, each once`(id: String) async throws {
        try await withStore { fixture in
            func event(_ bytes: [UInt8]) -> InboundEvent {
                .unreadable(
                    UnreadableMessage(
                        channel: StoreFixture.channel, providerID: id, sender: nil, reason: "no JSON", bytes: bytes))
            }
            let bodies: [[UInt8]] = [[1], [2, 2], [2, 3], [1], [2, 2], [2, 3]]
            let receipts = try await fixture.store.receive(bodies.map(event), at: StoreFixture.start)
            #expect(receipts == [.quarantined, .quarantined, .quarantined, .duplicate, .duplicate, .duplicate])
            let kept = try await fixture.store.quarantine(limit: 10)
            #expect(kept.map(\.size) == [1, 2, 2])
        }
    }

    @Test func `unreadable bytes are kept once and staff are told once`() async throws {
        try await withStore { fixture in
            func event(_ id: String, sender: String?) -> InboundEvent {
                .unreadable(
                    UnreadableMessage(
                        channel: StoreFixture.channel,
                        providerID: id,
                        sender: sender,
                        reason: "The bytes are no UCS-2.",
                        bytes: [0xd8, 0x00]
                    )
                )
            }
            let receipts = try await fixture.store.receive(
                [event("a", sender: StoreFixture.phone), event("a", sender: StoreFixture.phone)],
                at: StoreFixture.start
            )
            #expect(receipts == [.quarantined, .duplicate])
            _ = try await fixture.store.receive(
                [event("b", sender: StoreFixture.phone), event("c", sender: nil)],
                at: StoreFixture.start
            )

            let open = try await fixture.store.openEscalations(limit: 10)
            #expect(open.map(\.reason) == [.unreadableMessage, .unreadableMessage])
            #expect(open.map(\.addressTail) == ["678", nil])
            #expect(open.map(\.channel) == [StoreFixture.channel, StoreFixture.channel])
            #expect(open.first?.conversation != nil)
            #expect(open.last?.conversation == nil)
            #expect(open.first?.detail == "The bytes are no UCS-2.")
            #expect(try await fixture.store.counts().quarantined == 3)
        }
    }
}
