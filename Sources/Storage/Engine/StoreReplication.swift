/// What a server waits for before it says that something is committed.
package struct StoreReplication: Sendable, Equatable {
    /// As its configuration names them, such as `ANY 1 (b, c)`; empty where it waits for none.
    package var standbys: String
    /// Whether the gateway takes in nothing without one.
    package var isNeeded: Bool

    package init(standbys: String, isNeeded: Bool) {
        self.standbys = standbys
        self.isNeeded = isNeeded
    }
}
