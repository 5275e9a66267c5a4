/// What a storm did and what became of it.
package struct StormReport: Sendable, Equatable, Codable {
    package var seed: UInt64
    /// Messages that were to be sent, at least.
    package var planned: Int
    /// How long new messages came, in seconds.
    package var seconds: Double
    /// How long the rest of the answers took after that, in seconds.
    package var settledAfter: Double
    package var kills: Int
    /// From the start of a killed process's successor to its first answer, in seconds; the median.
    package var startSeconds: Double
    package var fresh: LatencySummary
    package var replayed: LatencySummary
    /// Calls that were made again because they got no 200.
    package var retries: Int
    package var providerRefused: Int
    package var receiptsLost: Int
    package var verdict: StormVerdict
    /// The most memory that a gateway process held, in kB.
    package var peakMemory: Int
    /// How often the doctor looked, at kills and at the end.
    package var doctorRuns: Int
    /// Backups that were made meanwhile, and those that were killed.
    package var backups = 0
    package var killedBackups = 0
    /// Kills that came while texts of years ago were being forgotten, and such texts that were left in the end.
    package var killsWhileForgetting = 0
    package var remembered = 0
    /// Every promise that was broken; empty when all is well.
    package var problems: [String]
}

extension StormReport: CustomStringConvertible {
    package var description: String {
        let verdict = verdict
        var lines = [
            "storm of seed \(seed): \(verdict.accepted) messages (\(planned) planned) in \(rounded(seconds)) s, \(kills) kills, "
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
        if backups + killedBackups > 0 {
            lines.append("  backups: \(backups) made, \(killedBackups) killed; the newest was brought back aside")
        }
        if killsWhileForgetting > 0 {
            lines.append(
                "  kills while texts of years ago were being forgotten: \(killsWhileForgetting); texts left: \(remembered)"
            )
        }
        lines += problems.map { "WRONG: " + $0 }
        lines.append(
            problems.isEmpty
                ? "All is well. The same storm again: --seed \(seed)" : "The same storm again: --seed \(seed)")
        return lines.joined(separator: "\n")
    }

    private func rounded(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}
