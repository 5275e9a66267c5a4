import AsyncHTTPClient
import CheckedYAML
import Content
import Conversations
import Foundation
import Logging
import PublicServices
import ServiceLifecycle
import Storage
import Testing

@testable import Channels
@testable import Gateway
@testable import Simulation

/// A gateway in this process with a Zalo channel, and the simulated Zalo as its provider.
struct ZaloBench: Sendable {
    static let app = "1234567890123456789"
    static let account = "3674338702778449434"
    static let secret = "OA_SECRET_FOR_TESTS"
    static let appSecret = "APP_SECRET_FOR_TESTS"
    static let user = "2512523625412515"

    let store: GatewayStore
    let zalo: SimulatedZalo
    let port: Int
    /// Asks the gateway to end, as SIGTERM does.
    let stop: @Sendable () async -> Void

    func villager(_ user: String = user) -> ZaloVillager {
        ZaloVillager(
            webhook: "http://127.0.0.1:\(port)/webhooks/zalo", appID: Self.app, account: Self.account,
            secret: Self.secret, user: user)
    }

    /// Waits until something is so; false after half a minute.
    func wait(until condition: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<600 {
            if try await condition() { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    func log(_ user: String = user) async throws -> [StoredMessage] {
        try await store.messages(of: "zalo", address: user)
    }

    static func entry(port: Int, _ extra: String = "") throws -> [YAMLEntry] {
        try YAMLEntry.parse(
            """
            - id: zalo
              kind: zalo
              commune: dak-ha
              spelling: marked
              app_id: "\(app)"
              oa_id: "\(account)"
              secret: \(secret)
              app_secret: \(appSecret)
              api_url: http://127.0.0.1:\(port)
              oauth_url: http://127.0.0.1:\(port)
              \(extra)
            """, file: "test.yaml"
        ).entries()
    }

    /// Runs the simulated Zalo alone, for tests of the channel with a store of their own.
    static func withZalo(_ test: @escaping @Sendable (SimulatedZalo, Int) async throws -> Void) async throws {
        let zalo = SimulatedZalo(appSecret: appSecret, access: "old", refresh: "first-refresh")
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try? await zalo.run { opened.yield($0) } }
            var iterator = ports.makeAsyncIterator()
            let port = await iterator.next() ?? 0
            let result: Result<Void, any Error>
            do {
                try await test(zalo, port)
                result = .success(())
            } catch {
                result = .failure(error)
            }
            group.cancelAll()
            try result.get()
        }
    }

    /// Runs a whole gateway, with a first refresh token in its store.
    static func run(
        limits: GatewayLimits = GatewayBench.limits, _ test: @escaping @Sendable (ZaloBench) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "zalo-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await withZalo { zalo, zaloPort in
            var settings = try GatewaySettings.load(path: GatewayBench.root + "/config/gateway.yaml")
            settings.port = try GatewayBench.freePort()
            settings.officePort = 0
            settings.database = folder.appending(path: "data/gateway.sqlite").path
            settings.keyFile = folder.appending(path: "keys/gateway.key").path
            settings.channels = try entry(port: zaloPort)
            let (opened, open) = AsyncStream.makeStream(of: Void.self)
            let assembly = try GatewayAssembly(
                settings: settings, content: try GatewayBench.content.get(), limits: limits,
                httpClient: .shared, environment: [:],
                logger: GatewayBench.quietLogger,
                whenListening: { _ in open.finish() })
            try await assembly.store.keepFirstToken(refresh: "first-refresh", of: "zalo", now: Date())
            let services = ServiceGroup(
                configuration: ServiceGroupConfiguration(
                    services: assembly.services, logger: GatewayBench.quietLogger))
            try await withThrowingTaskGroup(of: Void.self) { group in
                let (ended, end) = AsyncStream.makeStream(of: Void.self)
                group.addTask {
                    await GatewayBench.serve(services)
                    open.finish()
                    end.finish()
                }
                for await _ in opened {}
                let result: Result<Void, any Error>
                do {
                    try await test(
                        ZaloBench(
                            store: assembly.store, zalo: zalo, port: settings.port,
                            stop: { await services.triggerGracefulShutdown() }))
                    result = .success(())
                } catch {
                    result = .failure(error)
                }
                await services.triggerGracefulShutdown()
                await GatewayBench.wait(for: ended)
                group.cancelAll()
                while (try? await group.next()) != nil {}
                try assembly.store.close()
                try result.get()
            }
        }
    }
}
