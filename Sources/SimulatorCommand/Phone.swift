import Conversations
import Foundation
import Simulation
import VietnameseText

/// A villager's phone: what was delivered to it, and what it shows.
struct Phone: Sendable {
    let number: String
    private let stream: AsyncStream<SimulatedKannel.Delivered>
    private let continuation: AsyncStream<SimulatedKannel.Delivered>.Continuation

    init(number: String) {
        self.number = PhoneNumber(number)?.e164 ?? number
        (stream, continuation) = AsyncStream.makeStream()
    }

    func ring(_ message: SimulatedKannel.Delivered) { continuation.yield(message) }

    /// Waits for the first answer, then until no further one comes for a while; empty when none came in time.
    func answers(within seconds: Double, quiet: Double = 0.8) async -> [SimulatedKannel.Delivered] {
        var answers: [SimulatedKannel.Delivered] = []
        while let next = await next(within: answers.isEmpty ? seconds : quiet) { answers.append(next) }
        return answers
    }

    private func next(within seconds: Double) async -> SimulatedKannel.Delivered? {
        await withTaskGroup(of: SimulatedKannel.Delivered?.self) { group in
            group.addTask {
                for await message in stream { return message }
                return nil
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    static func shown(_ message: SimulatedKannel.Delivered, to own: String) -> String {
        let size = message.size
        let cost = "\(size.segments) SMS \(size.alphabet.rawValue), \(size.units) ký tự"
        let whose = message.to == own ? message.from : "\(message.from) → \(message.to)"
        return "← \(whose) [\(cost)]\n  " + message.text.replacing("\n", with: "\n  ")
    }
}
