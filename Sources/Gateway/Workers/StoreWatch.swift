import Foundation
import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// Writes a little to the database from time to time, so that `/health` and the log tell when it cannot be written, when its
/// file was taken away under the gateway, and when it is damaged.
///
/// It only watches: everything else goes on trying, and works again by itself when the cause has ended.
final class StoreWatch: Service, Sendable {
    private struct State {
        /// What mends it; nil while all is well.
        var mend: String?
        /// When a write last succeeded.
        var written: ContinuousClock.Instant?
        /// When the write in hand began.
        var began: ContinuousClock.Instant?
        /// What is wrong with the file itself, in a sentence; outlasts writes that go well.
        var loss: String?
        var damage: String?
        /// Why reports are not read from the standby that is there for them.
        var replicaFault: StorageError?
        /// The journal, once there is one; it stays as long as the database is open.
        var journal: StoreFiles.Identity?
    }

    private let store: GatewayStore
    private let limits: GatewayLimits
    private let now: @Sendable () -> Date
    private let logger: Logger
    private let state = Mutex(State())
    /// The file that was opened.
    private let opened: StoreFiles.Identity?

    init(store: GatewayStore, limits: GatewayLimits, now: @escaping @Sendable () -> Date, logger: Logger) {
        self.store = store
        self.limits = limits
        self.now = now
        self.logger = logger
        opened = StoreFiles.identity(of: store.path)
    }

    /// Whether the file is gone under the gateway: what is written now is in no file that a later start will find.
    var isLost: Bool { state.withLock { $0.loss != nil } }

    /// Nil while the database is there, whole, and can be written; else a sentence that names no path.
    var problem: String? {
        state.withLock { state in
            if let loss = state.loss { return loss }
            if let mend = state.mend { return "The database cannot be written. " + mend }
            guard let began = state.began, ContinuousClock.now - began > .seconds(limits.healthPatience) else {
                return state.damage
            }
            return "The database does not answer. Look whether another program holds it, or whether the disk fails."
        }
    }

    /// Whether a write succeeded just now, into the file that was opened: only then a message that comes can be kept.
    var isReady: Bool {
        state.withLock { state in
            state.loss == nil
                && state.written.map { ContinuousClock.now - $0 < .seconds(limits.readySeconds) } ?? false
        }
    }

    /// Whether the database answers at all, be it with a refusal: what hangs for long is helped by a restart alone.
    var isAnswering: Bool {
        state.withLock { state in
            state.began.map { ContinuousClock.now - $0 < .seconds(limits.stuckSeconds) } ?? true
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
            var nextCheck = ContinuousClock.now
            while true {
                await self.look()
                if ContinuousClock.now >= nextCheck {
                    await self.lookForDamage()
                    nextCheck = .now + .seconds(self.limits.damageCheckEvery)
                }
                try await Task.sleep(for: .seconds(self.problem == nil ? self.limits.healthSeconds : 1))
            }
        }
    }

    func look() async {
        lookAtFiles()
        lookAtReplica()
        state.withLock { $0.began = .now }
        do {
            try await store.proveWritable(at: now())
            let wasIll = state.withLock { state in
                defer { (state.mend, state.began, state.written) = (nil, nil, .now) }
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

    /// Compares the names on disk with what was opened: a file that was moved, deleted or replaced is written all the same.
    private func lookAtFiles() {
        guard store.isFile else { return }
        let database = StoreFiles.identity(of: store.path)
        let journal = StoreFiles.identity(of: store.path + "-wal")
        let (loss, before) = state.withLock { state in
            let before = state.loss
            if state.journal == nil { state.journal = journal }
            if database != opened {
                state.loss = Self.loss(of: "database")
            } else if state.journal != journal {
                state.loss = Self.loss(of: "database's journal (-wal)")
            } else {
                state.loss = nil
            }
            return (state.loss, before)
        }
        if let loss, before == nil {
            logger.error("\(loss) Providers are asked to repeat meanwhile.", metadata: ["file": "\(store.path)"])
        } else if loss == nil, before != nil {
            logger.notice("The files of the database are back.")
        }
    }

    /// Says once that reports are read from the primary, and once that they are not any more.
    private func lookAtReplica() {
        let fault = store.replicaFault
        let before = state.withLock { state in
            defer { state.replicaFault = fault }
            return state.replicaFault
        }
        guard fault != before else { return }
        if let fault {
            logger.warning("Reports and searches are read from the primary.", metadata: ["reason": "\(fault)"])
        } else {
            logger.notice("Reports and searches are read from a standby again.")
        }
    }

    private static func loss(of file: String) -> String {
        "The \(file) was moved, deleted or replaced while the gateway runs. "
            + "Stop the gateway, put the file back in its place, and start it again."
    }

    /// Reads through the file, for a bounded time; a damage that is found stays told until the next look.
    func lookForDamage() async {
        do {
            let damage = try await store.damage(lookingFor: limits.damageCheckSeconds)
            state.withLock {
                $0.damage = damage.map { _ in
                    "The database is damaged. Stop the gateway, keep a copy of the file, and run gateway doctor."
                }
            }
            if let damage { logger.error("The database is damaged.", metadata: ["found": "\(damage)"]) }
        } catch {
            // Whether it can be read at all is told by the next look.
            logger.debug("The database was not looked through.", metadata: ["error": "\(error)"])
        }
    }
}
