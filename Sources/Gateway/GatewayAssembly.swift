public import AsyncHTTPClient
import Channels
import Conversations
public import Foundation
import HTTPTypes
import Hummingbird
public import Logging
import NIOCore
public import ServiceLifecycle
public import Storage
public import UnixSignals

/// The whole gateway, put together from its settings: the one place that knows all parts.
public struct GatewayAssembly: Sendable {
    public let settings: GatewaySettings
    public let content: GatewayContent
    public let store: GatewayStore
    /// In the order of dependency: the last is stopped first, so the door closes before the work in hand ends.
    public let services: [any Service]
    private let inbox: InboxWorker

    /// Opens the store, loads the content and builds the services; nothing runs yet.
    ///
    /// - Parameters:
    ///   - now: the clock of everything that is stored or promised.
    ///   - whenListening: called with the port once the door is open.
    public init(
        settings: GatewaySettings, limits: GatewayLimits = GatewayLimits(), httpClient: HTTPClient,
        environment: [String: String], logger: Logger, now: @escaping @Sendable () -> Date = { Date() },
        whenListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws {
        self.settings = settings
        content = try GatewayContent.load(settings)
        let channels = try ChannelList.make(
            settings, content: content,
            surroundings: ChannelSurroundings(
                httpClient: httpClient, publicURL: settings.publicURL, environment: environment, now: now))
        let store = try GatewayStore.open(path: settings.database, keys: StoreKeys.loadOrMake(path: settings.keyFile))
        self.store = store

        let owner = "\(ProcessInfo.processInfo.hostName)/\(ProcessInfo.processInfo.processIdentifier)"
        let inboxWakeUps = WakeUps(listeners: 1)
        let outboxWakeUps = WakeUps(listeners: limits.senders)
        let router = Router()
        WebhookRoutes(
            store: store, channels: channels, limits: limits, inboxWakeUps: inboxWakeUps, now: now, logger: logger
        ).add(to: router)
        router.get("health") { _, _ in "ok\n" }
        let door = Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(Int64(limits.idleSeconds)))),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), serverName: nil,
                backlog: 1024),
            onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? 0) },
            logger: Self.quiet(logger))
        inbox = InboxWorker(
            store: store, channels: channels, content: content, limits: limits, owner: owner, wakeUps: inboxWakeUps,
            outboxWakeUps: outboxWakeUps, now: now, logger: logger)
        let outbox = OutboxWorker(
            store: store, channels: channels, limits: limits, owner: owner, wakeUps: outboxWakeUps, now: now,
            logger: logger)
        services = [outbox, inbox, door]
    }

    /// Handles all messages that wait, without any service running; for scenarios, which own the clock.
    public func handlePending() async throws {
        while try await inbox.pass() {}
    }

    /// Runs until SIGTERM or SIGINT, finishes what is in hand and closes the store.
    public func run(
        limits: GatewayLimits = GatewayLimits(), signals: [UnixSignal] = [.sigterm, .sigint], logger: Logger
    ) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: signals, logger: Self.quiet(logger))
        configuration.maximumGracefulShutdownDuration = .seconds(limits.shutdownSeconds)
        configuration.maximumCancellationDuration = .seconds(5)
        try await ServiceGroup(configuration: configuration).run()
        try store.close()
    }

    /// The libraries' own chatter is of no use to an operator below the level of a warning.
    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        if logger.logLevel < .warning, logger.logLevel > .debug { logger.logLevel = .warning }
        return logger
    }
}
