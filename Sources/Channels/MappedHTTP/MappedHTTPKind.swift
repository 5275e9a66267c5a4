import CheckedYAML
import Conversations

extension ChannelKind {
    /// Providers described by the configuration alone.
    package static let mappedHTTP = ChannelKind(
        "http", keys: ["secret", "values", "senders", "receive", "send", "reports"],
        counts: nil, senders: .phones
    ) { profile, entry, surroundings throws(FileProblem) in
        try MappedHTTPChannel(profile: profile, entry: entry, surroundings: surroundings)
    }
}
