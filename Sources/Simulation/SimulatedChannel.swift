import Channels
package import CheckedYAML
import Foundation
package import Gateway

/// Both ends of a configured channel as the simulator plays them: the provider and the villagers behind it.
package struct SimulatedChannel: Sendable {
    package var id: String
    package var provider: SimulatedKannel
    private var webhook: String
    private var settings: KannelSettings

    /// Takes the channel from the gateway's configuration; the first one unless an id is given.
    package init(settings: GatewaySettings, id: String?, environment: [String: String]) throws(FileProblems) {
        do throws(FileProblem) {
            let surroundings = ChannelSurroundings.offline(settings, environment: environment)
            for entry in settings.channels {
                let name = try entry.entry("id").string()
                guard id == nil || id == name else { continue }
                self.id = name
                try ChannelKind.kannel.check(keysOf: entry)
                self.settings = try KannelSettings(entry, surroundings)
                guard let url = URL(string: self.settings.sendURL), let host = url.host, let port = url.port,
                    ["127.0.0.1", "localhost"].contains(host)
                else {
                    throw try entry.entry("send_url").problem(
                        "the simulator cannot stand in for another machine",
                        mend: "write http://127.0.0.1:8090/cgi-bin/sendsms while you test")
                }
                provider = SimulatedKannel(
                    host: host, port: port, username: self.settings.username, password: self.settings.password)
                webhook = "http://\(settings.host):\(settings.port)/webhooks/\(name)"
                return
            }
            throw FileProblem(
                file: settings.file, line: nil, entry: "channels",
                what: id.map { "there is no channel \"\($0)\"" } ?? "there is no channel",
                mend: "name one of the ids under channels")
        } catch {
            throw FileProblems([error])
        }
    }

    package func villager(_ phone: String) -> KannelVillager {
        KannelVillager(webhook: webhook, secret: settings.secret, phone: phone, number: settings.number)
    }
}
