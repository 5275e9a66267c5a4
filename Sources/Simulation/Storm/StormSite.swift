import Channels
import CheckedYAML
import Foundation
import Gateway

/// The place of a storm: a folder of its own with a configuration whose channels lead to the storm's provider.
struct StormSite: Sendable {
    var settings: GatewaySettings
    var configuration: String
    var folder: String
    var signers: [WebhookSigner]
    /// Where the gateway sends; 0 lets the system choose.
    var providerPort = 0

    var log: String { folder + "/gateway.log" }

    /// Writes the configuration: the content and all other sections are those of `base`, the rest is the storm's own.
    static func make(base path: String, in folder: String, providerPort: Int) throws -> StormSite {
        let base = try GatewaySettings.load(path: path)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        guard let commune = try base.channels.first?.entry("commune").string() else {
            throw StormGateway.Problem(description: "\(path) has no channel, so no commune is known")
        }
        let (port, office) = (try FreePort.find(), try FreePort.find())
        let own = [
            "server": """
            server:
              host: 127.0.0.1
              port: \(port)
              office_port: \(office)
              public_url: http://127.0.0.1:\(port)
              log_level: error
            """,
            "storage": """
            storage:
              database: data/gateway.sqlite
              key_file: keys/gateway.key
            """,
            "content": """
            content:
              services: \(absolute(base.services))
              communes: \(absolute(base.communes))
              intents: \(absolute(base.intents))
              replies: \(absolute(base.replies))
            """,
            "channels": """
            channels:
              - id: storm-sms
                kind: kannel
                commune: \(commune)
                number: "8079"
                secret: secret-of-the-storm
                send_url: http://127.0.0.1:\(providerPort)/\(StormProvider.smsPath)
                username: storm
                password: password-of-the-storm
              - id: storm-hooks
                kind: standard
                commune: \(commune)
                secret: whsec_c3Rvcm1zdG9ybXN0b3Jtc3Rvcm1zdG9ybXN0b3Jt
                send_url: http://127.0.0.1:\(providerPort)/\(StormProvider.hookPath)
            """,
        ]
        let file = folder + "/gateway.yaml"
        // What is promised of each message is looked at, and not what a day may cost.
        let limits = ["sender_answers_per_day", "segments_per_day"]
        let unlimited = exchanged(text, for: own).split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in
                let key = line.split(separator: ":").first.map { $0.trimmingPrefix(while: \.isWhitespace) } ?? ""
                return limits.contains(String(key)) ? "  \(key): 0" : String(line)
            }.joined(separator: "\n")
        try unlimited.write(toFile: file, atomically: true, encoding: .utf8)
        let settings = try GatewaySettings.load(path: file)
        return StormSite(
            settings: settings, configuration: file, folder: folder,
            signers: try settings.channels.map { try WebhookSigner($0, settings: settings, environment: [:]) })
    }

    /// The place of a gateway that runs already: its first channel of kind kannel whose Kannel would be on this machine.
    static func running(configuration: String, folder: String) throws -> StormSite {
        let settings = try GatewaySettings.load(path: configuration)
        for entry in settings.channels where try entry.entry("kind").string() == ChannelKind.kannel.name {
            guard let url = URL(string: try entry.entry("send_url").string()), let port = url.port,
                ["127.0.0.1", "localhost"].contains(url.host ?? ""), url.path == "/" + StormProvider.smsPath
            else { continue }
            let environment = ProcessInfo.processInfo.environment
            return StormSite(
                settings: settings, configuration: configuration, folder: folder,
                signers: [try WebhookSigner(entry, settings: settings, environment: environment)], providerPort: port)
        }
        throw StormGateway.Problem(
            description: "\(configuration) has no channel of kind kannel with send_url "
                + "http://127.0.0.1:PORT/\(StormProvider.smsPath)")
    }

    /// The text with some of its top-level sections exchanged.
    static func exchanged(_ text: String, for own: [String: String]) -> String {
        var lines: [String] = []
        var isExchanged = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let first = line.first, !first.isWhitespace, first != "#", first != "-",
                let end = line.firstIndex(of: ":")
            {
                let section = own[String(line[..<end])]
                isExchanged = section != nil
                if let section { lines.append(section) }
            }
            if !isExchanged { lines.append(String(line)) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }
}

/// A TCP port on this machine that nobody listens on at the moment.
enum FreePort {
    static func find() throws -> Int {
        #if canImport(Glibc)
        let stream = Int32(SOCK_STREAM.rawValue)
        #else
        let stream = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, stream, 0)
        guard descriptor >= 0 else { throw StormGateway.Problem(description: "no socket can be opened") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 ? getsockname(descriptor, pointer, &length) : -1
            }
        }
        guard result == 0 else { throw StormGateway.Problem(description: "no port is free") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
