import AsyncHTTPClient
package import Channels
package import CheckedYAML
package import Content
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
        problems += list.secondWayProblems(settings.channels)
        guard problems.isEmpty else { throw FileProblems(problems) }
        return list
    }

    /// A second way must be another channel of the same commune, and both must reach phones, or nobody is found by it.
    private func secondWayProblems(_ entries: [YAMLEntry]) -> [FileProblem] {
        entries.compactMap { entry -> FileProblem? in
            guard let named = try? entry.optional("second_way"), let name = try? named.string(),
                let id = try? entry.entry("id").string(), let first = self[ChannelID(rawValue: id)]?.profile
            else { return nil }
            guard name != id, let second = self[ChannelID(rawValue: name)]?.profile else {
                return named.problem(
                    "there is no other channel \"\(name)\"", mend: "name the id of another channel that sends SMS")
            }
            guard second.commune == first.commune, second.kind.reachesPhones, first.kind.reachesPhones else {
                return named.problem(
                    "\(name) cannot send in the place of \(id)",
                    mend: "name a channel of the same commune; both must send SMS")
            }
            return nil
        }
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
