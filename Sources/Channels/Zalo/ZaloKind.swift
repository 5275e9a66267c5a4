import CheckedYAML
import Conversations

extension ChannelKind {
    /// Official Accounts of Zalo.
    package static let zalo = ChannelKind(
        "zalo",
        keys: [
            "app_id", "oa_id", "secret", "previous_secret", "app_secret", "api_url", "oauth_url", "media_hosts",
        ],
        counts: .messages, senders: .ids
    ) { profile, entry, surroundings throws(FileProblem) in
        try ZaloChannel(profile: profile, entry: entry, surroundings: surroundings)
    }
}
