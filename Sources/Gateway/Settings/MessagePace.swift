package import CheckedYAML
package import Storage

/// How many messages are answered how fast; `limits:` in gateway.yaml.
package struct MessagePace: Sendable, Equatable {
    /// Beyond these a villager's messages are stored and shown to staff, and answered no more until it calms down.
    ///
    /// A message every ten seconds for five minutes is faster than anybody types who waits for answers.
    package var sender = SenderLimit(messages: 30, seconds: 300)
    /// Messages of all villagers handled in a second, the others waiting in their order; 0 sets no limit.
    package var messagesPerSecond = 5000

    /// Messages that one villager is answered in a day, by Vietnam's calendar; 0 sets no limit.
    ///
    /// Then one sentence more, and the rest is stored and shown to staff until midnight. Nobody who waits for answers reads so many.
    package var answersPerDay = 60
    /// What the channels of one commune may send in a day, in SMS segments or billed messages; 0 sets no limit.
    ///
    /// Beyond it only calls for help, alerts and officers are sent.
    package var segmentsPerDay = 20_000

    static let keys = [
        "sender_messages", "sender_minutes", "sender_answers_per_day", "segments_per_day", "messages_per_second",
    ]

    package init() {}

    /// Reads the limits that stand there; the others are those of `base`.
    package init(_ entry: YAMLEntry, over base: MessagePace = MessagePace()) throws(FileProblem) {
        self = base
        if let messages = try entry.optional("sender_messages") { sender.messages = try messages.int(in: 5...1000) }
        if let minutes = try entry.optional("sender_minutes") {
            sender.seconds = Double(try minutes.int(in: 1...60)) * 60
        }
        if let answers = try entry.optional("sender_answers_per_day") {
            answersPerDay = try answers.int(in: 0...10_000)
        }
        if let segments = try entry.optional("segments_per_day") {
            segmentsPerDay = try segments.int(in: 0...100_000_000)
        }
        if let rate = try entry.optional("messages_per_second") { messagesPerSecond = try rate.int(in: 0...100_000) }
    }
}

/// How many messages may be handled now: what one second allows, filled up as time passes; pure.
struct HandlingPace: Sendable {
    /// 0 sets no limit.
    let perSecond: Int
    private var left: Double
    private var last: ContinuousClock.Instant?

    init(perSecond: Int) {
        self.perSecond = perSecond
        left = Double(perSecond)
    }

    /// By a clock that nobody can set, for a jump of the other must not stop the gateway.
    mutating func allowance(at now: ContinuousClock.Instant) -> Int {
        guard perSecond > 0 else { return .max }
        if let last {
            left = min(Double(perSecond), left + (now - last) / .seconds(1) * Double(perSecond))
        }
        last = now
        return Int(left)
    }

    mutating func spend(_ messages: Int) { left -= Double(messages) }
}
