import AsyncHTTPClient
import CheckedYAML
import Content
import Conversations
import Foundation
import Gateway
import Logging
import ServiceLifecycle
import Simulation
import Storage
import Synchronization
import Testing

/// A gateway in this process, on a store of its own, with the simulated Kannel as its provider.
struct GatewayBench: Sendable {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
        .path
    static let secret = "secret-of-the-tests"
    /// The shipped content, loaded once for all tests: that takes seconds in a debug build.
    static let content = Result {
        try GatewayContent.load(GatewaySettings.load(path: root + "/config/gateway.yaml"))
    }

    /// On a machine busy with other tests a webhook may wait longer than a provider would.
    static let limits: GatewayLimits = {
        var limits = GatewayLimits()
        limits.webhookSeconds = 30
        return limits
    }()

    let store: GatewayStore
    let settings: GatewaySettings
    let port: Int
    let answers: Answers
    let folder: String

    /// What arrived at villagers' phones.
    final class Answers: Sendable {
        private let list = Mutex<[SimulatedKannel.Delivered]>([])
        func add(_ answer: SimulatedKannel.Delivered) { list.withLock { $0.append(answer) } }
        func to(_ phone: String) -> [SimulatedKannel.Delivered] { list.withLock { $0.filter { $0.to == phone } } }
    }

    var webhook: String { "http://127.0.0.1:\(port)/webhooks/sms" }

    func villager(_ phone: String) -> KannelVillager {
        KannelVillager(webhook: webhook, secret: Self.secret, phone: phone, number: "8079")
    }

    /// Waits until something is so; false after half a minute.
    func wait(until condition: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<600 {
            if try await condition() { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    /// Runs a gateway and its provider around a test; both are stopped gracefully after it.
    ///
    /// `signatures` is the mode of the channel; `pace` says how many messages are answered.
    static func run(
        limits: GatewayLimits = limits, signatures: String = "enforce", pace: MessagePace? = nil,
        _ test: @escaping @Sendable (GatewayBench) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "gateway-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let answers = Answers()
        let (provider, providerOpened) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                let kannel = SimulatedKannel(host: "127.0.0.1", port: 0, username: "user", password: "pass")
                try? await kannel.run(whenListening: { providerOpened.yield($0) }) { answers.add($0) }
            }
            var ports = provider.makeAsyncIterator()
            let providerPort = await ports.next() ?? 0
            let port = try freePort()
            let (opened, open) = AsyncStream.makeStream(of: Void.self)
            var settings = try settings(
                folder: folder, port: port, providerPort: providerPort, signatures: signatures)
            if let pace { settings.pace = pace }
            let assembly = try GatewayAssembly(
                settings: settings,
                content: try content.get(), limits: limits, httpClient: .shared,
                environment: [:], logger: quietLogger, whenListening: { _ in open.finish() })
            let services = ServiceGroup(
                configuration: ServiceGroupConfiguration(services: assembly.services, logger: quietLogger))
            let (ended, end) = AsyncStream.makeStream(of: Void.self)
            group.addTask {
                await serve(services)
                open.finish()
                end.finish()
            }
            for await _ in opened {}
            let bench = GatewayBench(
                store: assembly.store, settings: settings, port: port, answers: answers, folder: folder.path)
            let result: Result<Void, any Error>
            do {
                try await test(bench)
                result = .success(())
            } catch {
                result = .failure(error)
            }
            await services.triggerGracefulShutdown()
            await wait(for: ended)
            group.cancelAll()
            while (try? await group.next()) != nil {}
            try assembly.store.close()
            try result.get()
        }
    }

    /// Waits until a gateway has ended, a minute at most: a provider that is cancelled while the gateway connects to it
    /// would take the whole test process with it.
    static func wait(for ended: AsyncStream<Void>) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in ended {} }
            group.addTask { try? await Task.sleep(for: .seconds(60)) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Serves until it is stopped; a gateway that ends by itself, as one whose port is taken, fails its test and says why.
    static func serve(_ services: ServiceGroup) async {
        do {
            try await services.run()
        } catch is CancellationError {
        } catch {
            Issue.record(error, "the gateway ended by itself")
        }
    }

    static var quietLogger: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    private static func settings(
        folder: URL, port: Int, providerPort: Int, signatures: String
    ) throws -> GatewaySettings {
        var settings = try GatewaySettings.load(path: root + "/config/gateway.yaml")
        settings.port = port
        settings.officePort = 0
        settings.publicURL = "http://127.0.0.1:\(port)"
        settings.database = folder.appending(path: "data/gateway.sqlite").path
        settings.keyFile = folder.appending(path: "keys/gateway.key").path
        settings.channels = try YAMLEntry.parse(
            """
            - id: sms
              kind: kannel
              commune: dak-ha
              number: "8079"
              signatures: \(signatures)
              secret: \(secret)
              send_url: http://127.0.0.1:\(providerPort)/cgi-bin/sendsms
              username: user
              password: pass
            """, file: "test.yaml"
        ).entries()
        return settings
    }

    /// A port for a gateway that must know it before it listens, for its report addresses.
    ///
    /// Each is given once, and lies below those that the system gives to connections: nothing takes it meanwhile.
    static func freePort() throws -> Int {
        for _ in 0..<1000 {
            let port = nextPort.withLock { next in
                next = next < 31_999 ? next + 1 : 21_000
                return next
            }
            if isFree(port) { return port }
        }
        throw CocoaError(.featureUnsupported)
    }

    private static let nextPort = Mutex(Int.random(in: 21_000..<32_000))

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
