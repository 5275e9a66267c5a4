import Foundation
import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// Writes a little to the database from time to time, so that `/health` and the log tell when it cannot be written.
///
/// It only watches: everything else goes on trying, and works again by itself when the cause has ended.
final class StoreWatch: Service, Sendable {
    private struct State {
        /// What mends it; nil while all is well.
        var mend: String?
        /// When the write in hand began.
        var began: ContinuousClock.Instant?
    }

    private let store: GatewayStore
    private let limits: GatewayLimits
    private let now: @Sendable () -> Date
    private let logger: Logger
    private let state = Mutex(State())

    init(store: GatewayStore, limits: GatewayLimits, now: @escaping @Sendable () -> Date, logger: Logger) {
        self.store = store
        self.limits = limits
        self.now = now
        self.logger = logger
    }

    /// Nil while the database can be written; else a sentence that names no path.
    var problem: String? {
        state.withLock { state in
            if let mend = state.mend { return "The database cannot be written. " + mend }
            guard let began = state.began, ContinuousClock.now - began > .seconds(limits.healthPatience) else {
                return nil
            }
            return "The database does not answer. Look whether another program holds it, or whether the disk fails."
        }
    }

    /// Hears of a failure before the next look finds it.
    func note(_ error: any Error) {
        let mend = (error as? StorageError)?.mend ?? "The log says more."
        let isNew = state.withLock { state in
            defer { state.mend = mend }
            return state.mend == nil
        }
        if isNew {
            logger.error(
                "The database cannot be written; providers are asked to repeat, and nothing is answered meanwhile.",
                metadata: ["error": "\(error)"])
        }
    }

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                await self.look()
                try await Task.sleep(for: .seconds(self.problem == nil ? self.limits.healthSeconds : 1))
            }
        }
    }

    func look() async {
        state.withLock { $0.began = .now }
        do {
            try await store.proveWritable(at: now())
            let wasIll = state.withLock { state in
                defer { state = State() }
                return state.mend != nil
            }
            if wasIll { logger.notice("The database can be written again.") }
        } catch is CancellationError {
            state.withLock { $0.began = nil }
        } catch {
            state.withLock { $0.began = nil }
            note(error)
        }
    }
}
