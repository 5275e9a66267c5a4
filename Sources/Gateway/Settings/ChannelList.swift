import AsyncHTTPClient
package import Channels
package import CheckedYAML
package import Conversations
import PublicServices
import Storage

/// The configured channels by id.
package struct ChannelList: Sendable {
    package private(set) var channels: [ChannelID: any Channel] = [:]

    private init() {}

    init(_ channels: [any Channel]) {
        self.channels = Dictionary(channels.map { ($0.profile.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Makes all channels; a second use of an id and an unknown commune are refused.
    package static func make(
        _ settings: GatewaySettings, content: GatewayContent, surroundings: ChannelSurroundings
    ) throws(FileProblems) -> ChannelList {
        var list = ChannelList()
        var problems: [FileProblem] = []
        for entry in settings.channels {
            do throws(FileProblem) {
                let channel = try ChannelKinds.channel(entry, surroundings)
                let profile = channel.profile
                guard list.channels[profile.id] == nil else {
                    throw try entry.entry("id").problem(
                        "the id \(profile.id) is given twice", mend: "give every channel its own id")
                }
                guard content.communes[profile.commune] != nil else {
                    let known = content.communes.keys.map(\.rawValue).sorted().joined(separator: ", ")
                    throw try entry.entry("commune").problem(
                        "there is no commune \"\(profile.commune)\"", mend: "write one of: \(known), or add its folder")
                }
                list.channels[profile.id] = channel
            } catch {
                problems.append(error)
            }
        }
        guard problems.isEmpty else { throw FileProblems(problems) }
        return list
    }

    package subscript(_ id: ChannelID) -> (any Channel)? { channels[id] }

    /// The channel by which an officer's phone is reached about a message: the message's own where it carries SMS, else
    /// one of the commune, else any that does; nil where none does.
    func toPhone(about channel: ChannelID, of commune: CommuneID) -> ChannelID? {
        let reaching = channels.values.map(\.profile).filter(\.kind.reachesPhones).sorted {
            $0.id.rawValue < $1.id.rawValue
        }
        let best = reaching.first { $0.id == channel } ?? reaching.first { $0.commune == commune } ?? reaching.first
        return best?.id
    }
}

extension ChannelSurroundings {
    /// For whoever reads channels without sending through them: checks and the simulator.
    package static func offline(_ settings: GatewaySettings, environment: [String: String]) -> ChannelSurroundings {
        ChannelSurroundings(httpClient: HTTPClient.shared, publicURL: settings.publicURL, environment: environment)
    }
}
