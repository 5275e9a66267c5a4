import CheckedYAML
import Conversations

extension ChannelKind {
    /// Bots of the Zalo Bot Platform.
    package static let zaloBot = ChannelKind(
        "zalo_bot", keys: ["token", "secret", "api_url", "media_hosts"],
        counts: .messages, senders: .ids
    ) { profile, entry, surroundings throws(FileProblem) in
        try ZaloBotChannel(profile: profile, entry: entry, surroundings: surroundings)
    }
}
