/// How far a villager's message has come; the raw value is stored.
enum IncomingState: String, CaseIterable {
    /// It waits, or a worker holds it.
    case pending
    case handled
    /// Staff have it.
    case failed
}
