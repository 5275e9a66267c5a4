public import Conversations
public import PublicServices
import Synchronization

/// What the store must know of a channel to count its costs and to hand its matters to the right staff.
public struct ChannelFacts: Sendable, Equatable {
    public var commune: CommuneID
    /// What its provider bills: SMS segments or messages.
    public var unit: SendingPace.Unit

    public init(commune: CommuneID, unit: SendingPace.Unit) {
        self.commune = commune
        self.unit = unit
    }
}

/// What the configuration says about the world around the store.
public struct StoreSurroundings: Sendable, Equatable {
    public var channels: [ChannelID: ChannelFacts]
    /// What the channels of one commune may send in a day, in segments or messages; 0 sets no limit.
    public var budget: Int

    public init(channels: [ChannelID: ChannelFacts] = [:], budget: Int = 0) {
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
    public func settle(in surroundings: StoreSurroundings) { self.surroundings.set(surroundings) }
}
