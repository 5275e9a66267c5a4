package import Conversations
package import Foundation
package import PublicServices

/// One villager on the list of those who wish to take part in something.
package struct InterestEntry: Sendable, Equatable {
    package var topic: TopicID
    package var channel: ChannelID
    /// The last characters of the address, such as `567`, or the whole where the list was opened; nil when the address
    /// cannot be read.
    package var address: String?
    package var at: Date
}
