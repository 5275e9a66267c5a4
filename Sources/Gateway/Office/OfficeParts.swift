package import Content
package import Conversations
package import Foundation
package import Logging
package import Storage

/// What the gateway hands to the pages of staff when it is put together.
package struct OfficeParts: Sendable {
    package var settings: GatewaySettings
    /// What villagers are answered with; `live.takeUp()` takes changed files up, `content` is what is in use now.
    package var live: LiveContent
    package var content: GatewayContent { live.content }
    package var store: GatewayStore
    package var channels: [ChannelID: ChannelTraits]
    /// Lets what an officer wrote leave without waiting for the next look at the queue.
    package var wakeSenders: @Sendable () -> Void
    package var now: @Sendable () -> Date
    package var logger: Logger
}
