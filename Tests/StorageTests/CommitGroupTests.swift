import Conversations
import Foundation
import Synchronization
import Testing

@testable import Storage

@Suite struct CommitGroupTests {
    private final class Counter: Sendable {
        private let commits = Mutex(0)
        var value: Int { commits.withLock { $0 } }
        private let savepoints = Mutex(0)
        var savepointsMade: Int { savepoints.withLock { $0 } }
        func see(_ sql: String) {
            if sql.hasPrefix("COMMIT") { commits.withLock { $0 += 1 } }
            if sql.hasPrefix("SAVEPOINT") { savepoints.withLock { $0 += 1 } }
        }
    }

    /// Keeps the writer busy until all of some work waits behind it, so that it shares a commit.
    private func together<Value: Sendable>(
        on store: GatewayStore, _ work: [@Sendable () async throws -> Value]
    ) async throws -> [Result<Value, any Error>] {
        let gate = DispatchSemaphore(value: 0)
        store.holdWriter(until: gate)
        return await withTaskGroup(of: (Int, Result<Value, any Error>).self) { group in
            for (index, work) in work.enumerated() {
                group.addTask {
                    do {
                        return (index, .success(try await work()))
                    } catch {
                        return (index, .failure(error))
                    }
                }
            }
            try? await Task.sleep(for: .milliseconds(200))
            gate.signal()
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    @Test func `work that comes at the same time shares one commit`() async throws {
        let counter = Counter()
        try await withStore(trace: { counter.see($0) }) { fixture in
            let store = fixture.store
            let before = counter.value
            let events = (0..<8).map { fixture.text("chào", from: "+8490000000\($0)", id: "\($0)") }
            let results = try await together(
                on: store, events.map { event in { try await store.receive([event], at: StoreFixture.start) } })
            #expect(counter.value - before == 1)
            // Each would copy the pages that are written in it, for nothing where all goes well.
            #expect(counter.savepointsMade == 0)
            #expect(try results.allSatisfy { try $0.get().count == 1 })
            #expect(try await fixture.number("SELECT count(*) FROM message") == 8)
        }
    }

    @Test func `what fails is undone alone, and those beside it are kept`() async throws {
        try await withStore { fixture in
            try await fixture.refuse(insertInto: "message", when: "NEW.provider_id = 'spoilt'")
            let store = fixture.store
            let results = try await together(
                on: store,
                ["a", "spoilt", "b"].map { id in
                    { try await store.receive([fixture.text("chào", id: id)], at: StoreFixture.start) }
                })
            #expect(throws: Never.self) { try results[0].get() }
            #expect(throws: StorageError.self) { try results[1].get() }
            #expect(throws: Never.self) { try results[2].get() }
            #expect(try await fixture.number("SELECT count(*) FROM message") == 2)
        }
    }

    @Test func `an error that undoes the whole transaction fails all who were in it`() async throws {
        try await withStore(.file) { fixture in
            try await fixture.execute(
                """
                CREATE TRIGGER spoilt BEFORE INSERT ON message WHEN new.provider_id = 'spoilt'
                BEGIN SELECT RAISE(ROLLBACK, 'spoilt'); END
                """)
            let store = fixture.store
            let results = try await together(
                on: store,
                ["a", "spoilt", "b"].map { id in
                    { try await store.receive([fixture.text("chào", id: id)], at: StoreFixture.start) }
                })
            for result in results { #expect(throws: StorageError.self) { try result.get() } }
            #expect(try await fixture.number("SELECT count(*) FROM message") == 0)
            // The writer goes on afterwards.
            try await fixture.receive("nữa", id: "c")
        }
    }

    @Test func `a caller that is cancelled cancels no work`() async throws {
        try await withStore { fixture async throws -> Void in
            let gate = DispatchSemaphore(value: 0)
            fixture.store.holdWriter(until: gate)
            let caller = Task<[Receipt], any Error> {
                try await fixture.store.receive([fixture.text("chào", id: "a")], at: StoreFixture.start)
            }
            caller.cancel()
            gate.signal()
            #expect(try await caller.value.count == 1)
            #expect(try await fixture.number("SELECT count(*) FROM message") == 1)
        }
    }

    @Test func `a checkpoint empties the journal, which then begins anew`() async throws {
        try await withStore(.file) { fixture in
            let store = fixture.store
            func quarantine(_ id: String) async throws {
                _ = try await store.receive(
                    [
                        .unreadable(
                            UnreadableMessage(
                                channel: StoreFixture.channel, providerID: id, sender: nil, reason: "",
                                bytes: Array(repeating: 7, count: 1 << 16)))
                    ], at: StoreFixture.start)
            }
            var number = 0
            while store.file.journal.bytes < StoreLimits.checkpointBytes {
                number += 1
                try await quarantine("\(number)")
            }
            try await store.checkpoint()
            // The next commit finds all carried over and nobody reading, and starts from the front.
            try await quarantine("after")
            #expect(store.file.journal.bytes < StoreLimits.checkpointRest)
            #expect(try await fixture.number("SELECT count(*) FROM quarantine") == number + 1)
        }
    }
}
