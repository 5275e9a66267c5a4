import Conversations
import Testing

@testable import Simulation
@testable import Storage

/// The reckoning after a storm finds each kind of broken promise, so a clean verdict means something.
@Suite struct StormVerdictTests {
    private static let channel: ChannelID = "storm-sms"

    private static func received(
        _ message: Int64, _ id: String, state: String = "handled", times: Int = 1, replies: Int = 1
    ) -> StoreLedger.Received {
        StoreLedger.Received(
            message: MessageID(message), channel: channel, providerID: id, state: state, timesHandled: times,
            replies: replies)
    }

    private static func sent(_ message: Int64, _ state: DeliveryState = .sent) -> StoreLedger.Sent {
        StoreLedger.Sent(message: MessageID(message), channel: channel, state: state)
    }

    private static func verdict(
        accepted: Set<String> = ["a"], received rows: [StoreLedger.Received] = [received(1, "a")],
        sent: [StoreLedger.Sent] = [sent(2)], taken: [MessageID: Int] = [MessageID(2): 1],
        inFlight: Set<MessageID> = []
    ) -> StormVerdict {
        StormVerdict(
            accepted: Set(accepted.map { AcceptedMessage(channel: channel.rawValue, id: $0) }),
            ledger: StoreLedger(received: rows, sent: sent), taken: taken, inFlight: inFlight)
    }

    @Test func `what is stored once, answered once and sent once is well`() {
        #expect(Self.verdict().problems == [])
        #expect(Self.verdict().accepted == 1)
    }

    @Test(arguments: [
        (verdict(accepted: []), "no message"),
        (verdict(accepted: ["a", "b"]), "1 accepted messages are lost"),
        (verdict(received: [received(1, "a"), received(3, "a")]), "stored twice"),
        (verdict(received: [received(1, "a", state: "pending")]), "messages are stuck"),
        (verdict(received: [received(1, "a", replies: 0)]), "without an answer"),
        (verdict(received: [received(1, "a", times: 2)]), "handled twice"),
        (verdict(sent: [sent(2, .sending)]), "answers are stuck"),
        (verdict(sent: [sent(2, .failed)]), "given up"),
        (verdict(taken: [:]), "never were"),
        (verdict(taken: [MessageID(2): 2]), "sent twice without a kill"),
        (verdict(taken: [MessageID(2): 1, MessageID(9): 1]), "unknown messages"),
    ])
    func `each broken promise is told`(verdict: StormVerdict, words: String) {
        #expect(verdict.problems.count == 1)
        #expect(verdict.problems.first?.contains(words) == true)
    }

    @Test func `a send in flight at a kill may come twice, and is counted`() {
        let verdict = Self.verdict(taken: [MessageID(2): 2], inFlight: [MessageID(2)])
        #expect(verdict.problems == [])
        #expect((verdict.inFlightAtKills, verdict.twiceInFlight) == (1, 1))
    }

    @Test func `what staff have is counted apart`() {
        let verdict = Self.verdict(received: [Self.received(1, "a", state: "failed", times: 0, replies: 0)])
        #expect(verdict.problems == [])
        #expect(verdict.givenToStaff == 1)
    }
}
