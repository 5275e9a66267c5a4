import CheckedYAML
import Conversations

extension ChannelKind {
    /// Twilio, and providers that speak as it does.
    package static let twilio = ChannelKind(
        "twilio", keys: ["account", "token", "shared_key", "sender", "webhook_url", "api_url"],
        counts: .segments, senders: .phones
    ) { profile, entry, surroundings throws(FileProblem) in
        try TwilioChannel(profile: profile, entry: entry, surroundings: surroundings)
    }
}
