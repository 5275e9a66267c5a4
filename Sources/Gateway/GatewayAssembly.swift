package import AsyncHTTPClient
package import Channels
import CheckedYAML
package import Content
package import Conversations
package import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import PublicServices
package import ServiceLifecycle
package import Storage
package import UnixSignals

/// The whole gateway, put together from its settings: the one place that knows all parts.
package struct GatewayAssembly: Sendable {
    package let settings: GatewaySettings
    /// What villagers are answered with; a change of its files is taken up while the gateway runs.
    package let live: LiveContent
    package var content: GatewayContent { live.content }
    package let store: GatewayStore
    /// In the order of dependency: the last is stopped first, so the door closes before the work in hand ends.
    package let services: [any Service]
    private let calls: WebhookCalls
    private let inbox: InboxWorker
    private let outbox: OutboxWorker
    private let retention: RetentionWorker
    private let tracking: TrackingWorker
    private let followUps: FollowUpWorker
    private let alerts: AlertWorker
    private let marks: HandlingMarks
    private let states: StateWatch
    private let healthText: HealthText
    /// What was counted since the start.
    let metrics: GatewayMetrics
    private let now: @Sendable () -> Date

    /// Opens the store, loads the content and builds the services; nothing runs yet.
    ///
    /// - Parameters:
    ///   - acceptsOnly: whether webhooks are stored and nothing is answered or sent.
    ///   - content: the content where it is loaded already, for many gateways on the same files.
    ///   - now: the clock of everything that is stored or promised; the machine's, guarded against jumps, when it is nil.
    ///   - machineClock: what stands for the machine's clock.
    ///   - pages: makes what answers on the office's port beside `/health`.
    ///   - whenListening: called once both ports are open.
    package init(
        settings: GatewaySettings, content loaded: GatewayContent? = nil, limits: GatewayLimits = GatewayLimits(),
        acceptsOnly: Bool = false, httpClient: HTTPClient,
        environment: [String: String], logger: Logger, now given: (@Sendable () -> Date)? = nil,
        machineClock: @escaping @Sendable () -> Date = { Date() },
        pages: (@Sendable (OfficeParts) throws -> OfficePages)? = nil,
        whenListening: @escaping @Sendable (GatewayPorts) async -> Void = { _ in }
    ) throws {
        self.settings = settings
        var limits = limits
        limits.channelAlarmSeconds = settings.channelAlarmSeconds
        limits.stallSeconds = settings.stallSeconds
        // The doors open as soon as the files are known to be right; the dialogues are made meanwhile.
        let content = try loaded ?? GatewayContent.load(settings, waits: false)
        // A wrong entry is told before the database is touched.
        _ = try ChannelList.make(
            settings, content: content, surroundings: .offline(settings, environment: environment))
        let store = try settings.openStore()
        self.store = store
        // Gateways of one server go by its time, wherever their own clocks stand.
        let lead = store.serverLead
        let clock = SteadyClock(machine: { machineClock().addingTimeInterval(lead) })
        let now = given ?? { clock.now }
        self.now = now
        let channels = try ChannelList.make(
            settings, content: content,
            surroundings: ChannelSurroundings(
                httpClient: httpClient, publicURL: settings.publicURL, environment: environment,
                tokens: .kept(in: store, now: now, logger: logger), limits: limits.provider, now: now))

        let use: @Sendable (GatewayContent) throws(FileProblems) -> LiveContent.Use = {
            [limits] content throws(FileProblems) in
            LiveContent.Use(
                content,
                try DossierDesk(
                    store: store, content: content, httpClient: httpClient, environment: environment, limits: limits))
        }
        let live = LiveContent(try use(content), logger: logger) { () throws(FileProblems) in
            let next = try GatewayContent.load(settings)
            // A channel whose commune is gone could answer nobody.
            _ = try ChannelList.make(
                settings, content: next, surroundings: .offline(settings, environment: environment))
            return try use(next)
        }
        self.live = live

        let owner = LeaseOwner.own
        let inboxWakeUps = WakeUps(listeners: 1)
        let outboxWakeUps = WakeUps(listeners: OutboxWorker.listeners(channels: channels))
        let intake = Intake(store: store, limits: limits, now: now, logger: logger)
        let watch = StoreWatch(store: store, limits: limits, now: now, logger: logger)
        let progress = FlowProgress()
        let flow = FlowWatch(store: store, limits: limits, progress: progress, now: now, logger: logger)
        let health = ChannelHealth()
        let metrics = GatewayMetrics(channels: channels.channels.keys)
        self.metrics = metrics
        let states = StateWatch(
            store: store, settings: settings, limits: limits, metrics: metrics, health: health, now: now, logger: logger
        )
        self.states = states
        marks = HandlingMarks(besides: settings.database)
        let calls = WebhookCalls(
            intake: intake, channels: channels, limits: limits, inboxWakeUps: inboxWakeUps, watch: watch,
            logger: logger, metrics: metrics)
        self.calls = calls
        let connections = Self.connections(limits, logger: logger)
        for channel in channels.channels.values where channel.profile.signatures != .enforce {
            logger.warning(
                "A channel takes calls that prove nothing.",
                metadata: [
                    "channel": "\(channel.profile.id)", "signatures": "\(channel.profile.signatures.rawValue)",
                ])
        }
        let notices = ServiceNotices(watch: watch, environment: environment, logger: logger)
        let opening = OpeningPorts { ports in
            notices.ready()
            await whenListening(ports)
        }
        let door = DoorServer(calls: calls).service(
            host: settings.host, port: settings.port, connections: connections, logger: Self.quiet(logger)
        ) { await opening.note(providers: $0) }
        let traits = try Self.traits(of: settings)
        let parts = OfficeParts(
            settings: settings, live: live, store: store, channels: traits,
            wakeSenders: { outboxWakeUps.signal() }, now: now, logger: logger)
        let healthText = HealthText(channels: metrics.channels)
        self.healthText = healthText
        let office = OfficeServer(
            host: settings.officeHost, port: settings.officePort, tls: settings.officeTLS,
            problem: { watch.problem ?? flow.problem },
            details: { healthText.lines(states.current) },
            isReady: { watch.isReady },
            metrics: {
                let units = Set(live.content.communes.values.flatMap { $0.units.map(\.id.rawValue) }).sorted()
                return MetricsText.text(
                    MetricsText.Shown(
                        counts: metrics.counts, channels: metrics.channels, units: units,
                        sendDurations: metrics.sendDurations.counts, answerDelays: metrics.answerDelays.counts,
                        commitDurations: store.commitDurations.counts, state: states.current,
                        isWritable: watch.isReady, isFlowing: flow.problem == nil))
            },
            pages: try pages?(parts))
        let officeService = try office.service(logger: Self.quiet(logger)) { await opening.note(office: $0) }
        inbox = InboxWorker(
            store: store, channels: channels, live: live, limits: limits, pace: settings.pace,
            owner: owner, wakeUps: inboxWakeUps, outboxWakeUps: outboxWakeUps, now: now, logger: logger, marks: marks,
            progress: progress, metrics: metrics)
        tracking = TrackingWorker(
            store: store, live: live, limits: limits, outboxWakeUps: outboxWakeUps, now: now,
            logger: logger)
        outbox = OutboxWorker(
            store: store, channels: channels, limits: limits, owner: owner, wakeUps: outboxWakeUps, now: now,
            logger: logger, progress: progress, health: health, metrics: metrics)
        alerts = AlertWorker(
            store: store, live: live, limits: limits, outboxWakeUps: outboxWakeUps, now: now, logger: logger)
        let attachments = AttachmentWorker(
            store: store, channels: channels, limits: limits, now: now, logger: logger)
        followUps = FollowUpWorker(
            store: store, live: live, limits: limits, outboxWakeUps: outboxWakeUps, now: now,
            logger: logger)
        let clockWatch = ClockWatch(store: store, clock: clock, limits: limits, logger: logger)
        // One of several gateways moves nothing along: the others' clocks did not jump, and its own time is steady.
        let clockWatches: [any Service] = given == nil && store.isFile ? [clockWatch] : []
        retention = RetentionWorker(
            store: store, channels: channels, live: live, limits: limits, attachmentDays: settings.attachmentDays,
            now: now, logger: logger)
        let talking: [any Service] = [tracking, followUps, alerts]
        let answering: [any Service] =
            [ChannelCare(channels: channels, limits: limits), attachments, outbox, flow, retention]
            + talking.map { AfterContent(content: content, service: $0) }
            + [AfterContent(content: content, service: inbox, logger: logger)]
        let settled = SettledWorker(store: store, now: now, logger: logger)
        let checkpoints = CheckpointWorker(store: store, limits: limits, logger: logger)
        services =
            [checkpoints, watch, states, notices, ContentReload(live: live)] + clockWatches
            + (acceptsOnly ? [] : answering + [settled])
            + [officeService, intake, door]
    }

    /// Handles all messages that wait, without any service running; for scenarios, which own the clock.
    package func handlePending() async throws {
        while try await inbox.pass() {}
    }

    /// Sends all that is due; for programs that own the clock.
    package func sendPending() async throws {
        for channel in calls.channels.channels.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
            while try await outbox.pass(of: channel, owner: LeaseOwner.own) {}
        }
    }

    /// Erases what is older than it may be kept, for programs that own the clock; how many texts.
    package func forgetOld() async throws -> Int { try await retention.pass().messages }

    /// Looks around now, and says what `/health` then says below its first line, for programs that own the clock.
    package func look() async -> [String] {
        await states.look()
        return healthText.lines(states.current)
    }

    /// Promises that passed unanswered since the start, as `/metrics` counts them.
    package var brokenPromises: Int { metrics.counts.promisesBroken }

    /// Takes a provider's call as the door does, without a connection; nil for a channel that is not configured.
    ///
    /// For programs that own the clock, such as the fuzzer: no service has to run.
    package func take(_ call: WebhookRequest, on channel: ChannelID) async -> WebhookAnswer? {
        guard let channel = calls.channels[channel] else { return nil }
        let reply = await withCheckedContinuation { caller in
            calls.take(call, on: channel) { caller.resume(returning: $0) }
        }
        return WebhookAnswer(status: reply.status, contentType: reply.headers[.contentType], body: reply.body)
    }

    /// What a call says that proved itself, read as the door reads it; nil where it is refused.
    package func events(of call: WebhookRequest, on channel: ChannelID) -> [InboundEvent]? {
        guard let channel = calls.channels[channel], (try? channel.verify(call)) != nil else { return nil }
        return try? channel.read(call)
    }

    /// Announces what is new about followed dossiers, for scenarios too.
    package func announceDossierNews() async throws { try await tracking.pass() }

    /// Looks up what slow portals left open and is due, for scenarios too.
    package func followUpDossiers() async throws { while try await followUps.pass() {} }

    /// Tells what came after the first alerts and is due, for scenarios too.
    package func tellFurtherAlerts() async throws { try await alerts.pass() }

    /// Runs until SIGTERM or SIGINT, finishes what is in hand and closes the store.
    package func run(
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
        await noteCrashes(logger: logger)
        try await ServiceGroup(configuration: configuration).run()
        marks.close()
        try store.close()
    }

    private static func traits(of settings: GatewaySettings) throws -> [ChannelID: ChannelTraits] {
        do throws(FileProblem) {
            return try settings.channelTraits()
        } catch {
            throw FileProblems([error])
        }
    }

    /// How many connections the door may have, told where it is fewer than wanted.
    private static func connections(_ limits: GatewayLimits, logger: Logger) -> Int {
        let wanted = limits.connections
        guard let files = OpenFiles.limit(raisedTo: wanted + limits.filesBesideConnections) else { return wanted }
        let connections = OpenFiles.connections(wanted: wanted, beside: limits.filesBesideConnections, limit: files)
        if connections < wanted {
            logger.warning(
                "Fewer connections are served than usual, for the system allows few open files: raise LimitNOFILE.",
                metadata: ["connections": "\(connections)", "files": "\(files)"])
        }
        return connections
    }

    /// Counts against each message that an earlier process ended while it worked on it, and begins to note messages itself.
    private func noteCrashes(logger: Logger) async {
        do {
            let messages = marks.leftBehind()
            if !messages.isEmpty {
                logger.error(
                    "The gateway ended while it worked on a message; at the second time it is set aside for staff.",
                    metadata: ["messages": "\(messages.map(\.description).joined(separator: ", "))"])
                try await store.noteCrashes(of: messages, now: now())
            }
            try marks.open()
        } catch {
            logger.warning("What ends the gateway cannot be noted.", metadata: ["error": "\(error)"])
        }
    }

    /// The libraries' own chatter is of no use to an operator below the level of a warning.
    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        if logger.logLevel < .warning, logger.logLevel > .debug { logger.logLevel = .warning }
        return logger
    }
}
