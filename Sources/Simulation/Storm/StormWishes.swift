import Evaluation

/// What a storm shall be like.
///
/// With the same seed, the same messages come in the same order with the same faults; when
/// the machine runs which task is not in its hands.
package struct StormWishes: Sendable, Equatable {
    package var seed: UInt64 = 1
    /// How many villagers write.
    package var villagers = 200
    /// Messages of each villager.
    package var messages = 3
    /// New messages per second, whether or not the gateway keeps up.
    package var rate = 50.0
    /// Webhooks of earlier messages that come again, per second.
    package var replays = 0.0
    /// Connections to the gateway at most.
    package var connections = 128
    /// The share of messages of which several copies come at once.
    package var copies = 0.2
    /// The share of messages that are tried for the first time when they are three hours old.
    package var late = 0.05
    /// The share of messages that are held back until later ones of their villager have come.
    package var reordered = 0.05
    /// Times that the gateway is killed with SIGKILL and started again; the load goes on until the last of them.
    package var kills = 0
    /// The longest that a gateway lives before it is killed, in seconds from its first sign of life.
    package var killWithin = 0.4
    /// Whether copies of the database are made again and again meanwhile.
    package var makesCopies = false
    /// Conversations of years ago that the gateway has to forget.
    package var past = 0
    /// What the provider does wrong.
    package var provider = StormProvider.Faults()
    /// How long all answers may take after the last message, in seconds.
    package var settleSeconds = 300.0

    package init() {}
}

/// One message of a storm.
struct StormMessage: Sendable {
    var id: String
    var villager: Int
    var text: String
    /// Which of the storm's channels.
    var channel: Int
    /// How many equal calls go out at once.
    var copies: Int
    var isLate: Bool
    var isHeldBack: Bool
}

/// The messages of a storm by their number, all of them following from the seed.
struct StormPlan: Sendable {
    /// Villagers who write in turns before the next ones come.
    private static let together = 50

    let wishes: StormWishes
    let personas: Personas
    let channels: Int
    /// Tells the ids of this run from those of another with the same seed.
    let tag: String

    /// How many messages there are; with kills at least: then the storm goes on until the last of them.
    var least: Int { wishes.villagers * wishes.messages }

    /// Whether it ends with the last message; else with the last kill.
    var isCounted: Bool { wishes.kills == 0 }

    /// How long a message is held back, in seconds: until the villager's next one has come.
    var holdSeconds: Double { 1.5 * Double(min(Self.together, wishes.villagers)) / wishes.rate }

    func message(_ number: Int) -> StormMessage {
        var random = SplitMix(state: wishes.seed &* 0x9E37_79B9 &+ UInt64(number))
        let group = min(Self.together, wishes.villagers)
        let block = number / (group * wishes.messages)
        let place = number % (group * wishes.messages)
        let villager = (block * group + place % group) % wishes.villagers
        // When all have written and kills still go on, each goes on with the next texts: the same words of one sender in
        // one second are a copy, which the gateway rightly keeps once, and which would count here as lost.
        let turn = place / group + number / least * wishes.messages
        return StormMessage(
            id: "\(tag)-\(number)", villager: villager, text: personas.text(of: villager, turn: turn),
            channel: villager % channels,
            copies: random.happens(wishes.copies) ? 2 + random.next(below: 4) : 1,
            isLate: random.happens(wishes.late), isHeldBack: random.happens(wishes.reordered))
    }
}

extension SplitMix {
    /// Whether something of this share of chance happens.
    mutating func happens(_ share: Double) -> Bool { Double(next() >> 11) * 0x1p-53 < share }

    /// A number from 0 up to a bound.
    mutating func next(upTo bound: Double) -> Double { Double(next() >> 11) * 0x1p-53 * bound }
}
