import Channels
import CheckedYAML
import Foundation
import NIOHTTP1

extension VillagerKind {
    static let mappedHTTP = VillagerKind(
        .mappedHTTP, sendKeys: ["send", "url"],
        own: OwnEntry(id: "http") { bench in
            """
              secret: secret-of-the-bench
              receive:
                method: POST
                id: json.id
                sender: json.phone
                text: json.content
                signature: {algorithm: hmac-sha256, output: hex, over: "${body}", compare: header.X-Signature}
                answer: {status: 200, content_type: text/plain, body: OK}
              send:
                method: POST
                url: \(bench.provider)/\(bench.id)/send
                body: '{"to": "${recipient}", "text": "${text}", "callback": "${callback_url}"}'
                success: {}
              reports:
                status: query.status
                delivered: ["delivered"]
            """
        },
        provider: { entry throws(FileProblem) in
            MappedHTTPSide(caller: try MappedHTTPCaller(entry.entry, entry.surroundings))
        },
        make: { entry throws(FileProblem) in
            MappedHTTPVillagers(url: entry.url, caller: try MappedHTTPCaller(entry.entry, entry.surroundings))
        })
}

private struct MappedHTTPVillagers: Villagers {
    var url: URL
    var caller: MappedHTTPCaller

    func providerID(of id: String) -> String { caller.providerID(of: id) }

    func call(_ text: String, id: String, from address: String, at time: Date) throws -> WebhookCall {
        WebhookCall(caller.message(text, id: id, from: address, at: time), to: url)
    }
}

extension WebhookCall {
    fileprivate init(_ call: MappedHTTPCaller.Call, to url: URL) {
        let query = call.query.map { name, value in
            name + "=" + (value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
        }.joined(separator: "&")
        let address = url.absoluteString + (query.isEmpty ? "" : (url.query == nil ? "?" : "&") + query)
        self.init(
            url: URL(string: address) ?? url, headers: call.headers.map { ($0.name, $0.value) }, body: call.body,
            method: call.isGet ? .GET : .POST)
    }
}

/// A provider that the configuration describes.
private struct MappedHTTPSide: ProviderSide {
    var caller: MappedHTTPCaller

    func answer(_ request: ProviderRequest, id: String) -> ProviderReply? {
        guard request.path == caller.sendPath else { return nil }
        let body = String(decoding: request.body, as: UTF8.self)
        guard let (to, text, callback) = caller.sent(query: request.query, body: body) else {
            return .json("{}", status: 400)
        }
        let report = caller.report().flatMap { report in
            callback.flatMap { URL(string: $0) }.map { WebhookCall(report, to: $0) }
        }
        return .json(
            caller.success,
            arrived: Arrival(
                from: "", to: to, text: text, number: ProviderRequest.value("report", in: callback), id: id,
                reports: [report].compactMap { $0 }))
    }
}
