import Channels
import CheckedYAML
import Gateway

/// The channels of a bench's own gateway: those of the configuration, and one of every kind that has none there.
///
/// Secrets are the bench's own and every provider stands at one port of this machine; ids, communes, numbers, spellings
/// and prices are those of the configuration.
enum OwnChannels {
    static func entries(of settings: GatewaySettings, providerPort: Int) throws(FileProblem) -> [YAMLEntry] {
        var texts: [String] = []
        var kinds: Set<String> = []
        for entry in settings.channels {
            let kind = try VillagerKind.of(entry).channel.name
            kinds.insert(kind)
            var more: [String] = []
            for key in ["spelling", "segment_price"] {
                if let value = try entry.optional(key)?.string() { more.append("  \(key): \(value)") }
            }
            texts.append(
                text(
                    id: try entry.entry("id").string(), kind: kind, commune: try entry.entry("commune").string(),
                    number: try entry.optional("number")?.string() ?? "8079", more: more, port: providerPort))
        }
        texts += try others(than: kinds, in: settings, providerPort: providerPort)
        return try YAMLEntry.parse(texts.joined(separator: "\n"), file: "bench.yaml").entries()
    }

    /// One channel of every kind that the configuration does not have.
    static func missing(in settings: GatewaySettings) throws(FileProblem) -> [YAMLEntry] {
        var kinds: Set<String> = []
        for entry in settings.channels { kinds.insert(try entry.entry("kind").string()) }
        // Nothing is sent by them, so the port does not matter.
        let texts = try others(than: kinds, in: settings, providerPort: 1)
        return texts.isEmpty ? [] : try YAMLEntry.parse(texts.joined(separator: "\n"), file: "bench.yaml").entries()
    }

    private static func others(
        than kinds: Set<String>, in settings: GatewaySettings, providerPort: Int
    ) throws(FileProblem) -> [String] {
        let commune = try settings.channels.first?.entry("commune").string() ?? ""
        return VillagerKind.all.map(\.channel).filter { !kinds.contains($0.name) }.map { kind in
            let spelling = kind.reachesPhones ? "as_written" : "marked"
            return text(
                id: ids[kind.name] ?? kind.name, kind: kind.name, commune: commune, number: "8079",
                more: ["  spelling: \(spelling)"], port: providerPort)
        }
    }

    /// Ids of kinds that the configuration does not have.
    private static let ids = [
        "kannel": "sms", "zalo": "zalo", "zalo_bot": "zalo-bot", "twilio": "twilio", "standard": "standard",
        "http": "http",
    ]

    private static func text(
        id: String, kind: String, commune: String, number: String, more: [String], port: Int
    ) -> String {
        let provider = "http://127.0.0.1:\(port)"
        let own =
            switch kind {
            case "kannel":
                """
                  number: "\(number)"
                  secret: secret-of-the-bench
                  send_url: \(provider)/\(id)/cgi-bin/sendsms
                  username: bench
                  password: password-of-the-bench
                """
            case "zalo":
                """
                  app_id: "1234567890123456789"
                  oa_id: "3674338702778449434"
                  secret: secret-of-the-bench
                  app_secret: app-secret-of-the-bench
                  api_url: \(provider)
                  oauth_url: \(provider)
                """
            case "zalo_bot":
                """
                  token: "123456789:bench"
                  secret: secret-of-the-bench
                  api_url: \(provider)
                """
            case "twilio":
                """
                  account: AC00000000000000000000000000000001
                  token: token-of-the-bench
                  sender: "+84281234567"
                  api_url: \(provider)
                """
            case "standard":
                """
                  secret: whsec_YmVuY2hiZW5jaGJlbmNoYmVuY2hiZW5jaGJlbmNo
                  send_url: \(provider)/\(id)/hooks
                """
            default:
                """
                  secret: secret-of-the-bench
                  receive:
                    method: POST
                    id: json.id
                    sender: json.phone
                    text: json.content
                    signature: {algorithm: hmac-sha256, output: hex, over: "${body}", compare: header.X-Signature}
                    answer: {status: 200, content_type: text/plain, body: OK}
                  send:
                    method: POST
                    url: \(provider)/\(id)/send
                    body: '{"to": "${recipient}", "text": "${text}", "callback": "${callback_url}"}'
                    success: {}
                  reports:
                    status: query.status
                    delivered: ["delivered"]
                """
            }
        return (["- id: \(id)", "  kind: \(kind)", "  commune: \(commune)"] + more + [own]).joined(separator: "\n")
    }
}
