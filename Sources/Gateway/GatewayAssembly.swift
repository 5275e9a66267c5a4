public import AsyncHTTPClient
import Channels
import Conversations
public import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
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
    private let tracking: TrackingWorker
    private let followUps: FollowUpWorker

    /// Opens the store, loads the content and builds the services; nothing runs yet.
    ///
    /// - Parameters:
    ///   - acceptsOnly: whether webhooks are stored and nothing is answered or sent.
    ///   - content: the content where it is loaded already, for many gateways on the same files.
    ///   - now: the clock of everything that is stored or promised; the machine's, guarded against jumps, when it is nil.
    ///   - machineClock: what stands for the machine's clock.
    ///   - whenListening: called with the port once the door is open.
    public init(
        settings: GatewaySettings, content loaded: GatewayContent? = nil, limits: GatewayLimits = GatewayLimits(),
        acceptsOnly: Bool = false, httpClient: HTTPClient,
        environment: [String: String], logger: Logger, now given: (@Sendable () -> Date)? = nil,
        machineClock: @escaping @Sendable () -> Date = { Date() },
        whenListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws {
        self.settings = settings
        var limits = limits
        limits.channelAlarmSeconds = settings.channelAlarmSeconds
        content = try loaded ?? GatewayContent.load(settings)
        // A wrong entry is told before the database is touched.
        _ = try ChannelList.make(
            settings, content: content, surroundings: .offline(settings, environment: environment))
        let clock = SteadyClock(machine: machineClock)
        let now = given ?? { clock.now }
        let store = try GatewayStore.open(
            path: settings.database, keys: StoreKeys.loadOrMake(path: settings.keyFile, forDatabase: settings.database))
        self.store = store
        let channels = try ChannelList.make(
            settings, content: content,
            surroundings: ChannelSurroundings(
                httpClient: httpClient, publicURL: settings.publicURL, environment: environment,
                tokens: .kept(in: store, now: now, logger: logger), now: now))

        let desk = try DossierDesk(
            store: store, content: content, httpClient: httpClient, environment: environment, limits: limits)

        let owner = LeaseOwner.own
        let inboxWakeUps = WakeUps(listeners: 1)
        let outboxWakeUps = WakeUps(listeners: OutboxWorker.listeners(channels: channels, limits: limits))
        let intake = Intake(store: store, limits: limits, now: now, logger: logger)
        let watch = StoreWatch(store: store, limits: limits, now: now, logger: logger)
        let router = Router()
        let calls = WebhookCalls(
            intake: intake, channels: channels, limits: limits, inboxWakeUps: inboxWakeUps, watch: watch,
            logger: logger)
        WebhookRoutes(calls: calls).add(to: router)
        router.get("health") { _, _ in
            watch.problem.map { WebhookReply.refusal(.serviceUnavailable, $0).response }
                ?? Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: "ok\n")))
        }
        for channel in channels.channels.values where channel.profile.signatures != .enforce {
            logger.warning(
                "A channel takes calls that prove nothing.",
                metadata: [
                    "channel": "\(channel.profile.id)", "signatures": "\(channel.profile.signatures.rawValue)",
                ])
        }
        let door = Application(
            router: router,
            server: HTTPServerBuilder { DoorChannel(responder: $0, calls: calls) },
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), serverName: nil,
                backlog: 1024,
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)),
            onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? 0) },
            logger: Self.quiet(logger))
        inbox = InboxWorker(
            store: store, channels: channels, content: content, desk: desk, limits: limits, pace: settings.pace,
            owner: owner, wakeUps: inboxWakeUps, outboxWakeUps: outboxWakeUps, now: now, logger: logger)
        tracking = TrackingWorker(
            store: store, content: content, desk: desk, limits: limits, outboxWakeUps: outboxWakeUps, now: now,
            logger: logger)
        let outbox = OutboxWorker(
            store: store, channels: channels, limits: limits, owner: owner, wakeUps: outboxWakeUps, now: now,
            logger: logger)
        let attachments = AttachmentWorker(
            store: store, channels: channels, limits: limits, now: now, logger: logger)
        followUps = FollowUpWorker(
            store: store, content: content, desk: desk, limits: limits, outboxWakeUps: outboxWakeUps, now: now,
            logger: logger)
        let clockWatch = ClockWatch(store: store, clock: clock, limits: limits, logger: logger)
        let clockWatches: [any Service] = given == nil ? [clockWatch] : []
        let answering: [any Service] = [
            ChannelCare(channels: channels, limits: limits), attachments, outbox, inbox, tracking, followUps,
        ]
        let checkpoints = CheckpointWorker(store: store, limits: limits, logger: logger)
        services = [checkpoints, watch] + clockWatches + (acceptsOnly ? [] : answering) + [intake, door]
    }

    /// Handles all messages that wait, without any service running; for scenarios, which own the clock.
    public func handlePending() async throws {
        while try await inbox.pass() {}
    }

    /// Announces what is new about followed dossiers, for scenarios too.
    public func announceDossierNews() async throws { try await tracking.pass() }

    /// Looks up what slow portals left open and is due, for scenarios too.
    public func followUpDossiers() async throws { while try await followUps.pass() {} }

    /// Runs until SIGTERM or SIGINT, finishes what is in hand and closes the store.
    public func run(
        limits: GatewayLimits = GatewayLimits(), signals: [UnixSignal] = [.sigterm, .sigint], logger: Logger
    ) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: signals, logger: Self.quiet(logger))
        configuration.maximumGracefulShutdownDuration = .seconds(limits.shutdownSeconds)
        configuration.maximumCancellationDuration = .seconds(5)
        do {
            try await store.releaseLeases(heldBy: LeaseOwner.isDead)
        } catch {
            logger.warning("The leases of an earlier process stay until they end.", metadata: ["error": "\(error)"])
        }
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
