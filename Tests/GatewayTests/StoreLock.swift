import Foundation

@testable import Storage

/// Holds the write lock of a database from a connection of its own, as another program would.
final class StoreLock: Sendable {
    private let store: GatewayStore
    private let release = DispatchSemaphore(value: 0)
    private let ended: Task<Void, any Error>

    /// Returns when the lock is held.
    init(path: String, keys: StoreKeys) async throws {
        let store = try GatewayStore.open(path: path, keys: keys)
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
        try store.close()
    }
}
