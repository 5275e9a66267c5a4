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

    private func call(event name: String, _ fields: [String: any Sendable], at time: Date) throws -> WebhookCall {
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
    static let zalo = VillagerKind(.zalo) { entry throws(FileProblem) in
        ZaloVillagers(
            webhook: entry.url.absoluteString, appID: try entry.text("app_id"), account: try entry.text("oa_id"),
            secret: try entry.secret("secret"))
    }
}

private struct ZaloVillagers: Villagers {
    var webhook: String
    var appID: String
    var account: String
    var secret: String

    func call(_ text: String, id: String, from address: String, at time: Date) throws -> WebhookCall {
        try ZaloVillager(webhook: webhook, appID: appID, account: account, secret: secret, user: address)
            .call(text, id: id, at: time)
    }
}
