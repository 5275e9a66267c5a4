import AsyncHTTPClient
package import CheckedYAML
package import Conversations
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Systems that speak Standard Webhooks: signed messages and reports in, signed answers out.
package struct StandardWebhooksChannel: Channel {
    package let profile: ChannelProfile
    let settings: StandardWebhooksSettings
    let provider: ProviderCall
    let now: @Sendable () -> Date

    package init(profile: ChannelProfile, entry: YAMLEntry, surroundings: ChannelSurroundings) throws(FileProblem) {
        self.profile = profile
        settings = try StandardWebhooksSettings(entry, surroundings)
        provider = ProviderCall(surroundings)
        now = surroundings.now
    }

    package func verify(_ request: WebhookRequest) throws(WebhookRejection) {
        guard request.method == .post else { throw WebhookRejection(.methodNotAllowed, "Webhooks come by POST.") }
        let (id, timestamp) = try Self.stamp(of: request)
        guard let header = request.header("webhook-signature"),
            settings.signature.isRight(header: header, id: id, timestamp: String(timestamp), body: request.body)
        else {
            throw WebhookRejection(
                .unauthorized,
                "No signature in webhook-signature is that of channel \(profile.id): compare the secret with "
                    + "gateway.yaml.")
        }
    }

    /// A message with an old signature is kept all the same, for it may have waited in an outage; a copy of a stored
    /// one changes nothing, for its webhook-id is known.
    package func read(_ request: WebhookRequest) throws(WebhookRejection) -> [InboundEvent] {
        let (id, timestamp) = try Self.stamp(of: request)
        let age = now().timeIntervalSince1970 - Double(timestamp)
        return [
            StandardWebhooksPayload.event(
                request, id: id, isLate: abs(age) > provider.limits.lateSignature, senders: settings.senders,
                channel: profile.id)
        ]
    }

    package var headersRead: [String] { ["webhook-id", "webhook-timestamp"] }

    package var providerURLs: [String] { [settings.sendURL] }

    package var acknowledgement: WebhookAnswer {
        WebhookAnswer(status: .ok, contentType: "application/json", body: "{}")
    }

    package func send(_ message: OutgoingMessage) async throws(DeliveryError) -> Handover {
        let answer = try await provider.answer(to: sendRequest(message), of: "The receiver of send_url")
        return Handover(try Self.outcome(answer))
    }

    /// The id stays the same in every try, the time is that of the try.
    func sendRequest(_ message: OutgoingMessage) throws(DeliveryError) -> HTTPClientRequest {
        let time = now()
        let body: [UInt8]
        do {
            body = try StandardWebhooksPayload.sending(message, at: time)
        } catch {
            throw DeliveryError(.refused, "the message cannot be written as JSON")
        }
        let id = "msg_\(message.id)"
        let timestamp = time.wholeSeconds
        var request = HTTPClientRequest(url: settings.sendURL)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "webhook-id", value: id)
        request.headers.add(name: "webhook-timestamp", value: String(timestamp))
        request.headers.add(
            name: "webhook-signature", value: settings.signature.header(id: id, timestamp: timestamp, body: body))
        request.body = .bytes(ByteBuffer(bytes: body))
        return request
    }

    /// By status alone; 410 means that the receiver wants no more webhooks at this address.
    static func outcome(_ answer: ProviderCall.Answer) throws(DeliveryError) -> String {
        let detail = "send_url answered \(answer.status)"
        guard answer.status != 410 else {
            throw DeliveryError(.account, detail + ": it is switched off; ask for a new address")
        }
        if let failure = answer.failure(detail) {
            throw failure
        }
        return detail
    }

    private static func stamp(of request: WebhookRequest) throws(WebhookRejection) -> (id: String, timestamp: Int64) {
        guard let id = request.header("webhook-id"), !id.isEmpty, id.utf8.count <= 200, !id.contains(".") else {
            throw WebhookRejection(.unauthorized, "webhook-id is missing, holds a point, or is longer than 200 bytes.")
        }
        // Digits only, so that the number is the very text that was signed.
        guard let text = request.header("webhook-timestamp"), let timestamp = Int64(text), String(timestamp) == text
        else {
            throw WebhookRejection(.unauthorized, "webhook-timestamp is missing or no whole number of seconds.")
        }
        return (id, timestamp)
    }
}
