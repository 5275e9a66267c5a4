package import Conversations
package import Foundation

extension GatewayStore {
    /// Keeps what one webhook brought, as a job of the writer, which gives all that wait one durable commit.
    ///
    /// What fails for one webhook is undone for that one alone; an error that undoes the whole transaction counts for all in
    /// it. `isGivenUp` is asked when the writer comes to it: then nothing is kept and `tell` gets nil. Both are called on
    /// the writer's thread, `tell` after the commit; `isGivenUp` perhaps twice.
    package func receive(
        _ events: [InboundEvent], at now: @escaping @Sendable () -> Date,
        unless isGivenUp: @escaping @Sendable () -> Bool,
        then tell: @escaping @Sendable (Result<[Receipt]?, any Error>) -> Void
    ) {
        enqueue(at: now, { isGivenUp() ? nil : try events.map($0.receive) }, then: tell)
    }
}
