import Conversations
import Storage

/// What became of every message that got a 200, and of every answer.
package struct StormVerdict: Sendable, Equatable, Codable {
    /// Messages that got a 200.
    package var accepted = 0
    /// They have no row.
    package var lost = 0
    /// They have more than one row.
    package var storedTwice = 0
    /// They still wait.
    package var stuck = 0
    /// Handling was cut off too often, so staff have them.
    package var givenToStaff = 0
    /// They count as handled, and no answer was made.
    package var unanswered = 0
    package var handledTwice = 0
    /// Answers that were made.
    package var answers = 0
    package var answersStuck = 0
    /// Failed for good; staff have them.
    package var answersGivenUp = 0
    /// Count as sent, and the provider never took them.
    package var answersLost = 0
    /// Sends that were under way when the gateway was killed.
    package var inFlightAtKills = 0
    /// Of those, what the provider took a second time; nobody can know better.
    package var twiceInFlight = 0
    /// Taken twice without such a cause.
    package var twiceWithoutCause = 0
    /// Sends of messages that the database does not know.
    package var unknownSends = 0

    /// - Parameters:
    ///   - accepted: channels and provider's ids of what got a 200.
    ///   - taken: how often the provider took each message.
    ///   - inFlight: what was being sent at a kill.
    init(
        accepted: Set<AcceptedMessage>, ledger: StoreLedger, taken: [MessageID: Int], inFlight: Set<MessageID>
    ) {
        self.accepted = accepted.count
        var rows: [AcceptedMessage: [StoreLedger.Received]] = [:]
        for row in ledger.received {
            rows[AcceptedMessage(channel: row.channel.rawValue, id: row.providerID), default: []].append(row)
        }
        for message in accepted {
            let found = rows[message] ?? []
            if found.isEmpty { lost += 1 }
            if found.count > 1 { storedTwice += 1 }
            for row in found { judge(row) }
        }
        answers = ledger.sent.count
        for answer in ledger.sent { judge(answer, taken: taken[answer.message] ?? 0, inFlight: inFlight) }
        unknownSends = Set(taken.keys).subtracting(ledger.sent.map(\.message)).count
        inFlightAtKills = inFlight.count
    }

    private mutating func judge(_ row: StoreLedger.Received) {
        switch row.state {
        case "handled":
            if row.replies == 0, !row.isQuiet { unanswered += 1 }
            if row.timesHandled != 1 { handledTwice += 1 }
        case "failed": givenToStaff += 1
        default: stuck += 1
        }
    }

    private mutating func judge(_ answer: StoreLedger.Sent, taken: Int, inFlight: Set<MessageID>) {
        switch answer.state {
        case .queued, .sending: answersStuck += 1
        case .failed: answersGivenUp += 1
        case .sent, .delivered: if taken == 0 { answersLost += 1 }
        }
        if taken > 1 {
            if inFlight.contains(answer.message) { twiceInFlight += 1 } else { twiceWithoutCause += 1 }
        }
    }

    /// Every promise that is broken, in a sentence; messages that staff have are no broken promise.
    package var problems: [String] {
        [
            (accepted == 0, "no message was accepted at all"),
            (lost > 0, "\(lost) accepted messages are lost"),
            (storedTwice > 0, "\(storedTwice) messages are stored twice"),
            (stuck > 0, "\(stuck) messages are stuck"),
            (unanswered > 0, "\(unanswered) messages are handled without an answer"),
            (handledTwice > 0, "\(handledTwice) messages are handled twice"),
            (answersStuck > 0, "\(answersStuck) answers are stuck"),
            (answersGivenUp > 0, "\(answersGivenUp) answers were given up"),
            (answersLost > 0, "\(answersLost) answers count as sent and never were"),
            (twiceWithoutCause > 0, "\(twiceWithoutCause) answers were sent twice without a kill as the cause"),
            (unknownSends > 0, "\(unknownSends) sends are of unknown messages"),
        ].filter(\.0).map(\.1)
    }
}

/// A message that got a 200.
struct AcceptedMessage: Hashable, Sendable {
    var channel: String
    var id: String
}
