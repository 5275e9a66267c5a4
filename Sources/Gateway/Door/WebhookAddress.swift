import Conversations
import Foundation
import HummingbirdCore

/// Where a provider's call goes: `/webhooks/`, the id of a channel, and perhaps a query.
struct WebhookAddress: Equatable {
    var channel: ChannelID
    /// The query as it stands in the address, without its question mark; empty for none.
    var rawQuery: String

    /// Nil for any other address; the target of a request is a path or a whole address (RFC 9112, 3.2.2).
    init?(target: String) {
        let address = URI(target)
        let path = address.path
        guard path.hasPrefix(Self.start) else { return nil }
        let name = path.dropFirst(Self.start.count)
        guard !name.isEmpty, !name.contains("/") else { return nil }
        channel = ChannelID(rawValue: name.contains("%") ? name.removingPercentEncoding ?? String(name) : String(name))
        rawQuery = address.query ?? ""
    }

    /// The query decoded, in its order; names may repeat.
    var query: [(name: String, value: String)] {
        guard !rawQuery.isEmpty else { return [] }
        return URI("/?" + rawQuery).queryParameters.map { (String($0.key), String($0.value)) }
    }

    private static let start = "/webhooks/"
}
