import AsyncHTTPClient
import CheckedYAML
import Conversations
import Foundation
import PublicServices
import Storage
import Testing

@testable import Channels
@testable import Gateway
@testable import Simulation

/// The life of a token pair whose refresh token is good for once, on a real store.
@Suite(.timeLimit(.minutes(5))) struct ZaloTokenTests {
    private static func withStore(_ test: (String, StoreKeys) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tokens-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await test(folder.appending(path: "data/gateway.sqlite").path, StoreKeys.random())
    }

    private static func channel(
        _ store: GatewayStore, port: Int, now: Date = Date(), vault: TokenVault? = nil
    ) throws -> ZaloChannel {
        let vault = vault ?? .kept(in: store, now: { now }, logger: GatewayBench.quietLogger)
        let channel = try ChannelKinds.channel(
            try #require(try ZaloBench.entry(port: port).first),
            ChannelSurroundings(
                httpClient: .shared, publicURL: "", environment: [:], tokens: vault, now: { now }))
        return try #require(channel as? ZaloChannel)
    }

    private static func message(_ text: String = "Chào") -> OutgoingMessage {
        OutgoingMessage(id: MessageID(1), channel: "zalo", recipient: "1", text: text, earlierAttempts: 0)
    }

    @Test func `a process that ends between renewing and sending leaves the new pair behind`() async throws {
        try await ZaloBench.withZalo { zalo, port in
            try await Self.withStore { path, keys in
                let first = try GatewayStore.open(path: path, keys: keys)
                try await first.keepFirstToken(refresh: "first-refresh", of: "zalo", now: Date())
                // The token is renewed, and then nothing is sent any more.
                _ = try await Self.channel(first, port: port).tokens.current()
                try first.close()

                let second = try GatewayStore.open(path: path, keys: keys)
                let kept = try await TokenVault.kept(
                    in: second, now: { Date() }, logger: GatewayBench.quietLogger
                ).load("zalo")
                #expect(kept?.access == zalo.tokens.access)
                #expect(kept?.refresh == zalo.tokens.refresh)
                _ = try await Self.channel(second, port: port).send(Self.message())
                #expect(zalo.delivered.count == 1)
                #expect(zalo.exchanges == 1)
                try second.close()
            }
        }
    }

    @Test func `a pair that cannot be kept is not used, and not lost either`() async throws {
        try await ZaloBench.withZalo { zalo, port in
            try await Self.withStore { path, keys in
                let store = try GatewayStore.open(path: path, keys: keys)
                let kept = TokenVault.kept(in: store, now: { Date() }, logger: GatewayBench.quietLogger)
                try await kept.save(TokenPair(refresh: "first-refresh"), "zalo")
                let disk = Disk()
                let channel = try Self.channel(
                    store, port: port,
                    vault: TokenVault(
                        load: kept.load,
                        save: { pair, id in
                            if await disk.isFull() { throw CocoaError(.fileWriteOutOfSpace) }
                            try await kept.save(pair, id)
                        }, alarm: kept.alarm))
                await #expect {
                    try await channel.send(Self.message())
                } throws: { error in
                    (error as? DeliveryError)?.kind == .retry
                }
                #expect(zalo.delivered.isEmpty)
                #expect(zalo.exchanges == 1)
                // The second time there is space again.
                _ = try await channel.send(Self.message())
                #expect(zalo.delivered.count == 1)
                #expect(zalo.exchanges == 1)
                #expect(try await kept.load("zalo")?.refresh == zalo.tokens.refresh)
                try store.close()
            }
        }
    }

    @Test func `a token that another gateway is renewing is not renewed twice`() async throws {
        try await ZaloBench.withZalo { zalo, port in
            try await Self.withStore { path, keys in
                let store = try GatewayStore.open(path: path, keys: keys)
                let now = Date()
                try await store.keepFirstToken(refresh: "first-refresh", of: "zalo", now: now)
                #expect(try await store.claimRenewal(of: "zalo", owner: "other/1", now: now))
                let channel = try Self.channel(store, port: port, now: now)
                await #expect {
                    try await channel.send(Self.message())
                } throws: { error in
                    (error as? DeliveryError)?.kind == .retry
                }
                #expect(zalo.exchanges == 0)
                _ = try await Self.channel(store, port: port, now: now + 31).send(Self.message())
                #expect(zalo.exchanges == 1)
                try store.close()
            }
        }
    }

    private actor Disk {
        private var refusals = 1
        func isFull() -> Bool {
            defer { refusals = max(refusals - 1, 0) }
            return refusals > 0
        }
    }

    @Test func `a token is renewed an hour before its end, and not earlier`() async throws {
        try await ZaloBench.withZalo { zalo, port in
            try await Self.withStore { path, keys in
                let store = try GatewayStore.open(path: path, keys: keys)
                let now = Date()
                try await store.keepFirstToken(refresh: "first-refresh", of: "zalo", now: now)
                await (try Self.channel(store, port: port, now: now)).maintain()
                #expect(zalo.exchanges == 1)
                await (try Self.channel(store, port: port, now: now + 23.9 * 3600)).maintain()
                #expect(zalo.exchanges == 1)
                await (try Self.channel(store, port: port, now: now + 24.1 * 3600)).maintain()
                #expect(zalo.exchanges == 2)
                try store.close()
            }
        }
    }

    @Test func `a dead refresh token alarms staff once, is not tried at every message, and a new one mends it`()
        async throws
    {
        try await ZaloBench.withZalo { zalo, port in
            try await Self.withStore { path, keys in
                let store = try GatewayStore.open(path: path, keys: keys)
                try await store.keepFirstToken(refresh: "used-before", of: "zalo", now: Date())
                let channel = try Self.channel(store, port: port)
                for _ in 0..<3 {
                    await #expect {
                        try await channel.send(Self.message())
                    } throws: { error in
                        (error as? DeliveryError)?.kind == .account
                    }
                }
                #expect(zalo.refusedExchanges == 1)
                let open = try await store.openEscalations(limit: 10)
                #expect(open.map(\.reason) == [.channelBroken])
                #expect(open.first?.channel == "zalo")
                #expect(open.first?.detail?.contains("gateway zalo tokens zalo") == true)
                #expect(open.first?.detail?.contains("used-before") == false)

                try await store.keepFirstToken(refresh: "first-refresh", of: "zalo", now: Date())
                _ = try await channel.send(Self.message())
                #expect(zalo.delivered.count == 1)
                #expect(try await store.openEscalations(limit: 10).isEmpty)
                try store.close()
            }
        }
    }

    @Test func `neither token stands in the files`() async throws {
        try await Self.withStore { path, keys in
            let store = try GatewayStore.open(path: path, keys: keys)
            try await store.keepFirstToken(refresh: "a-secret-refresh-token", of: "zalo", now: Date())
            for suffix in ["", "-wal"] {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: path + suffix))
                #expect(bytes.range(of: Data("a-secret-refresh-token".utf8)) == nil)
            }
            try store.close()
        }
    }
}
