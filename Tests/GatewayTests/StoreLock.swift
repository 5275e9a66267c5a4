import Foundation

@testable import Storage

/// Holds the write lock of a database from a connection of its own, as another program would.
final class StoreLock: Sendable {
    private let store: GatewayStore
    private let release = DispatchSemaphore(value: 0)
    private let ended: Task<Void, any Error>

    private let closes: Bool

    /// Returns when the lock is held.
    convenience init(path: String, keys: StoreKeys) async throws {
        try await self.init(holding: try GatewayStore.open(path: path, keys: keys), closes: true)
    }

    /// Holds the writer of a store itself, so that nobody who waits for it gives up.
    init(holding store: GatewayStore, closes: Bool = false) async throws {
        self.closes = closes
        let (taken, take) = AsyncStream.makeStream(of: Void.self)
        let release = release
        self.store = store
        ended = Task {
            try await store.write(at: Date()) { _ in
                take.finish()
                // On the thread of this store's own writer.
                release.wait()
            }
        }
        for await _ in taken {}
    }

    func end() async throws {
        release.signal()
        try await ended.value
        if closes { try store.close() }
    }
}
