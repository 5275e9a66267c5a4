import Channels
import CheckedYAML
import Conversations
package import Foundation
import NIOHTTP1
import VietnameseText

/// Sends a villager's text to a gateway's webhook exactly as Kannel's smsbox does.
package struct KannelVillager: Sendable {
    /// The channel's webhook with its secret, without a query of its own.
    package var webhook: String
    package var secret: String
    package var phone: String
    package var number: String

    package init(webhook: String, secret: String, phone: String, number: String) {
        self.webhook = webhook
        self.secret = secret
        self.phone = phone
        self.number = number
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
        var components = URLComponents(string: webhook)
        components?.queryItems = [
            URLQueryItem(name: "secret", value: secret), URLQueryItem(name: "id", value: id),
            URLQueryItem(name: "to", value: number),
            URLQueryItem(name: "ts", value: String(Int(time.timeIntervalSince1970))),
            URLQueryItem(name: "smsc", value: "simulator"),
        ]
        guard let url = components?.url else {
            throw LoopbackHTTP.Problem(description: "\(webhook) is no web address")
        }
        let isGSM7 = SMSEncoding.isGSM7(text)
        let headers = [
            ("Content-Type", isGSM7 ? "text/plain; charset=\"UTF-8\"" : "text/plain; charset=\"UTF-16BE\""),
            ("X-Kannel-From", phone), ("X-Kannel-To", number), ("X-Kannel-Coding", isGSM7 ? "0" : "2"),
            ("User-Agent", "Kannel/1.4.5"),
        ]
        let body = isGSM7 ? Array(text.utf8) : text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        return WebhookCall(url: url, headers: headers, body: body)
    }
}

extension VillagerKind {
    static let kannel = VillagerKind(
        .kannel, sendKeys: ["send_url"],
        own: OwnEntry(id: "sms") { bench in
            """
              number: "\(bench.number)"
              secret: secret-of-the-bench
              send_url: \(bench.provider)/\(bench.id)/cgi-bin/sendsms
              username: bench
              password: password-of-the-bench
            """
        },
        provider: { entry throws(FileProblem) in
            let settings = try KannelSettings(entry.entry, entry.surroundings)
            return KannelSide(
                kannel: SimulatedKannel(
                    host: "127.0.0.1", port: 0, username: settings.username, password: settings.password),
                path: URL(string: settings.sendURL)?.path ?? "", number: settings.number)
        },
        make: { entry throws(FileProblem) in
            KannelVillagers(
                webhook: entry.url.absoluteString, secret: try entry.secret("secret"), number: try entry.text("number"))
        })
}

/// Kannel's smsbox.
private struct KannelSide: ProviderSide {
    var kannel: SimulatedKannel
    var path: String
    /// The channel's number, by which channels of one Kannel are told apart.
    var number: String

    func answer(_ request: ProviderRequest, id: String) -> ProviderReply? {
        guard request.path == path, request.headers["x-kannel-from"] == number else { return nil }
        let (status, words, message) = kannel.read(String(decoding: request.body, as: UTF8.self)) {
            request.headers[$0.lowercased()]
        }
        let report = request.headers["x-kannel-dlr-url"]
        let arrived = message.map { message in
            Arrival(
                from: message.from, to: message.to, text: message.text,
                number: ProviderRequest.value("ref", in: report), id: id,
                // The network took it, then the phone has it.
                reports: ["8", "1"].compactMap { status in
                    report.flatMap { URL(string: $0.replacing("%d", with: status)) }
                        .map { WebhookCall(url: $0, headers: [], body: [], method: .GET) }
                })
        }
        return .text(words, status: status, arrived: arrived)
    }
}

private struct KannelVillagers: Villagers {
    var webhook: String
    var secret: String
    var number: String

    func call(_ text: String, id: String, from address: String, at time: Date) throws -> WebhookCall {
        try KannelVillager(webhook: webhook, secret: secret, phone: address, number: number).call(
            text, id: id, at: time)
    }
}
