/// What a server waits for before it says that something is committed.
package struct StoreReplication: Sendable, Equatable {
    /// As its configuration names them, such as `ANY 1 (b, c)`; empty where it waits for none.
    package var standbys: String
    /// Whether the gateway takes in nothing without one.
    package var isNeeded: Bool

    /// What protects what goes between the gateway and the server.
    package var line: Line
    /// The same of the standby that answers reports; nil where none does.
    package var reportsLine: Line?

    package enum Line: Sendable {
        /// A socket, or an address of this machine.
        case ownMachine
        case verified
        /// Encrypted, to whoever answered.
        case unverified
        case open
    }

    package init(standbys: String, isNeeded: Bool, line: Line = .ownMachine, reportsLine: Line? = nil) {
        self.reportsLine = reportsLine
        self.standbys = standbys
        self.isNeeded = isNeeded
        self.line = line
    }
}
