import Channels
public import CheckedYAML
public import Foundation
public import Gateway

/// Makes a villager's webhook calls for one configured channel, signed as its provider signs them.
public struct WebhookSigner: Sendable {
    private enum Kind: Sendable {
        case kannel(secret: String, number: String)
        case zalo(appID: String, account: String, secret: String)
        case zaloBot(secret: String)
        case standard(StandardWebhooksSignature)
        case twilio(account: String, token: String, sender: String, publicURL: String)
    }

    /// Kinds of channels whose villagers can be played.
    public static let kinds = ["kannel", "zalo", "zalo_bot", "standard", "twilio"]

    public let channel: String
    private let url: URL
    private let kind: Kind

    /// Takes the secrets from the channel's entry; the channel must be of one of ``kinds``.
    public init(
        _ entry: YAMLEntry, settings: GatewaySettings, environment: [String: String]
    ) throws(FileProblem) {
        channel = try entry.entry("id").string()
        let webhook = "http://\(settings.host):\(settings.port)/webhooks/\(channel)"
        guard let url = URL(string: webhook) else {
            throw entry.problem("\(webhook) is no web address", mend: "write host: 127.0.0.1 under server")
        }
        self.url = url
        func secret(_ key: String) throws(FileProblem) -> String {
            let secret = try Self.first(entry.entry(key))
            let text = try secret.string()
            guard text.hasPrefix("env:") else { return text }
            guard let value = environment[String(text.dropFirst(4))] else {
                throw secret.problem("\(text) is not set", mend: "set the variable for the simulator too")
            }
            return value
        }
        let kindEntry = try entry.entry("kind")
        switch try kindEntry.string() {
        case "kannel": kind = .kannel(secret: try secret("secret"), number: try entry.entry("number").string())
        case "zalo":
            kind = .zalo(
                appID: try entry.entry("app_id").string(), account: try entry.entry("oa_id").string(),
                secret: try secret("secret"))
        case "zalo_bot": kind = .zaloBot(secret: try secret("secret"))
        case "standard":
            guard let key = StandardWebhooksSignature.key(of: try secret("secret")) else {
                throw try entry.entry("secret").problem("it is no secret", mend: "write whsec_ and base64")
            }
            kind = .standard(StandardWebhooksSignature(keys: [key]))
        case "twilio":
            kind = .twilio(
                account: try entry.entry("account").string(), token: try secret("token"),
                sender: try entry.entry("sender").string(),
                publicURL: try entry.optional("webhook_url")?.string() ?? "\(settings.publicURL)/webhooks/\(channel)")
        case let other:
            throw kindEntry.problem(
                "the simulator cannot play villagers of kind \(other)",
                mend: "name a channel of kind " + Self.kinds.joined(separator: ", "))
        }
    }

    /// One secret, or the first of two while they change: that is the one that signs.
    private static func first(_ entry: YAMLEntry) throws(FileProblem) -> YAMLEntry {
        (try? entry.entries())?.first ?? entry
    }

    /// The address of a played villager, as the provider and the gateway write it.
    public func address(of villager: Int) -> String {
        switch kind {
        case .kannel, .standard, .twilio:
            // Beside the sample communes' own phones, from which nobody is answered.
            return "+8490" + String(villager + 1_000_000)
        case .zalo, .zaloBot:
            return "70000000000" + String(repeating: "0", count: max(0, 7 - String(villager).count)) + String(villager)
        }
    }

    /// How the provider writes an id of ours: Twilio's have two letters and 32 hexadecimal digits, here two FNV-1a of it.
    public func providerID(of id: String) -> String {
        guard case .twilio = kind, !id.hasPrefix("SM") else { return id }
        let halves = [0xCBF2_9CE4_8422_2325 as UInt64, 0x8422_2325_CBF2_9CE4].map { start in
            id.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        }
        return "SM"
            + halves.map { half in
                let digits = String(half, radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            }.joined()
    }

    /// The call that brings a text; `id` is the provider's id of the message.
    public func call(_ text: String, id: String, from villager: Int, at time: Date) throws -> WebhookCall {
        let address = address(of: villager)
        switch kind {
        case .kannel(let secret, let number):
            return try KannelVillager(webhook: url.absoluteString, secret: secret, phone: address, number: number)
                .call(text, id: id, at: time)
        case .zalo(let appID, let account, let secret):
            return try ZaloVillager(
                webhook: url.absoluteString, appID: appID, account: account, secret: secret, user: address
            ).call(text, id: id, at: time)
        case .zaloBot(let secret):
            let body = try Self.json([
                "ok": true,
                "result": [
                    "event_name": "message.text.received",
                    "message": [
                        "from": ["id": address, "is_bot": false], "chat": ["id": address, "chat_type": "PRIVATE"],
                        "message_id": id, "date": Int64(time.timeIntervalSince1970 * 1000), "text": text,
                    ] as [String: Any],
                ] as [String: Any],
            ])
            return WebhookCall(
                url: url, headers: [("Content-Type", "application/json"), ("X-Bot-Api-Secret-Token", secret)],
                body: body)
        case .standard(let signature):
            let body = try Self.json([
                "type": "message.received", "timestamp": time.formatted(.iso8601),
                "data": ["from": address, "text": text],
            ])
            let timestamp = Int64(time.timeIntervalSince1970)
            return WebhookCall(
                url: url,
                headers: [
                    ("Content-Type", "application/json"), ("webhook-id", id),
                    ("webhook-timestamp", String(timestamp)),
                    ("webhook-signature", signature.header(id: id, timestamp: timestamp, body: body)),
                ], body: body)
        case .twilio(let account, let token, let sender, let publicURL):
            let fields = [
                ("MessageSid", providerID(of: id)), ("AccountSid", account), ("From", address), ("To", sender),
                ("Body", text),
                ("NumMedia", "0"),
            ]
            let form = fields.map { name, value in
                name + "=" + (value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
            }.joined(separator: "&")
            return WebhookCall(
                url: url,
                headers: [
                    ("Content-Type", "application/x-www-form-urlencoded"),
                    ("X-Twilio-Signature", TwilioSignature.make(url: publicURL, fields: fields, token: token)),
                ], body: Array(form.utf8))
        }
    }

    private static func json(_ object: [String: Any]) throws -> [UInt8] {
        Array(try JSONSerialization.data(withJSONObject: object, options: .sortedKeys))
    }
}

extension GatewaySettings {
    /// The entry of a channel; the first one unless an id is given.
    public func channelEntry(_ id: String?) throws(FileProblem) -> YAMLEntry {
        for entry in channels {
            let name = try entry.entry("id").string()
            if id == nil || id == name { return entry }
        }
        throw FileProblem(
            file: file, line: nil, entry: "channels",
            what: id.map { "there is no channel \"\($0)\"" } ?? "there is no channel",
            mend: "name one of the ids under channels")
    }
}
