import Conversations
import Foundation
import Testing

@testable import Storage

@Suite struct QuarantineTests {
    private func call(_ bytes: [UInt8]?, on channel: ChannelID = StoreFixture.channel) -> InboundEvent {
        .unproven(UnprovenCall(channel: channel, reason: "The signature is wrong.", bytes: bytes))
    }

    private func receive(_ fixture: StoreFixture, _ event: InboundEvent) async throws -> Receipt? {
        try await fixture.store.receive([event], at: StoreFixture.start).first
    }

    @Test func `a call without a proof touches no conversation and is sealed`() async throws {
        try await withStore { fixture in
            let bytes = Array("secret words of 012345678901".utf8)
            #expect(try await receive(fixture, call(bytes)) == .held)
            #expect(try await receive(fixture, call(bytes)) == .duplicate)
            #expect(try await receive(fixture, call(bytes, on: "other")) == .held)
            for table in ["contact", "conversation", "message", "incoming"] {
                #expect(try await fixture.number("SELECT COUNT(*) FROM \(table)") == 0)
            }
            let held = try await fixture.store.quarantine(limit: 10)
            #expect(held.map(\.kind) == [.unproven, .unproven])
            #expect(held.map(\.size) == [bytes.count, bytes.count])
            #expect(try await fixture.store.quarantined(held[0].number)?.bytes == bytes)
            #expect(try await fixture.store.quarantined(99) == nil)
            if fixture.server == nil {
                let file =
                    try Data(contentsOf: URL(filePath: fixture.path))
                    + Data(contentsOf: URL(filePath: fixture.path + "-wal"))
                #expect(file.range(of: Data("secret words".utf8)) == nil)
            }
            let open = try await fixture.store.openEscalations(limit: 10)
            #expect(open.map(\.reason) == [.unprovenCalls, .unprovenCalls])
            #expect(open.map(\.channel) == [StoreFixture.channel, "other"])
        }
    }

    @Test func `a release takes the events in once, and a second one changes nothing`() async throws {
        try await withStore { fixture in
            _ = try await receive(fixture, call([1]))
            let number = try #require(try await fixture.store.quarantine(limit: 1).first).number
            let events = [fixture.text("khai sinh", id: "a"), fixture.text("khai sinh", id: "a")]
            let ending = try await fixture.store.release(number, events: events, by: "Lan", now: StoreFixture.start + 9)
            guard case .done(let receipts) = ending else {
                Issue.record("\(ending)")
                return
            }
            #expect(receipts.count == 2 && receipts[1] == .duplicate)
            let turn = try #require(try await fixture.claim(at: StoreFixture.start + 9).first)
            #expect(turn.text == "khai sinh" && turn.receivedAt == StoreFixture.start + 9)
            for _ in 0..<2 {
                #expect(
                    try await fixture.store.release(
                        number, events: [fixture.text("khác", id: "b")], by: "Minh", now: StoreFixture.start)
                        == .endedBefore(outcome: "released", by: "Lan"))
            }
            #expect(
                try await fixture.store.discard(number, by: "Minh", now: StoreFixture.start)
                    == .endedBefore(outcome: "released", by: "Lan"))
            #expect(try await fixture.number("SELECT COUNT(*) FROM message") == 1)
            #expect(try await fixture.number("SELECT COUNT(*) FROM audit WHERE action = 'quarantine.released'") == 1)
            #expect(try await fixture.number("SELECT COUNT(*) FROM quarantine WHERE length(bytes_sealed) > 0") == 0)
            #expect(try await fixture.store.openEscalations(limit: 10).isEmpty)
            #expect(try await fixture.store.counts().quarantined == 0)
            // The same call once more is known, and was decided about.
            #expect(try await receive(fixture, call([1])) == .duplicate)
        }
    }

    @Test func `staff's question ends with the last call of its channel`() async throws {
        try await withStore { fixture in
            for byte in [1, 2] as [UInt8] { _ = try await receive(fixture, call([byte])) }
            let held = try await fixture.store.quarantine(limit: 10)
            #expect(try await fixture.store.openEscalations(limit: 10).count == 1)
            for entry in held {
                #expect(try await fixture.store.openEscalations(limit: 10).count == 1)
                _ = try await fixture.store.discard(entry.number, by: "Lan", now: StoreFixture.start)
            }
            #expect(try await fixture.store.openEscalations(limit: 10).isEmpty)
            #expect(try await fixture.number("SELECT COUNT(*) FROM audit WHERE action = 'quarantine.discarded'") == 2)
        }
    }

    @Test func `an unreadable body can be discarded but not released`() async throws {
        try await withStore { fixture in
            let body = UnreadableMessage(
                channel: StoreFixture.channel, providerID: "u", sender: nil, reason: "no UCS-2", bytes: [0xD8])
            _ = try await receive(fixture, .unreadable(body))
            let entry = try #require(try await fixture.store.quarantine(limit: 1).first)
            #expect(entry.kind == .unreadable && entry.size == 1)
            let error = await #expect(throws: StorageError.self) {
                try await fixture.store.release(entry.number, events: [], by: "Lan", now: StoreFixture.start)
            }
            #expect(error?.kind == .notReleasable)
            _ = try await fixture.store.discard(entry.number, by: "Lan", now: StoreFixture.start)
            // Nobody could have answered it.
            #expect(try await fixture.store.openEscalations(limit: 10).isEmpty)
            let unknown = await #expect(throws: StorageError.self) {
                try await fixture.store.discard(99, by: "Lan", now: StoreFixture.start)
            }
            #expect(unknown?.kind == .unknownQuarantine)
        }
    }

    @Test func `a flood of forged calls fills its room and no more`() async throws {
        try await withStore { fixture in
            let flood = (0..<StoreLimits.heldCalls + 5).map { call(Array("\($0)".utf8)) }
            let receipts = try await fixture.store.receive(flood, at: StoreFixture.start)
            #expect(receipts.filter { $0 == .held }.count == StoreLimits.heldCalls)
            #expect(receipts.suffix(5).allSatisfy { $0 == .turnedAway })
            #expect(try await fixture.number("SELECT COUNT(*) FROM quarantine") == StoreLimits.heldCalls)
            // Another channel has room of its own, and a decision makes room again.
            #expect(try await receive(fixture, call([1], on: "other")) == .held)
            let first = try #require(try await fixture.store.quarantine(limit: 1).first)
            _ = try await fixture.store.discard(first.number, by: "Lan", now: StoreFixture.start)
            #expect(try await receive(fixture, flood[StoreLimits.heldCalls]) == .held)
            #expect(try await receive(fixture, flood[StoreLimits.heldCalls + 1]) == .turnedAway)
        }
    }

    @Test func `large forged calls are bounded by their bytes`() async throws {
        try await withStore { fixture in
            let size = 1024 * 1024
            let most = Int(StoreLimits.heldBytes) / size
            var receipts: [Receipt] = []
            for index in 0...most {
                let bytes = Array("\(index)".utf8) + Array(repeating: 0x61, count: size - "\(index)".utf8.count)
                receipts += try await fixture.store.receive([call(bytes)], at: StoreFixture.start)
            }
            #expect(receipts == Array(repeating: .held, count: most) + [.turnedAway])
        }
    }

    @Test func `what was taken in without a proof is marked for staff and counted`() async throws {
        try await withStore { fixture in
            let message = InboundMessage(
                channel: StoreFixture.channel, providerID: "a", sender: StoreFixture.phone, text: "gặp cán bộ",
                sentAt: nil, isUnproven: true)
            let receipts = try await fixture.store.receive([.message(message), call(nil)], at: StoreFixture.start)
            #expect(receipts.last == .unproven)
            let turn = try #require(try await fixture.claim().first)
            let escalation = NewEscalation(reason: .askedForStaff, unit: nil, promisedBy: nil)
            _ = try await fixture.store.commit([fixture.handled(turn, escalation: escalation)], now: StoreFixture.start)
            let open = try await fixture.store.openEscalations(limit: 10)
            #expect(open.first?.lastTexts.map(\.isUnproven) == [true])
            #expect(try await fixture.store.unprovenMessages(of: StoreFixture.channel) == 1)
            #expect(try await fixture.store.unprovenMessages(of: "other") == 0)
            #expect(try await fixture.number("SELECT COUNT(*) FROM audit WHERE action LIKE '%.unproven'") == 2)
        }
    }
}
