import Channels
import Foundation
import HTTPTypes
import LibCrypto

/// The channels of the fuzzed gateway, one of each kind and mode, and the proofs of their providers.
enum FuzzChannels {
    static let publicURL = "http://127.0.0.1:8080"
    private static let secret = "secret-of-the-fuzzer"
    private static let standardSecret = "whsec_ZnV6emVyLXNlY3JldC1vZi0yNC1ieXRlcw=="
    private static let account = "AC00000000000000000000000000000000"
    private static let app = "1234567890123456789"

    static let yaml = """
        - {id: kannel, kind: kannel, commune: dak-ha, number: "8079", secret: \(secret), send_url: "http://127.0.0.1:1/s", username: u, password: p}
        - {id: kannel-report, kind: kannel, commune: dak-ha, number: "8080", signatures: report, secret: \(secret), send_url: "http://127.0.0.1:1/s", username: u, password: p}
        - {id: kannel-held, kind: kannel, commune: dak-ha, number: "8081", signatures: quarantine, secret: \(secret), send_url: "http://127.0.0.1:1/s", username: u, password: p}
        - {id: zalo, kind: zalo, commune: dak-ha, spelling: marked, app_id: "\(app)", oa_id: "3674338702778449434", secret: \(secret), app_secret: \(secret), api_url: "http://127.0.0.1:1", oauth_url: "http://127.0.0.1:1"}
        - {id: zalo-report, kind: zalo, commune: dak-ha, spelling: marked, signatures: report, app_id: "\(app)", oa_id: "3674338702778449434", secret: \(secret), app_secret: \(secret), api_url: "http://127.0.0.1:1", oauth_url: "http://127.0.0.1:1"}
        - {id: zalo-bot, kind: zalo_bot, commune: dak-ha, token: "123456789:abcdefghijklmnop", secret: \(secret), api_url: "http://127.0.0.1:1"}
        - {id: zalo-bot-report, kind: zalo_bot, commune: dak-ha, signatures: report, token: "123456789:abcdefghijklmnop", secret: \(secret), api_url: "http://127.0.0.1:1"}
        - {id: twilio, kind: twilio, commune: dak-ha, account: \(account), token: \(secret), sender: "+84281234567"}
        - {id: twilio-report, kind: twilio, commune: dak-ha, signatures: report, account: \(account), token: \(secret), sender: "+84281234567"}
        - {id: standard, kind: standard, commune: dak-mar, secret: \(standardSecret), send_url: "http://127.0.0.1:1/s"}
        - {id: standard-report, kind: standard, commune: dak-mar, signatures: report, secret: \(standardSecret), send_url: "http://127.0.0.1:1/s"}
        \(http(id: "http", mode: "enforce"))
        \(http(id: "http-report", mode: "report"))
        \(http(id: "http-held", mode: "quarantine"))
        \(form(id: "forms", place: "form", method: "POST", mode: "enforce"))
        \(form(id: "forms-query", place: "query", method: "GET", mode: "enforce"))
        \(form(id: "forms-report", place: "form", method: "POST", mode: "report"))
        """

    private static let sending = """
        send: {method: POST, url: "http://127.0.0.1:1/s", body: "{\\"to\\": \\"${recipient}\\", \\"text\\": \\"${text}\\"}", success: {field: json.status, equals: [ok]}}
        """

    private static func http(id: String, mode: String) -> String {
        """
        - id: \(id)
          kind: http
          commune: dak-ha
          signatures: \(mode)
          secret: \(secret)
          receive:
            method: POST
            id: json.request_id
            sender: json.phone
            text: json.message
            time: json.time
            time_format: epoch_seconds
            only_when: {field: json.type, equals: [new, recovery]}
            signature: {algorithm: hmac-sha256, output: hex, over: "${body}", compare: header.X-Signature}
            answer: {status: 200}
          \(sending)
        """
    }

    private static func form(id: String, place: String, method: String, mode: String) -> String {
        """
        - id: \(id)
          kind: http
          commune: dak-mar
          signatures: \(mode)
          secret: \(secret)
          receive:
            method: \(method)
            id: \(place).smsid
            sender: \(place).sender
            text: \(place).content
            time: \(place).receiverTime
            time_format: vietnam_digits
            signature: none
            answer: {status: 200}
          \(sending)
        """
    }

    /// The channels that a door plays, by its name.
    static func channels(of door: String) -> [String] {
        switch door {
        case "kannel": ["kannel", "kannel-report", "kannel-held"]
        case "zalo": ["zalo", "zalo-report"]
        case "zalo-bot": ["zalo-bot", "zalo-bot-report"]
        case "twilio": ["twilio", "twilio-report"]
        case "standard": ["standard", "standard-report"]
        case "http": ["http", "http-report", "http-held"]
        case "forms": ["forms", "forms-query", "forms-report"]
        default: []
        }
    }

    /// The call as the web server hands it over; signed as its provider signs, where it is to be.
    static func request(_ call: FuzzCall, at now: Date) -> WebhookRequest {
        var query = call.query
        var proofs: [(String, String)] = []
        if call.isSigned {
            let kind = call.channel.split(separator: "-").first.map(String.init) ?? ""
            switch kind {
            case "kannel", "forms": query = "secret=\(secret)" + (query.isEmpty ? "" : "&" + query)
            case "zalo" where call.channel.hasPrefix("zalo-bot"): proofs = [("X-Bot-Api-Secret-Token", secret)]
            case "zalo":
                let mac = ZaloSignature.mac(
                    appID: app, body: call.body.bytes, timestamp: timestamp(in: call.body.bytes), secret: secret)
                proofs = [("X-ZEvent-Signature", "mac=" + mac)]
            case "twilio":
                let address = "\(publicURL)/webhooks/\(call.channel)" + (query.isEmpty ? "" : "?" + query)
                let fields = FormMutations.fields(call.body.bytes, plus: true).map { ($0.name, $0.value) }
                proofs = [("X-Twilio-Signature", TwilioSignature.make(url: address, fields: fields, token: secret))]
            case "standard":
                guard let key = StandardWebhooksSignature.key(of: standardSecret) else { break }
                let id = call.headers.first { $0.name == "webhook-id" }?.value ?? "none"
                let seconds = Int64(now.timeIntervalSince1970)
                let signature = StandardWebhooksSignature(keys: [key])
                    .header(id: id, timestamp: seconds, body: call.body.bytes)
                proofs = [("webhook-timestamp", String(seconds)), ("webhook-signature", signature)]
            default:
                let code = hmacSHA256(key: Array(secret.utf8), data: call.body.bytes)
                proofs = [("X-Signature", Hex.encode(code))]
            }
        }
        var headers = HTTPFields()
        for (name, value) in call.headers.map({ ($0.name, $0.value) }) + proofs {
            guard let field = HTTPField.Name(name) else { continue }
            headers.append(HTTPField(name: field, value: value))
        }
        return WebhookRequest(
            method: HTTPRequest.Method(call.method) ?? .post,
            query: FormMutations.fields(Array(query.utf8), plus: false), rawQuery: query, headers: headers,
            body: call.body.bytes)
    }

    /// The time that Zalo signs, found without reading the body as JSON; empty where there is none.
    private static func timestamp(in body: [UInt8]) -> String {
        let key = Array("\"timestamp\":".utf8)
        guard let place = body.firstRange(of: key)?.upperBound else { return "" }
        let value = body[place...].drop { $0 == 0x20 || $0 == 0x22 }.prefix {
            $0 != 0x22 && $0 != 0x2C && $0 != 0x7D && $0 != 0x20
        }
        return String(decoding: value, as: UTF8.self)
    }
}
