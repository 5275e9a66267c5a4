import Channels
import CheckedYAML
import Foundation

extension VillagerKind {
    static let standard = VillagerKind(.standard) { entry throws(FileProblem) in
        guard let key = StandardWebhooksSignature.key(of: try entry.secret("secret")) else {
            throw try entry.entry.entry("secret").problem("it is no secret", mend: "write whsec_ and base64")
        }
        return StandardVillagers(url: entry.url, signature: StandardWebhooksSignature(keys: [key]))
    }
}

private struct StandardVillagers: Villagers {
    var url: URL
    var signature: StandardWebhooksSignature

    func call(_ text: String, id: String, from address: String, at time: Date) throws -> WebhookCall {
        let body = Array(
            try JSONSerialization.data(
                withJSONObject: [
                    "type": "message.received", "timestamp": time.formatted(.iso8601),
                    "data": ["from": address, "text": text],
                ], options: .sortedKeys))
        let timestamp = Int64(time.timeIntervalSince1970)
        return WebhookCall(
            url: url,
            headers: [
                ("Content-Type", "application/json"), ("webhook-id", id), ("webhook-timestamp", String(timestamp)),
                ("webhook-signature", signature.header(id: id, timestamp: timestamp, body: body)),
            ], body: body)
    }
}
