import Conversations
import Foundation
package import Storage

extension Bench {
    /// What one act of a villager led to.
    package struct Outcome: Sendable {
        package var sent: Sent
        /// What arrived at the phone, in order.
        package var answers: [Delivered]
        /// Why, as far as the gateway's database can be read.
        package var why: WhyInTalk
        /// What staff got by it.
        package var opened: [EscalationSummary]

        /// The reasons of what staff got.
        package var reasons: [String] { opened.map(\.reason.rawValue) }

        /// What was answered, to be recorded: with templates where the gateway's database can be read.
        package var replies: [TalkRecord.Step.Reply] {
            why.replies.isEmpty
                ? answers.map { .init(template: nil, text: $0.text) }
                : why.replies.map { .init(template: $0.template, text: $0.text) }
        }
    }

    /// What the gateway said to a message: up to the villager's next one, which may come before the answers have arrived.
    static func replies(to message: StoredMessage?, in log: [StoredMessage]) -> [StoredMessage] {
        let begin = message?.id.number ?? 0
        let end = log.first { $0.direction == .incoming && $0.id.number > begin && message != nil }?.id.number
        return log.filter { reply in
            reply.direction == .outgoing && reply.author == nil && (begin...(end ?? .max)).contains(reply.id.number)
        }
    }

    /// How long an answer of a running gateway may take, in seconds.
    package static let patience = 5.0
    /// The same beside the bench's own gateway, which has sent it already unless its provider is in a mood.
    private static let ownPatience = 0.05

    /// Waits while the own gateway is just handing messages of this villager over: its own look for what is due may have
    /// taken them up, and a slow provider takes its time.
    func untilSent(to address: String, on channel: BenchChannel) async {
        guard isOwn else { return }
        let end = ContinuousClock.now + .seconds(Self.patience)
        while ContinuousClock.now < end, !Task.isCancelled {
            let log = (try? await log(of: address, on: channel)) ?? []
            guard log.contains(where: { $0.deliveryState == .sending }) else { return }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Does something as a villager and waits for what comes of it.
    package func turn(
        _ act: VillagerAct, from address: String, on channel: BenchChannel, id: String = UUID().uuidString,
        within seconds: Double = patience
    ) async throws -> Outcome {
        // Beside a gateway whose database is elsewhere there is no why, and the chat goes on.
        let before = try? await memory(of: address, on: channel)
        let heard = (try? await log(of: address, on: channel))?.count ?? 0
        let known = Set(((try? await matters(of: address, on: channel)) ?? []).map(\.id))
        let sent = try await send(act, from: address, on: channel, id: id)
        await untilSent(to: address, on: channel)
        let answers = await board.answers(
            to: address, on: channel.id.rawValue, after: sent.place, within: isOwn ? Self.ownPatience : seconds,
            quiet: isOwn ? 0.01 : 0.8)
        let new = ((try? await log(of: address, on: channel)) ?? []).dropFirst(heard)
        let incoming = new.filter { $0.direction == .incoming }
        // Some providers give no id, and the gateway makes its own.
        let message = incoming.first { $0.reference == sent.id } ?? (incoming.count == 1 ? incoming.first : nil)
        let replies = Self.replies(to: message, in: Array(new))
        let opened = ((try? await matters(of: address, on: channel)) ?? []).filter { !known.contains($0.id) }
        return Outcome(
            sent: sent, answers: answers,
            why: WhyInTalk(before: before.flatMap { $0 }, message: message, replies: replies), opened: opened)
    }
}
