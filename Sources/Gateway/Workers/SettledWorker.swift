import AsyncAlgorithms
import Foundation
import Logging
import ServiceLifecycle
import Storage

/// Reads messages that nothing will change any more, for search and reports, so that no message waits for that.
struct SettledWorker: Service {
    let store: GatewayStore
    let now: @Sendable () -> Date
    let logger: Logger

    /// How often it looks, in milliseconds.
    private static let tick = 1000
    /// A rest behind each batch, in milliseconds: in a storm the writer's time belongs to answers, and search comes after them.
    private static let rest = 200

    func run() async throws {
        let ticks = AsyncTimerSequence(interval: .milliseconds(Self.tick), clock: .continuous)
        for await _ in ticks.cancelOnGracefulShutdown() {
            do {
                while try await store.readSettled(now: now()) > 0, !Task.isShuttingDownGracefully {
                    try await Task.sleep(for: .milliseconds(Self.rest))
                }
            } catch is CancellationError {
                break
            } catch {
                logger.error(
                    "Messages could not be read for search and reports; it is tried again at the next tick.",
                    metadata: ["error": "\(error)"])
            }
        }
    }
}
