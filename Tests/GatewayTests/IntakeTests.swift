import AsyncHTTPClient
import Conversations
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Testing

@testable import Gateway
@testable import Storage

@Suite struct IntakeTests {
    private struct Bench {
        var intake: Intake
        var store: GatewayStore
        var path: String
        var keys: StoreKeys

        func lock() async throws -> StoreLock { try await StoreLock(path: path, keys: keys) }

        func count(_ sql: String = "SELECT count(*) FROM message") async throws -> Int64? {
            try await store.read { try $0.number(sql) }
        }

        func run(_ sql: String) async throws {
            try await store.write(at: Date()) { _ = try $0.run(sql) }
        }
    }

    private static func text(_ id: String) -> InboundEvent {
        .message(
            InboundMessage(channel: "sms", providerID: id, sender: "+84900000001", text: "chào", sentAt: nil))
    }

    /// Runs an intake on a store of its own.
    private func withIntake(
        limits: GatewayLimits = GatewayBench.limits, _ test: @escaping @Sendable (Bench) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "intake-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let keys = try StoreKeys.random()
        let path = folder.appending(path: "gateway.sqlite").path
        let store = try GatewayStore.open(path: path, keys: keys)
        let intake = Intake(store: store, limits: limits, now: { Date() }, logger: GatewayBench.quietLogger)
        let services = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [intake], logger: GatewayBench.quietLogger))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            let result: Result<Void, any Error>
            do {
                try await test(Bench(intake: intake, store: store, path: path, keys: keys))
                result = .success(())
            } catch {
                result = .failure(error)
            }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
            try store.close()
            try result.get()
        }
    }

    private static func outcome(of intake: Intake, _ id: String) async -> Result<[Receipt], Intake.Refusal> {
        await withCheckedContinuation { caller in intake.receive([text(id)]) { caller.resume(returning: $0) } }
    }

    private static func isBusy(_ result: Result<[Receipt], Intake.Refusal>) -> Bool {
        if case .failure(.busy) = result { true } else { false }
    }

    @Test func `the bounds are those that Zalo's two seconds allow`() {
        let limits = GatewayLimits()
        #expect(limits.webhookSeconds == 1.5)
        #expect(limits.waitingWebhooks == 4096)
    }

    @Test func `who waits too long is sent away while the commit still hangs, and a retry is stored once`() async throws
    {
        var limits = GatewayLimits()
        limits.webhookSeconds = 0.2
        try await withIntake(limits: limits) { bench in
            let lock = try await bench.lock()
            // The writer waits for the lock, and both come back while it is held.
            async let first = Self.outcome(of: bench.intake, "a")
            async let second = Self.outcome(of: bench.intake, "b")
            #expect(Self.isBusy(await first))
            #expect(Self.isBusy(await second))
            #expect(try await bench.count() == 0)
            try await lock.end()
            for id in ["a", "b"] {
                while Self.isBusy(await Self.outcome(of: bench.intake, id)) {}
            }
            #expect(try await bench.count() == 2)
        }
    }

    @Test func `one more than may wait is refused at once, and those who wait are served`() async throws {
        var limits = GatewayBench.limits
        limits.waitingWebhooks = 2
        try await withIntake(limits: limits) { bench in
            let lock = try await bench.lock()
            let served = await withTaskGroup(of: Result<[Receipt], Intake.Refusal>.self) { group in
                for id in ["a", "b", "c", "d", "e"] {
                    group.addTask { await Self.outcome(of: bench.intake, id) }
                }
                // Two wait for the writer, which waits for the lock, so three come back before anything can be stored.
                var refused: [Result<[Receipt], Intake.Refusal>] = []
                for _ in 0..<3 {
                    if let result = await group.next() { refused.append(result) }
                }
                #expect(refused.allSatisfy(Self.isBusy))
                try? await lock.end()
                return await group.reduce(into: 0) { if case .success = $1 { $0 += 1 } }
            }
            #expect(served == 2)
            #expect(try await bench.count() == 2)
        }
    }

    @Test func `who is in a commit that takes too long is sent away, stored all the same, and known again`()
        async throws
    {
        var limits = GatewayLimits()
        limits.webhookSeconds = 0.2
        try await withIntake(limits: limits) { bench in
            // Sixty-four million pairs take seconds, in which the transaction is open.
            try await bench.run("CREATE TABLE number (n INTEGER)")
            try await bench.run(
                """
                INSERT INTO number WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted LIMIT 8000)
                SELECT n FROM counted
                """)
            try await bench.run(
                """
                CREATE TRIGGER slow BEFORE INSERT ON message WHEN new.provider_id = 'slow'
                BEGIN SELECT count(*) FROM number AS one, number AS other WHERE one.n + other.n < 0; END
                """)
            #expect(Self.isBusy(await Self.outcome(of: bench.intake, "slow")))
            while Self.isBusy(await Self.outcome(of: bench.intake, "quick")) {}
            #expect(try await bench.count() == 2)
            #expect(try await Self.outcome(of: bench.intake, "slow").get() == [.duplicate])
        }
    }

    @Test func `when a transaction cannot begin, those who wait hear why`() async throws {
        try await withIntake { bench in
            let lock = try await bench.lock()
            // The store gives up waiting for the other program before these callers do.
            async let first = Self.outcome(of: bench.intake, "a")
            async let second = Self.outcome(of: bench.intake, "b")
            for outcome in await [first, second] {
                guard case .failure(.failed(let cause)) = outcome else {
                    Issue.record("\(outcome)")
                    continue
                }
                #expect((cause as? StorageError)?.mend == "Close other programs that hold the file.", "\(cause)")
            }
            try await lock.end()
            #expect(try await Self.outcome(of: bench.intake, "a").get().count == 1)
        }
    }

    @Test func `a client that goes away cancels neither its own message nor anybody else's`() async throws {
        try await withIntake { bench in
            let lock = try await bench.lock()
            let leaving = Task { await Self.outcome(of: bench.intake, "a") }
            async let staying = Self.outcome(of: bench.intake, "b")
            leaving.cancel()
            try await lock.end()
            #expect(try await staying.get().count == 1)
            #expect(try await leaving.value.get().count == 1)
            #expect(try await bench.count() == 2)
        }
    }

    @Test func `an error that undoes the whole commit fails all its callers, one of a webhook that one alone`()
        async throws
    {
        try await withIntake { bench in
            try await bench.run(
                """
                CREATE TRIGGER spoilt BEFORE INSERT ON message WHEN new.provider_id LIKE 'spoilt%'
                BEGIN SELECT CASE new.provider_id
                    WHEN 'spoilt-all' THEN RAISE(ROLLBACK, 'all') ELSE RAISE(ABORT, 'one') END; END
                """)
            for (spoilt, kept) in [("spoilt-one", 2), ("spoilt-all", 0)] {
                let lock = try await StoreLock(holding: bench.store)
                // They gather while the writer is busy. A busy machine needs its time.
                async let good = Self.outcome(of: bench.intake, "good beside \(spoilt)")
                async let bad = Self.outcome(of: bench.intake, spoilt)
                async let other = Self.outcome(of: bench.intake, "other beside \(spoilt)")
                try await Task.sleep(for: .seconds(1))
                try await lock.end()
                let (failed, results) = await (bad, [good, other])
                #expect(results.filter { if case .success = $0 { true } else { false } }.count == kept)
                #expect(throws: Intake.Refusal.self) { try failed.get() }
                #expect(
                    try await bench.count("SELECT count(*) FROM message WHERE provider_id LIKE '%beside \(spoilt)'")
                        == Int64(kept))
            }
        }
    }

    @Test func `a webhook that cannot be stored in time gets 503 with Retry-After, and its retry is answered`()
        async throws
    {
        var limits = GatewayBench.limits
        limits.webhookSeconds = 0.2
        try await GatewayBench.run(limits: limits) { bench in
            func call() async throws -> HTTPClientResponse {
                var request = HTTPClientRequest(url: bench.webhook + "?secret=\(GatewayBench.secret)&id=busy-1")
                request.method = .POST
                request.headers.add(name: "X-Kannel-From", value: "+84901239999")
                request.headers.add(name: "Content-Type", value: "text/plain; charset=\"UTF-8\"")
                request.body = .bytes(ByteBuffer(string: "lam khai sinh"))
                return try await HTTPClient.shared.execute(request, timeout: .seconds(30))
            }
            let lock = try await StoreLock(
                path: bench.folder + "/data/gateway.sqlite",
                keys: StoreKeys.loadOrMake(path: bench.folder + "/keys/gateway.key"))
            let refused = try await call()
            #expect(refused.status == .serviceUnavailable)
            #expect(refused.headers.first(name: "Retry-After") == "10")
            try await lock.end()
            var status = try await call().status
            while status == .serviceUnavailable { status = try await call().status }
            #expect(status == .ok)
            #expect(try await bench.wait { !bench.answers.to("+84901239999").isEmpty })
            let log = try await bench.store.messages(of: "sms", address: "+84901239999")
            #expect(log.filter { $0.direction == .incoming }.count == 1)
        }
    }
}
