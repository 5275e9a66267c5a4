import Channels
import CheckedYAML
import Foundation

extension VillagerKind {
    static let zaloBot = VillagerKind(
        .zaloBot, sendKeys: ["api_url"],
        own: OwnEntry(id: "zalo-bot") { bench in
            """
              token: "123456789:bench"
              secret: secret-of-the-bench
              api_url: \(bench.provider)
            """
        },
        provider: { entry throws(FileProblem) in ZaloBotSide(token: try entry.secret("token")) },
        make: { entry throws(FileProblem) in
            ZaloBotVillagers(url: entry.url, secret: try entry.secret("secret"))
        })
}

private struct ZaloBotVillagers: Villagers {
    var url: URL
    var secret: String

    func call(_ text: String, id: String, from address: String, at time: Date) throws -> WebhookCall {
        try call("text", ["text": text], id: id, from: address, at: time)
    }

    func call(of act: VillagerAct, id: String, from address: String, at time: Date) throws -> WebhookCall? {
        switch act {
        case .picture(let url, let caption):
            try call("image", ["photo_url": url, "caption": caption], id: id, from: address, at: time)
        case .voice(let url): try call("voice", ["voice_url": url], id: id, from: address, at: time)
        case .sticker(let url): try call("sticker", ["sticker": "1", "url": url], id: id, from: address, at: time)
        default: nil
        }
    }

    private func call(
        _ event: String, _ content: [String: String], id: String, from address: String, at time: Date
    ) throws -> WebhookCall {
        let message: [String: Any] = [
            "from": ["id": address, "is_bot": false], "chat": ["id": address, "chat_type": "PRIVATE"],
            "message_id": id, "date": Int64(time.timeIntervalSince1970 * 1000),
        ]
        let body = try JSONSerialization.data(
            withJSONObject: [
                "ok": true,
                "result": [
                    "event_name": "message.\(event).received", "message": message.merging(content) { $1 },
                ] as [String: Any],
            ], options: .sortedKeys)
        return WebhookCall(
            url: url, headers: [("Content-Type", "application/json"), ("X-Bot-Api-Secret-Token", secret)],
            body: Array(body))
    }
}

/// The server of the Zalo Bot Platform, which reports nothing.
private struct ZaloBotSide: ProviderSide {
    var token: String

    func answer(_ request: ProviderRequest, id: String) -> ProviderReply? {
        guard request.path == "/bot\(token)/sendMessage" else { return nil }
        guard let json = request.json, let to = json["chat_id"] as? String, let text = json["text"] as? String else {
            return .json(#"{"ok":false,"error_code":400,"description":"Bad Request"}"#, status: 400)
        }
        return .json(
            #"{"ok":true,"result":{"message_id":"\#(id)"}}"#,
            arrived: Arrival(from: "bot", to: to, text: text, id: id))
    }
}
