/// What a storm did and what became of it.
public struct StormReport: Sendable, Equatable, Codable {
    public var seed: UInt64
    /// How long new messages came, in seconds.
    public var seconds: Double
    /// How long the rest of the answers took after that, in seconds.
    public var settledAfter: Double
    public var kills: Int
    /// From the start of a killed process's successor to its first answer, in seconds; the median.
    public var startSeconds: Double
    public var fresh: LatencySummary
    public var replayed: LatencySummary
    /// Calls that were made again because they got no 200.
    public var retries: Int
    public var providerRefused: Int
    public var receiptsLost: Int
    public var verdict: StormVerdict
    /// The most memory that a gateway process held, in kB.
    public var peakMemory: Int
    /// How often the doctor looked, at kills and at the end.
    public var doctorRuns: Int
    /// Every promise that was broken; empty when all is well.
    public var problems: [String]
}

extension StormReport: CustomStringConvertible {
    public var description: String {
        let verdict = verdict
        var lines = [
            "storm of seed \(seed): \(verdict.accepted) messages in \(rounded(seconds)) s, \(kills) kills, "
                + "settled after \(rounded(settledAfter)) s",
            "  messages: \(verdict.lost) lost, \(verdict.storedTwice) stored twice, \(verdict.stuck) stuck, "
                + "\(verdict.handledTwice) handled twice, \(verdict.unanswered) unanswered, "
                + "\(verdict.givenToStaff) with staff after cut-off tries",
            "  answers: \(verdict.answers) made, \(verdict.answersStuck) stuck, \(verdict.answersGivenUp) given up, "
                + "\(verdict.answersLost) lost, \(verdict.twiceWithoutCause) twice without cause",
            "  sends in flight at a kill: \(verdict.inFlightAtKills), of them sent twice: \(verdict.twiceInFlight)",
            "  new messages \(fresh)",
        ]
        if replayed.calls > 0 { lines.append("  replays \(replayed)") }
        lines += [
            "  retries of webhooks: \(retries), sends refused by the provider: \(providerRefused), "
                + "receipts lost: \(receiptsLost)",
            "  memory: at most \(peakMemory / 1024) MB, start: \(rounded(startSeconds)) s, "
                + "doctor: \(doctorRuns) times",
        ]
        lines += problems.map { "WRONG: " + $0 }
        lines.append(
            problems.isEmpty
                ? "All is well. The same storm again: --seed \(seed)" : "The same storm again: --seed \(seed)")
        return lines.joined(separator: "\n")
    }

    private func rounded(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}
