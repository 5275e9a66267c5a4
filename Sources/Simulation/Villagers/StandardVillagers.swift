import Channels
import CheckedYAML
import Foundation

extension VillagerKind {
    static let standard = VillagerKind(
        .standard, sendKeys: ["send_url"],
        own: OwnEntry(id: "standard") { bench in
            """
              secret: whsec_YmVuY2hiZW5jaGJlbmNoYmVuY2hiZW5jaGJlbmNo
              send_url: \(bench.provider)/\(bench.id)/hooks
            """
        },
        provider: { entry throws(FileProblem) in
            StandardSide(
                villagers: try StandardVillagers(entry), path: URL(string: try entry.text("send_url"))?.path ?? "")
        },
        make: { entry throws(FileProblem) in try StandardVillagers(entry) })
}

private struct StandardVillagers: Villagers {
    var url: URL
    var signature: StandardWebhooksSignature

    init(_ entry: VillagerEntry) throws(FileProblem) {
        guard let key = StandardWebhooksSignature.key(of: try entry.secret("secret")) else {
            throw try entry.entry.entry("secret").problem("it is no secret", mend: "write whsec_ and base64")
        }
        url = entry.url
        signature = StandardWebhooksSignature(keys: [key])
    }

    func call(_ text: String, id: String, from address: String, at time: Date) throws -> WebhookCall {
        try call("message.received", ["from": address, "text": text], id: id, at: time)
    }

    func call(_ type: String, _ data: [String: String], id: String, at time: Date) throws -> WebhookCall {
        let body = Array(
            try JSONSerialization.data(
                withJSONObject: ["type": type, "timestamp": time.formatted(.iso8601), "data": data] as [String: Any],
                options: .sortedKeys))
        let timestamp = Int64(time.timeIntervalSince1970)
        return WebhookCall(
            url: url,
            headers: [
                ("Content-Type", "application/json"), ("webhook-id", id), ("webhook-timestamp", String(timestamp)),
                ("webhook-signature", signature.header(id: id, timestamp: timestamp, body: body)),
            ], body: body)
    }
}

/// A system that speaks Standard Webhooks.
private struct StandardSide: ProviderSide {
    var villagers: StandardVillagers
    var path: String

    func answer(_ request: ProviderRequest, id: String) -> ProviderReply? {
        guard request.path == path, request.headers["webhook-id"] != nil else { return nil }
        guard let data = request.json?["data"] as? [String: Any], let to = data["to"] as? String,
            let text = data["text"] as? String
        else { return .json("{}", status: 400) }
        let number = data["reference"] as? String
        let reports = ["accepted", "delivered"].compactMap { status in
            number.flatMap {
                try? villagers.call(
                    "message.status", ["reference": $0, "status": status], id: "\(id)-\(status)", at: Date())
            }
        }
        return .json("{}", arrived: Arrival(from: "", to: to, text: text, number: number, id: id, reports: reports))
    }
}
