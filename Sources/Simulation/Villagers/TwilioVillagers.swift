import Channels
import CheckedYAML
import Foundation

extension VillagerKind {
    static let twilio = VillagerKind(.twilio) { entry throws(FileProblem) in
        TwilioVillagers(
            url: entry.url, account: try entry.text("account"), token: try entry.secret("token"),
            sender: try entry.text("sender"),
            signedURL: try entry.entry.optional("webhook_url")?.string() ?? entry.publicURL)
    }
}

private struct TwilioVillagers: Villagers {
    var url: URL
    var account: String
    var token: String
    var sender: String
    /// The address that the signature covers.
    var signedURL: String

    /// Twilio's ids have two letters and 32 hexadecimal digits; here two FNV-1a of ours.
    func providerID(of id: String) -> String {
        guard !id.hasPrefix("SM") else { return id }
        let halves = [0xCBF2_9CE4_8422_2325 as UInt64, 0x8422_2325_CBF2_9CE4].map { start in
            id.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        }
        return "SM"
            + halves.map { half in
                let digits = String(half, radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            }.joined()
    }

    func call(_ text: String, id: String, from address: String, at time: Date) throws -> WebhookCall {
        let fields = [
            ("MessageSid", providerID(of: id)), ("AccountSid", account), ("From", address), ("To", sender),
            ("Body", text), ("NumMedia", "0"),
        ]
        let form = fields.map { name, value in
            name + "=" + (value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
        }.joined(separator: "&")
        return WebhookCall(
            url: url,
            headers: [
                ("Content-Type", "application/x-www-form-urlencoded"),
                ("X-Twilio-Signature", TwilioSignature.make(url: signedURL, fields: fields, token: token)),
            ], body: Array(form.utf8))
    }
}
