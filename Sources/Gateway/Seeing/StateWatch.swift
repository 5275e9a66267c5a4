import CheckedYAML
import Conversations
import Foundation
import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// Looks every few seconds at what `/health` and `/metrics` tell, so that asking for them costs the database nothing.
final class StateWatch: Service, Sendable {
    private let store: GatewayStore
    private let settings: GatewaySettings
    private let limits: GatewayLimits
    private let metrics: GatewayMetrics
    private let health: ChannelHealth
    private let now: @Sendable () -> Date
    private let logger: Logger
    private let state: Mutex<GatewayState>
    private let lookedAt: Mutex<Date>

    init(
        store: GatewayStore, settings: GatewaySettings, limits: GatewayLimits, metrics: GatewayMetrics,
        health: ChannelHealth, now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.store = store
        self.settings = settings
        self.limits = limits
        self.metrics = metrics
        self.health = health
        self.now = now
        self.logger = logger
        let begin = now()
        state = Mutex(GatewayState(at: begin))
        lookedAt = Mutex(begin)
    }

    var current: GatewayState { state.withLock { $0 } }

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                await self.look()
                try await Task.sleep(for: .seconds(self.limits.stateSeconds))
            }
        }
    }

    func look() async {
        let now = now()
        let before = lookedAt.withLock { $0 }
        var next = GatewayState(at: now)
        do {
            let sights = try await store.sights(since: before, now: now)
            metrics.noteBrokenPromises(sights.newlyOverdue)
            lookedAt.withLock { $0 = now }
            next.sights = sights
        } catch {
            logger.debug("The state of the database cannot be read.", metadata: ["error": "\(error)"])
        }
        // Paths are nobody's business who may ask for the health.
        next.copyProblems = BackupKeys.problems(settings).map { "\($0.what). Fix: \($0.mend)" }
        next.lost = await lost()
        next.databaseBytes = (try? await store.bytes()) ?? 0
        next.isOnServer = settings.server != nil
        next.replication = try? await store.replication()
        next.freeBytes = DiskRoom.free(at: store.path)
        next.hasCertificate = settings.officeTLS != nil
        next.certificateEnd = settings.officeTLS.flatMap { CertificateEnd.ofFile($0.certificate) }
        (next.failing, next.replaced) = (health.failing, health.replaced)
        state.withLock { $0 = next }
    }

    /// Also notes how far the database has come; what is gone is told in the log once.
    private func lost() async -> ClosedRange<Int64>? {
        let before = current.lost
        do {
            let lost = try await store.noteReached()
            if let lost, lost != before {
                logger.error(
                    "Messages are gone from the database: its journal (-wal) was deleted, or an older copy put in its place.",
                    metadata: [
                        "first": "\(lost.lowerBound)", "last": "\(lost.upperBound)", "fix": "gateway doctor",
                    ])
            }
            return lost
        } catch {
            logger.debug("How far the database has come cannot be noted.", metadata: ["error": "\(error)"])
            return before
        }
    }
}

extension StateWatch: CustomStringConvertible {
    var description: String { "state watch" }
}
