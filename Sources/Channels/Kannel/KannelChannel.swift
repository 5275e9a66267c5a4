import AsyncHTTPClient
package import CheckedYAML
package import Conversations
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import PublicServices
import VietnameseText

/// SMS through Kannel's smsbox: its `post-url` brings messages, its `sendsms` takes answers, its `dlr-url` reports.
///
/// Facts of Kannel 1.4.5 that shape it: only 200 and 202 are success, after its retries a refused message is lost; the
/// body is UTF-8 or UTF-16BE as the Content-Type says; reports come by GET, on parallel connections, in any order.
package struct KannelChannel: Channel {
    package let profile: ChannelProfile
    let settings: KannelSettings
    let reportURL: String
    let provider: ProviderCall

    package init(profile: ChannelProfile, entry: YAMLEntry, surroundings: ChannelSurroundings) throws(FileProblem) {
        self.profile = profile
        settings = try KannelSettings(entry, surroundings)
        let secret = settings.secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        reportURL = surroundings.publicURL + "/webhooks/\(profile.id)?secret=\(secret)"
        provider = ProviderCall(surroundings)
    }

    package func verify(_ request: WebhookRequest) throws(WebhookRejection) {
        guard let given = request.parameter("secret") else {
            throw WebhookRejection(
                .unauthorized, "The URL lacks secret=…: add the secret of channel \(profile.id) to Kannel's post-url.")
        }
        guard isOne(given, of: settings.secrets) else {
            throw WebhookRejection(
                .unauthorized,
                "The secret is not that of channel \(profile.id): compare Kannel's post-url with gateway.yaml.")
        }
    }

    package func read(_ request: WebhookRequest) throws(WebhookRejection) -> [InboundEvent] {
        if request.method == .get { return [try KannelPayload.report(request, channel: profile.id)] }
        guard request.method == .post else {
            throw WebhookRejection(.methodNotAllowed, "Kannel brings messages by POST (post-url) and reports by GET.")
        }
        return [KannelPayload.message(request, number: settings.number, channel: profile.id)]
    }

    package var headersRead: [String] { ["X-Kannel-From", "X-Kannel-Coding", "X-Kannel-UDH"] }

    /// An empty 200; with Kannel's `omit-empty` nothing goes back to the phone.
    package var providerURLs: [String] { [settings.sendURL] }

    package var acknowledgement: WebhookAnswer { WebhookAnswer(status: .ok, contentType: nil, body: "") }

    package func send(_ message: OutgoingMessage) async throws(DeliveryError) -> Handover {
        let answer = try await provider.answer(to: sendRequest(message), of: "Kannel's smsbox")
        return Handover(
            try Self.outcome(
                status: answer.status, answer: String(decoding: answer.body, as: UTF8.self),
                retryAfter: answer.retryAfter))
    }

    /// The text goes as the body and the password as a header, so that no address holds either.
    func sendRequest(_ message: OutgoingMessage) -> HTTPClientRequest {
        let isGSM7 = SMSEncoding.isGSM7(message.text)
        var request = HTTPClientRequest(url: settings.sendURL)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "text/plain; charset=UTF-8")
        request.headers.add(name: "X-Kannel-Username", value: settings.username)
        request.headers.add(name: "X-Kannel-Password", value: settings.password)
        request.headers.add(name: "X-Kannel-From", value: settings.number)
        request.headers.add(name: "X-Kannel-To", value: message.recipient)
        request.headers.add(name: "X-Kannel-Coding", value: isGSM7 ? "0" : "2")
        request.headers.add(name: "X-Kannel-DLR-Mask", value: "31")
        request.headers.add(name: "X-Kannel-DLR-Url", value: reportURL + "&ref=\(message.id)&status=%d")
        request.body = .bytes(ByteBuffer(string: message.text))
        return request
    }

    /// Reads smsbox's answer: `0: Accepted for delivery` and `3: Queued for later delivery` mean that Kannel has it.
    static func outcome(status: Int, answer: String, retryAfter: Double? = nil) throws(DeliveryError) -> String {
        let sentence = String(answer.prefix(120)).trimmingCharacters(in: .whitespacesAndNewlines)
        switch status {
        case 200, 202:
            guard sentence.hasPrefix("0:") || sentence.hasPrefix("3:") else {
                throw DeliveryError(.retry, "Kannel answered \(status) with \"\(sentence)\"")
            }
            return sentence
        case 401, 403: throw DeliveryError(.account, "Kannel refuses the user or password of sendsms: \(sentence)")
        case 404: throw DeliveryError(.account, "There is no sendsms at send_url: \(sentence)")
        case 400..<500 where status != 408 && status != 429:
            throw DeliveryError(.refused, "Kannel refuses the message: \(sentence)")
        default: throw DeliveryError(.retry, "Kannel answered \(status): \(sentence)", retryAfter: retryAfter)
        }
    }
}
