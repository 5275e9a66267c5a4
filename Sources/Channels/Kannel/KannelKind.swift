import CheckedYAML
import Conversations

extension ChannelKind {
    /// SMS through Kannel.
    package static let kannel = ChannelKind(
        "kannel", keys: ["number", "secret", "send_url", "username", "password"],
        counts: .segments, senders: .phones
    ) { profile, entry, surroundings throws(FileProblem) in
        try KannelChannel(profile: profile, entry: entry, surroundings: surroundings)
    }
}
