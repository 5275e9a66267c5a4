import Channels
import CheckedYAML
package import Foundation

/// Sends a villager's events to a gateway's webhook, signed as Zalo signs them.
package struct ZaloVillager: Sendable {
    package var webhook: String
    package var appID: String
    package var account: String
    package var secret: String
    package var user: String

    package init(webhook: String, appID: String, account: String, secret: String, user: String) {
        self.webhook = webhook
        self.appID = appID
        self.account = account
        self.secret = secret
        self.user = user
    }

    /// Sends one text; the same `id` again is a retry of the same message.
    @discardableResult
    package func send(_ text: String, id: String = UUID().uuidString, at time: Date = Date()) async throws
        -> LoopbackHTTP.Answer
    {
        try await LoopbackHTTP.post(call(text, id: id, at: time))
    }

    /// The call that brings the text, without making it.
    package func call(_ text: String, id: String, at time: Date) throws -> WebhookCall {
        try call(
            event: "user_send_text",
            ["sender": ["id": user], "recipient": ["id": account], "message": ["msg_id": id, "text": text]], at: time)
    }

    /// Sends any event, with the fields that all events have.
    @discardableResult
    package func event(_ name: String, _ fields: [String: any Sendable], at time: Date = Date()) async throws
        -> LoopbackHTTP.Answer
    {
        try await LoopbackHTTP.post(call(event: name, fields, at: time))
    }

    func call(event name: String, _ fields: [String: any Sendable], at time: Date) throws -> WebhookCall {
        let timestamp = String(Int64(time.timeIntervalSince1970 * 1000))
        var object: [String: Any] = fields
        object["app_id"] = appID
        object["event_name"] = name
        object["timestamp"] = timestamp
        let body = Array(try JSONSerialization.data(withJSONObject: object, options: .sortedKeys))
        guard let url = URL(string: webhook) else {
            throw LoopbackHTTP.Problem(description: "\(webhook) is no web address")
        }
        let mac = ZaloSignature.mac(appID: appID, body: body, timestamp: timestamp, secret: secret)
        return WebhookCall(
            url: url, headers: [("Content-Type", "application/json"), ("X-ZEvent-Signature", "mac=" + mac)], body: body)
    }
}

extension VillagerKind {
    static let zalo = VillagerKind(
        .zalo, sendKeys: ["api_url"],
        own: OwnEntry(id: "zalo") { bench in
            """
              app_id: "1234567890123456789"
              oa_id: "3674338702778449434"
              secret: secret-of-the-bench
              app_secret: app-secret-of-the-bench
              api_url: \(bench.provider)
              oauth_url: \(bench.provider)
            """
        },
        provider: { entry throws(FileProblem) in
            ZaloSide(villager: try ZaloVillagers(entry), appSecret: try entry.secret("app_secret"))
        },
        make: { entry throws(FileProblem) in try ZaloVillagers(entry) })
}

private struct ZaloVillagers: Villagers {
    var webhook: String
    var appID: String
    var account: String
    var secret: String

    init(_ entry: VillagerEntry) throws(FileProblem) {
        webhook = entry.url.absoluteString
        appID = try entry.text("app_id")
        account = try entry.text("oa_id")
        secret = try entry.secret("secret")
    }

    private func villager(_ address: String) -> ZaloVillager {
        ZaloVillager(webhook: webhook, appID: appID, account: account, secret: secret, user: address)
    }

    func call(_ text: String, id: String, from address: String, at time: Date) throws -> WebhookCall {
        try villager(address).call(text, id: id, at: time)
    }

    func call(of act: VillagerAct, id: String, from address: String, at time: Date) throws -> WebhookCall? {
        func sent(_ event: String, _ payload: [String: any Sendable], text: String = "") throws -> WebhookCall {
            var message: [String: any Sendable] = ["msg_id": id, "attachments": [["payload": payload]]]
            if !text.isEmpty { message["text"] = text }
            return try villager(address).call(
                event: event, ["sender": ["id": address], "recipient": ["id": account], "message": message], at: time)
        }
        switch act {
        case .text, .tap: return nil
        case .picture(let url, let caption):
            return try sent("user_send_image", ["url": url, "thumbnail": url], text: caption)
        case .voice(let url): return try sent("user_send_audio", ["url": url])
        case .file(let url, let name): return try sent("user_send_file", ["url": url, "name": name])
        case .location(let latitude, let longitude):
            return try sent("user_send_location", ["coordinates": ["latitude": latitude, "longitude": longitude]])
        case .sticker(let url): return try sent("user_send_sticker", ["id": "1", "url": url])
        case .follow:
            return try villager(address).call(
                event: "follow", ["oa_id": account, "follower": ["id": address], "source": "oa_profile"], at: time)
        case .seen(let ids): return try villager(address).call(receipt: "user_seen_message", of: ids, at: time)
        }
    }
}

extension ZaloVillager {
    /// The call that reports messages of the account as received or seen.
    fileprivate func call(receipt event: String, of ids: [String], at time: Date) throws -> WebhookCall {
        try call(
            event: event, ["sender": ["id": account], "recipient": ["id": user], "message": ["msg_ids": ids]], at: time)
    }
}

/// Zalo's API for Official Accounts; it takes every token, because a gateway may have been given any.
private struct ZaloSide: ProviderSide {
    var villager: ZaloVillagers
    var appSecret: String

    func answer(_ request: ProviderRequest, id: String) -> ProviderReply? {
        switch request.path {
        case "/v4/oa/access_token":
            guard request.headers["secret_key"] == appSecret else { return nil }
            return .json(#"{"access_token":"access-\#(id)","refresh_token":"refresh-\#(id)","expires_in":"90000"}"#)
        case "/v3.0/oa/message/cs":
            guard request.headers["access_token"]?.isEmpty == false else {
                return .json(#"{"error":-216,"message":"Access token is invalid"}"#)
            }
            guard let json = request.json, let to = (json["recipient"] as? [String: Any])?["user_id"] as? String,
                let message = json["message"] as? [String: Any], let text = message["text"] as? String
            else { return .json(#"{"error":-201,"message":"body is invalid"}"#) }
            let payload = (message["attachment"] as? [String: Any])?["payload"] as? [String: Any]
            let buttons = (payload?["buttons"] as? [[String: Any]] ?? []).compactMap { button in
                (button["title"] as? String).map {
                    Delivered.Button(title: $0, payload: button["payload"] as? String ?? $0)
                }
            }
            let user = ZaloVillager(
                webhook: villager.webhook, appID: villager.appID, account: villager.account, secret: villager.secret,
                user: to)
            let report = try? user.call(receipt: "user_received_message", of: [id], at: Date())
            return .json(
                #"{"data":{"message_id":"\#(id)"},"error":0,"message":"Success"}"#,
                arrived: Arrival(
                    from: villager.account, to: to, text: text, buttons: buttons, id: id,
                    reports: [report].compactMap { $0 }))
        default: return nil
        }
    }
}
