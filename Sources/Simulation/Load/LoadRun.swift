import Foundation
import Synchronization

/// Villagers who write to a gateway as fast as it answers, or at a rate that does not care.
package struct LoadRun: Sendable {
    package enum Loop: Sendable, Equatable {
        /// Each connection sends its next call when the last one was answered: measures what the gateway can take.
        case closed
        /// Calls come at this rate per second, answered or not. Latency counts from the moment at which a call was
        /// meant to go out, so a stall counts for all who would have come during it (no coordinated omission).
        case open(perSecond: Double)
    }

    package var loop: Loop
    package var connections: Int
    /// The end, whichever comes first.
    package var seconds: Double?
    package var count: Int?
    /// How many villagers take turns.
    package var villagers: Int
    package var personas: Personas
    package var signer: WebhookSigner
    /// Makes the ids of this run unlike those of another.
    package var tag: String

    package init(
        loop: Loop, connections: Int, seconds: Double?, count: Int?, villagers: Int, personas: Personas,
        signer: WebhookSigner, tag: String = UUID().uuidString
    ) {
        self.loop = loop
        self.connections = connections
        self.seconds = seconds
        self.count = count
        self.villagers = villagers
        self.personas = personas
        self.signer = signer
        self.tag = tag
    }

    package func run() async throws -> LoadReport {
        let record = LatencyRecord()
        let begin = ContinuousClock.now
        try await LoadClient.with(connections: connections) { client in
            switch loop {
            case .closed: try await closed(client, record, begin: begin)
            case .open(let rate): try await open(client, record, rate: rate, begin: begin)
            }
        }
        let summary = record.summary()
        let elapsed = (ContinuousClock.now - begin) / .seconds(1)
        return LoadReport(
            loop: loop == .closed ? "closed" : "open", seconds: elapsed, rate: Double(summary.taken) / elapsed,
            latency: summary)
    }

    func call(_ index: Int) throws -> WebhookCall {
        let villager = index % villagers
        return try signer.call(
            personas.text(of: villager, turn: index / villagers), id: "\(tag)-\(index)",
            from: signer.loadAddress(of: villager),
            at: Date())
    }

    private func isOver(_ index: Int, at time: ContinuousClock.Instant, begin: ContinuousClock.Instant) -> Bool {
        if let count, index >= count { return true }
        if let seconds, time - begin >= .seconds(seconds) { return true }
        return false
    }

    private func closed(_ client: LoadClient, _ record: LatencyRecord, begin: ContinuousClock.Instant) async throws {
        let turn = Turnstile()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<connections {
                group.addTask {
                    while true {
                        let index = turn.next()
                        guard !isOver(index, at: .now, begin: begin) else { return }
                        let call = try call(index)
                        let sent = ContinuousClock.now
                        record.note(await client.send(call), after: .now - sent)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func open(
        _ client: LoadClient, _ record: LatencyRecord, rate: Double, begin: ContinuousClock.Instant
    ) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            var index = 0
            while true {
                let intended = begin + .seconds(Double(index) / rate)
                guard !isOver(index, at: intended, begin: begin) else { return }
                try await Task.sleep(until: intended, clock: .continuous)
                let number = index
                group.addTask {
                    let outcome = await client.send(try call(number))
                    record.note(outcome, after: .now - intended)
                }
                index += 1
            }
        }
    }
}

/// Gives out the numbers of calls.
private final class Turnstile: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            defer { count += 1 }
            return count
        }
    }
}

/// What a run of load measured.
package struct LoadReport: Sendable, Equatable, Codable {
    /// closed or open.
    package var loop: String
    package var seconds: Double
    /// Calls that were taken, per second.
    package var rate: Double
    package var latency: LatencySummary
}

extension LoadReport: CustomStringConvertible {
    package var description: String {
        """
        \(loop) loop: \(latency.taken) of \(latency.calls) calls taken in \((seconds * 10).rounded() / 10) s, \
        \((rate * 10).rounded() / 10) per second
          \(latency)
        """
    }
}
