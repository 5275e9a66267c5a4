import CheckedYAML
import Conversations

extension ChannelKind {
    /// Systems that speak Standard Webhooks.
    package static let standard = ChannelKind(
        "standard", keys: ["secret", "send_url", "senders"],
        counts: nil, senders: .phones
    ) { profile, entry, surroundings throws(FileProblem) in
        try StandardWebhooksChannel(profile: profile, entry: entry, surroundings: surroundings)
    }
}
