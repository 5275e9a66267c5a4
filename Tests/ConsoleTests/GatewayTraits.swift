import Conversations
import Gateway
import PublicServices

enum GatewayTraits {
    /// A channel of phones, as a configuration describes one; of an unknown kind the dearest is supposed.
    static func sms(price: Int?) -> ChannelTraits {
        ChannelTraits(kind: nil, commune: CommuneID(rawValue: "dak-ha"), spelling: .asWritten, segmentPrice: price)
    }
}
