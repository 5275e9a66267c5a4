import Conversations
import Foundation
import Simulation
import Synchronization
import VietnameseText

/// A villager's phone: what was delivered to it, and what it shows.
final class Phone: Sendable {
    let number: String
    private let inbox = Mutex<[SimulatedKannel.Delivered]>([])

    init(number: String) {
        self.number = PhoneNumber(number)?.e164 ?? number
    }

    func ring(_ message: SimulatedKannel.Delivered) { inbox.withLock { $0.append(message) } }

    /// Waits for the first answer, then until no further one comes for a while; empty when none came in time.
    func answers(within seconds: Double, quiet: Double = 0.8) async -> [SimulatedKannel.Delivered] {
        var answers: [SimulatedKannel.Delivered] = []
        var deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            let new = inbox.withLock { inbox in
                defer { inbox = [] }
                return inbox
            }
            if new.isEmpty {
                try? await Task.sleep(for: .milliseconds(20))
            } else {
                answers += new
                deadline = .now + .seconds(quiet)
            }
        }
        return answers
    }

    static func shown(_ message: SimulatedKannel.Delivered, to own: String) -> String {
        let size = message.size
        let cost = "\(size.segments) SMS \(size.alphabet.rawValue), \(size.units) ký tự"
        let whose = message.to == own ? message.from : "\(message.from) → \(message.to)"
        return "← \(whose) [\(cost)]\n  " + message.text.replacing("\n", with: "\n  ")
    }
}
