public import Conversations
public import Foundation
public import PublicServices

/// One villager on the list of those who wish to take part in something.
public struct InterestEntry: Sendable, Equatable {
    public var topic: TopicID
    public var channel: ChannelID
    /// The last characters of the address, such as `567`, or the whole where the list was opened; nil when the address
    /// cannot be read.
    public var address: String?
    public var at: Date
}
