import AsyncAlgorithms
import Logging
import ServiceLifecycle
import Storage

/// Keeps the journal of the database short, apart from the commits that providers wait for.
struct CheckpointWorker: Service {
    let store: GatewayStore
    let limits: GatewayLimits
    let logger: Logger

    func run() async throws {
        let ticks = AsyncTimerSequence(interval: .milliseconds(limits.checkpointMilliseconds), clock: .continuous)
        for await _ in ticks.cancelOnGracefulShutdown() {
            do {
                try await store.checkpoint()
            } catch is CancellationError {
                break
            } catch {
                logger.error(
                    "The journal of the database could not be shortened; it is tried again at the next tick.",
                    metadata: ["error": "\(error)"])
            }
        }
    }
}
