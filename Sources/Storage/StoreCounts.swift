/// How much waits in the store, for the health page.
public struct StoreCounts: Sendable, Equatable, Codable {
    public var pendingIncoming: Int
    /// Queued or being sent.
    public var queuedOutgoing: Int
    public var openEscalations: Int
    public var quarantined: Int
}
