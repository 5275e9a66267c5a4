import Channels
import CheckedYAML
import Foundation

extension VillagerKind {
    static let twilio = VillagerKind(
        .twilio, sendKeys: ["api_url"],
        own: OwnEntry(id: "twilio") { bench in
            """
              account: AC00000000000000000000000000000001
              token: token-of-the-bench
              sender: "+84281234567"
              api_url: \(bench.provider)
            """
        },
        provider: { entry throws(FileProblem) in TwilioSide(villagers: try TwilioVillagers(entry)) },
        make: { entry throws(FileProblem) in try TwilioVillagers(entry) })
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

    init(_ entry: VillagerEntry) throws(FileProblem) {
        url = entry.url
        account = try entry.text("account")
        token = try entry.secret("token")
        sender = try entry.text("sender")
        signedURL = try entry.entry.optional("webhook_url")?.string() ?? entry.publicURL
    }

    func call(_ text: String, id: String, from address: String, at time: Date) throws -> WebhookCall {
        call(message(id, from: address, [("Body", text), ("NumMedia", "0")]))
    }

    func call(of act: VillagerAct, id: String, from address: String, at time: Date) throws -> WebhookCall? {
        func media(_ url: String, _ type: String, text: String = "") -> WebhookCall {
            let fields = [("Body", text), ("NumMedia", "1"), ("MediaUrl0", url), ("MediaContentType0", type)]
            return call(message(id, from: address, fields))
        }
        switch act {
        case .picture(let url, let caption): return media(url, "image/jpeg", text: caption)
        case .voice(let url): return media(url, "audio/ogg")
        case .file(let url, _): return media(url, "application/pdf")
        case .location(let latitude, let longitude):
            let fields = [("Body", ""), ("NumMedia", "0"), ("Latitude", latitude), ("Longitude", longitude)]
            return call(message(id, from: address, fields))
        default: return nil
        }
    }

    private func message(_ id: String, from address: String, _ fields: [(String, String)]) -> [(String, String)] {
        [("MessageSid", providerID(of: id)), ("AccountSid", account), ("From", address), ("To", sender)] + fields
    }

    /// A signed call; `query` belongs to the address that the signature covers.
    func call(_ fields: [(String, String)], query: String = "") -> WebhookCall {
        let form = fields.map { name, value in
            name + "=" + (value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
        }.joined(separator: "&")
        return WebhookCall(
            url: URL(string: url.absoluteString + query) ?? url,
            headers: [
                ("Content-Type", "application/x-www-form-urlencoded"),
                ("X-Twilio-Signature", TwilioSignature.make(url: signedURL + query, fields: fields, token: token)),
            ], body: Array(form.utf8))
    }
}

/// Twilio's Messages resource.
private struct TwilioSide: ProviderSide {
    var villagers: TwilioVillagers

    func answer(_ request: ProviderRequest, id: String) -> ProviderReply? {
        guard request.path == "/2010-04-01/Accounts/\(villagers.account)/Messages.json" else { return nil }
        let form = request.form
        guard let to = form["To"], let text = form["Body"] else {
            return .json(#"{"code":21604,"message":"A To number is required"}"#, status: 400)
        }
        let sid = villagers.providerID(of: id)
        let number = ProviderRequest.value("ref", in: form["StatusCallback"])
        let reports = ["sent", "delivered"].compactMap { status in
            number.map {
                villagers.call(
                    [("MessageSid", sid), ("MessageStatus", status), ("To", to), ("From", villagers.sender)],
                    query: "?ref=\($0)")
            }
        }
        return .json(
            #"{"sid":"\#(sid)","status":"queued"}"#, status: 201,
            arrived: Arrival(from: villagers.sender, to: to, text: text, number: number, id: sid, reports: reports))
    }
}
