import Channels
import CheckedYAML
import Foundation

extension VillagerKind {
    static let zaloBot = VillagerKind(.zaloBot) { entry throws(FileProblem) in
        ZaloBotVillagers(url: entry.url, secret: try entry.secret("secret"))
    }
}

private struct ZaloBotVillagers: Villagers {
    var url: URL
    var secret: String

    func call(_ text: String, id: String, from address: String, at time: Date) throws -> WebhookCall {
        let body = try JSONSerialization.data(
            withJSONObject: [
                "ok": true,
                "result": [
                    "event_name": "message.text.received",
                    "message": [
                        "from": ["id": address, "is_bot": false], "chat": ["id": address, "chat_type": "PRIVATE"],
                        "message_id": id, "date": Int64(time.timeIntervalSince1970 * 1000), "text": text,
                    ] as [String: Any],
                ] as [String: Any],
            ], options: .sortedKeys)
        return WebhookCall(
            url: url, headers: [("Content-Type", "application/json"), ("X-Bot-Api-Secret-Token", secret)],
            body: Array(body))
    }
}
