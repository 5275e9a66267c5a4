import Conversations
import PublicServices
package import Storage
import VietnameseText

/// What came of one step of a scenario, beside what was expected.
package struct StepOutcome: Sendable {
    package var step: Scenario.Step
    /// What was added to the conversation.
    package var log: [StoredMessage]
    /// What was sent to each of those whom the step names under `others`, in that order.
    package var toOthers: [[StoredMessage]] = []
    /// The reasons of the matters that staff got.
    package var opened: [String]
    /// The same with those that only the handler of denunciations sees.
    package var raised: [String]
    /// What the gateway noted in its audit.
    package var deeds: [String]

    /// All that went out by it, as far as the step looks.
    package var told: [StoredMessage] { replies + toOthers.flatMap(\.self) }
    package var replies: [StoredMessage] { log.filter { $0.direction == .outgoing } }
    package var message: StoredMessage? { log.last { $0.direction == .incoming } }

    /// Which reply each expectation is held against: in order; where others may come between, the first that fits.
    var pairs: [(expected: Scenario.Expectation, reply: StoredMessage?)] {
        guard step.isPartial else {
            return step.expected.enumerated().map { ($1, $0 < replies.count ? replies[$0] : nil) }
        }
        var rest = replies[...]
        return step.expected.map { expected in
            guard let index = rest.firstIndex(where: { Self.differences(expected, $0).isEmpty }) else {
                // The one of its template tells best what is wrong.
                return (expected, rest.first { $0.template == expected.template })
            }
            defer { rest = rest[(index + 1)...] }
            return (expected, rest[index])
        }
    }

    /// Readable differences; empty when all came as written.
    package var differences: [String] {
        var result: [String] = []
        if !step.isPartial, replies.count != step.expected.count {
            result.append("\(step.expected.count) replies expected, \(replies.count) came:")
            result += replies.map { "    [\($0.template ?? "staff")] \($0.text)" }
        }
        for (expected, reply) in pairs {
            if let reply {
                result += Self.differences(expected, reply)
            } else if step.isPartial {
                let what = expected.template ?? expected.text ?? expected.contains.joined(separator: ", ")
                result.append("no reply is the expected one (\(what)); \(replies.count) came:")
                result += replies.map { "    [\($0.template ?? "staff")] \($0.text)" }
            }
        }
        for (expected, messages) in zip(step.others, toOthers) {
            let isThere = messages.contains { message in
                (expected.template.map { message.template == $0 } ?? true)
                    && expected.contains.allSatisfy { message.text.contains($0) }
            }
            guard !isThere else { continue }
            let what = expected.template ?? expected.contains.joined(separator: ", ")
            result.append("\(expected.to) does not get the expected (\(what)); \(messages.count) came:")
            result += messages.map { "    [\($0.template ?? "staff")] \($0.text)" }
        }
        if let escalated = step.escalated {
            let expected = escalated == "none" ? [] : [escalated]
            if opened != expected { result.append("expected escalations \(expected), got \(opened)") }
        }
        if let decision = step.decision, message?.decision != decision {
            result.append("expected decision \(decision), got \(message?.decision ?? "none at all")")
        }
        if let topic = step.topic, best != topic {
            result.append("expected topic \(topic), got \(best ?? "none")")
        }
        if let most = step.segments, segments > most {
            result.append("the replies have \(segments) segments, more than \(most)")
        }
        return result
    }

    /// SMS segments of all replies.
    var segments: Int { replies.reduce(0) { $0 + SMSEncoding.size(of: $1.text).segments } }

    /// The topic that fits the message best.
    var best: String? { message?.understanding?.candidates.first?.topic.rawValue }

    private static func differences(_ expected: Scenario.Expectation, _ reply: StoredMessage) -> [String] {
        var result: [String] = []
        if let template = expected.template, template != reply.template {
            result.append("expected template \(template), got \(reply.template ?? "staff"): \(reply.text)")
        }
        if let text = expected.text, text != reply.text {
            result.append("expected \"\(text)\", got: \(reply.text)")
        }
        for part in expected.contains where !reply.text.contains(part) {
            result.append("\"\(part)\" is missing in: \(reply.text)")
        }
        for part in expected.lacks where reply.text.contains(part) {
            result.append("\"\(part)\" must not stand in: \(reply.text)")
        }
        let segments = SMSEncoding.size(of: reply.text).segments
        if let most = expected.segments, segments > most {
            result.append("it has \(segments) segments, more than \(most): \(reply.text)")
        }
        return result
    }
}
