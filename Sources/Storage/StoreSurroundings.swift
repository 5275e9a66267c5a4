package import Conversations
package import PublicServices
import Synchronization

/// What the store must know of a channel to count its costs and to hand its matters to the right staff.
package struct ChannelFacts: Sendable, Equatable {
    package var commune: CommuneID
    /// What its provider bills: SMS segments or messages.
    package var unit: SendingPace.Unit
    /// The channel that sends in its place while it fails; reports about such messages come by that one.
    package var secondWay: ChannelID?

    package init(commune: CommuneID, unit: SendingPace.Unit, secondWay: ChannelID? = nil) {
        self.secondWay = secondWay
        self.commune = commune
        self.unit = unit
    }
}

/// What the configuration says about the world around the store.
package struct StoreSurroundings: Sendable, Equatable {
    package var channels: [ChannelID: ChannelFacts]
    /// What the channels of one commune may send in a day, in segments or messages; 0 sets no limit.
    package var budget: Int

    package init(channels: [ChannelID: ChannelFacts] = [:], budget: Int = 0) {
        self.channels = channels
        self.budget = budget
    }
}

/// Holds the surroundings, which are known only after the store was opened: channels need it for their tokens.
final class SurroundingsBox: Sendable {
    private let kept = Mutex(StoreSurroundings())

    var value: StoreSurroundings { kept.withLock { $0 } }

    func set(_ value: StoreSurroundings) { kept.withLock { $0 = value } }
}

extension GatewayStore {
    /// Tells the store its channels and budget; without them nothing is counted, and matters name no commune.
    package func settle(in surroundings: StoreSurroundings) { self.surroundings.set(surroundings) }
}
