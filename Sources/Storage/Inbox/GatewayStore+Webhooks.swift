package import Conversations
package import Foundation

extension GatewayStore {
    /// Keeps what one webhook brought, with all that wait at the same time, in one durable commit.
    ///
    /// What fails for one webhook is undone for that one alone; an error that undoes the whole transaction counts for all in
    /// it. `isGivenUp` is asked when the writer comes to it: then nothing is kept and `tell` gets nil. Both are called on
    /// the writer's thread, `tell` after the commit; `isGivenUp` perhaps twice. Of webhooks that are kept together `now` is
    /// asked of the first.
    package func receive(
        _ events: [InboundEvent], at now: @escaping @Sendable () -> Date,
        unless isGivenUp: @escaping @Sendable () -> Bool,
        then tell: @escaping @Sendable (Result<[Receipt]?, any Error>) -> Void
    ) {
        if receptions.add(Reception(events: events, now: now, isGivenUp: isGivenUp, tell: tell)) { keepWaiting() }
    }

    private typealias Outcome = Result<[Receipt]?, any Error>

    private func keepWaiting() {
        let taken = TakenReceptions(of: receptions)
        let engine = engine
        engine.enqueue(
            { connection, way -> [Outcome] in
                switch way {
                case .together: try keepTogether(taken.all, on: connection).map { .success($0) }
                case .apart:
                    try taken.all.map { reception in
                        try connection.undoneAlone {
                            reception.isGivenUp() ? nil : try keep(reception, on: connection)
                        }.mapError(engine.inWords)
                    }
                }
            },
            then: { result in
                for (place, reception) in taken.all.enumerated() {
                    reception.tell(result.flatMap { $0[place] })
                }
                if receptions.mustGoOn() { keepWaiting() }
            })
    }

    private func keepTogether(_ receptions: [Reception], on connection: Connection) throws -> [[Receipt]?] {
        let open = receptions.map { !$0.isGivenUp() }
        let events = zip(receptions, open).flatMap { $1 ? $0.events : [] }
        guard let now = receptions.first?.now() else { return [] }
        var receipts = try work(on: connection, at: now, undoesParts: false) { try $0.receive(events) }[...]
        return zip(receptions, open).map { reception, isOpen in
            guard isOpen else { return nil }
            defer { receipts.removeFirst(reception.events.count) }
            return Array(receipts.prefix(reception.events.count))
        }
    }

    private func keep(_ reception: Reception, on connection: Connection) throws -> [Receipt] {
        try work(on: connection, at: reception.now(), undoesParts: true) { try $0.receive(reception.events) }
    }
}
