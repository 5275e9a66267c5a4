import Conversations
import Evaluation
import Foundation
import Storage

/// Kills the gateway at random moments, looks at what is left on the disk, and starts it again.
struct StormKills {
    /// The share of kills that come while the gateway is still starting.
    private static let whileStarting = 0.15

    let wishes: StormWishes
    let gateway: StormGateway
    let site: StormSite
    let progress: @Sendable (String) -> Void
    /// What was being handed to the provider at a kill.
    private(set) var inFlight: Set<MessageID> = []
    private(set) var count = 0
    /// How long each start took, in seconds.
    private(set) var starts: [Double] = []
    private(set) var problems: [String] = []
    /// Kills after which fewer texts of the past were left than after the one before.
    private(set) var whileForgetting = 0
    private let past: MessageID
    private var remembered: Int

    /// - Parameter past: the last message of the past that is to be forgotten.
    init(
        wishes: StormWishes, gateway: StormGateway, site: StormSite, past: MessageID,
        progress: @escaping @Sendable (String) -> Void
    ) {
        self.past = past
        remembered = wishes.past
        self.wishes = wishes
        self.gateway = gateway
        self.site = site
        self.progress = progress
    }

    /// Returns when the last successor answers.
    mutating func run() async throws {
        var random = SplitMix(state: wishes.seed ^ 0x4B11)
        for round in 0..<wishes.kills {
            let isEarly = round > 0 && random.happens(Self.whileStarting)
            let wait = random.next(upTo: wishes.killWithin)
            if round > 0 {
                let begin = ContinuousClock.now
                try gateway.spawn()
                if !isEarly {
                    try await gateway.becomeHealthy()
                    starts.append((ContinuousClock.now - begin) / .seconds(1))
                }
            }
            try await Task.sleep(for: .seconds(wait))
            try await gateway.kill()
            try await look(after: round)
            if (round + 1).isMultiple(of: 20) { progress("\(round + 1) of \(wishes.kills) kills") }
        }
        guard wishes.kills > 0 else { return }
        try gateway.spawn()
        try await gateway.becomeHealthy()
    }

    private mutating func look(after round: Int) async throws {
        let doctor = try site.doctor()
        defer { try? doctor.close() }
        inFlight.formUnion(try await doctor.inFlight())
        count += 1
        if wishes.past > 0 {
            let left = try await doctor.texts(until: past)
            if left < remembered { whileForgetting += 1 }
            remembered = left
        }
        let report = try await doctor.examine(.now(Date()))
        for finding in report.findings {
            problems.append("after kill \(round + 1) the doctor found \(finding.count) × \(finding.check)")
        }
        problems += report.notes.map { "after kill \(round + 1): \($0)" }
    }
}
