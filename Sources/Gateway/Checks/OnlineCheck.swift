import AsyncHTTPClient
import Channels
package import CheckedYAML
import Content
import Conversations
import Foundation
import NIOCore
import NIOHTTP1
import PublicServices

/// What `gateway check --online` adds: whether the hosts of providers and portals answer at all.
///
/// It asks for the root of each host, without a message, a secret or a path, so nothing is sent and nothing is counted.
package enum OnlineCheck {
    /// One warning for each host that does not answer; what it answers does not matter.
    package static func warnings(
        configuration path: String, environment: [String: String], seconds: Double = 5
    ) async throws(FileProblems) -> (asked: Int, warnings: [FileProblem]) {
        let settings = try GatewaySettings.load(path: path)
        let content = try GatewayContent.load(settings)
        let channels = try ChannelList.make(
            settings, content: content, surroundings: .offline(settings, environment: environment))
        var places: [(host: String, entry: String)] = []
        for channel in channels.channels.values.sorted(by: { $0.profile.id.rawValue < $1.profile.id.rawValue }) {
            places += channel.providerURLs.compactMap(root).map { ($0, "channel \(channel.profile.id)") }
        }
        for commune in content.communes.values.sorted(by: { $0.id.rawValue < $1.id.rawValue }) {
            guard let host = commune.dossiers.portal.flatMap({ root(of: $0.url) }) else { continue }
            places.append((host, "portal of \(commune.id)"))
        }
        var warnings: [FileProblem] = []
        let client = ProviderClient.make()
        for place in places {
            guard let reason = await failure(of: place.host, client, seconds: seconds) else { continue }
            warnings.append(
                FileProblem(
                    file: path, line: nil, entry: place.entry, what: "\(place.host) does not answer: \(reason)",
                    mend: "look at the address, the network and the firewall"))
        }
        try? await client.shutdown()
        return (places.count, warnings)
    }

    private static func failure(of host: String, _ client: HTTPClient, seconds: Double) async -> String? {
        var request = HTTPClientRequest(url: host + "/")
        request.method = .HEAD
        do {
            _ = try await client.execute(
                request, timeout: .milliseconds(Int64(exactly: (seconds * 1000).rounded()) ?? 5000))
            return nil
        } catch let error as HTTPClientError {
            return error == .deadlineExceeded || error == .connectTimeout ? "it takes too long" : error.shortDescription
        } catch {
            return "no connection"
        }
    }

    /// Scheme, host and port alone: a path or a query may hold a secret.
    static func root(of address: String) -> String? {
        // In a pattern the host is plain; what is filled in stands behind it.
        let plain = address.prefix { $0 != "{" }
        guard let url = URLComponents(string: String(plain)), let scheme = url.scheme, let host = url.host,
            scheme == "http" || scheme == "https", !host.isEmpty
        else { return nil }
        return "\(scheme)://\(host)" + (url.port.map { ":\($0)" } ?? "")
    }
}
