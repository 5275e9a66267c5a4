import AsyncHTTPClient
package import CheckedYAML
package import Conversations
import Foundation
import HTTPTypes
import JSONText
import LibCrypto
import NIOCore
import NIOHTTP1
import VietnameseText

/// Providers described by the configuration alone: where values stand, how they sign, what they are answered.
package struct MappedHTTPChannel: Channel {
    package let profile: ChannelProfile
    let settings: MappedHTTPSettings
    let webhookURL: String
    let provider: ProviderCall
    let now: @Sendable () -> Date

    package init(profile: ChannelProfile, entry: YAMLEntry, surroundings: ChannelSurroundings) throws(FileProblem) {
        self.profile = profile
        settings = try MappedHTTPSettings(entry, surroundings)
        webhookURL = surroundings.publicURL + "/webhooks/\(profile.id)"
        provider = ProviderCall(surroundings)
        now = surroundings.now
    }

    /// A report proves itself by the token in its address, a message by its signature or the secret in its address.
    package func verify(_ request: WebhookRequest) throws(WebhookRejection) {
        if settings.reports != nil, let number = request.parameter("report") {
            // The address of a report may have been given out under the secret before.
            guard let token = request.parameter("token"),
                isOne(token, of: settings.secrets.map { reportToken(number, secret: $0) })
            else {
                throw WebhookRejection(.unauthorized, "The report's token is wrong: its address is not one of ours.")
            }
            return
        }
        guard request.method.rawValue == settings.receiving.method.rawValue else {
            throw WebhookRejection(
                .methodNotAllowed, "Channel \(profile.id) takes messages by \(settings.receiving.method.rawValue).")
        }
        guard let signature = settings.receiving.signature else {
            guard let given = request.parameter("secret"), isOne(given, of: settings.secrets) else {
                throw WebhookRejection(
                    .unauthorized,
                    "The address lacks secret=… of channel \(profile.id): compare it with gateway.yaml.")
            }
            return
        }
        let decoded = DecodedRequest(request)
        var isRight = false
        if let given = decoded[signature.compare] {
            for secret in settings.secrets
            where signature.checksum.matches(given, secret: secret, { signed($0, decoded, secret: secret) }) {
                isRight = true
            }
        }
        guard isRight else {
            throw WebhookRejection(
                .unauthorized,
                "The signature is not that of channel \(profile.id): compare secret and receive.signature with what "
                    + "the provider gave.")
        }
    }

    package func read(_ request: WebhookRequest) throws(WebhookRejection) -> [InboundEvent] {
        let decoded = DecodedRequest(request)
        if let reports = settings.reports, let number = request.parameter("report") {
            return [Self.report(decoded, number: number, reports, channel: profile.id)]
        }
        let payload = MappedHTTPPayload(
            receiving: settings.receiving, values: settings.values, senders: settings.senders, channel: profile.id)
        return [payload.message(decoded, now: now(), digest: digest(of: decoded))]
    }

    package var headersRead: [String] {
        let status = settings.reports?.status
        return settings.receiving.headers + (status?.place == .header ? [status?.name ?? ""] : [])
    }

    package var providerURLs: [String] { [settings.sending.url.text(escaping: .form) { _ in "" }] }

    package var acknowledgement: WebhookAnswer { WebhookAnswer(status: .ok, contentType: nil, body: "") }

    package func acknowledgement(of request: WebhookRequest) -> WebhookAnswer {
        if settings.reports != nil, request.parameter("report") != nil { return acknowledgement }
        let answer = settings.receiving.answer
        let decoded = DecodedRequest(request)
        let body = answer.body?.text(escaping: .init(contentType: answer.contentType)) {
            received($0, decoded, secret: nil)
        }
        return WebhookAnswer(
            status: .init(code: answer.status), contentType: body == nil ? nil : answer.contentType, body: body ?? "")
    }

    package func send(_ message: OutgoingMessage) async throws(DeliveryError) -> Handover {
        let answer = try await provider.answer(to: sendRequest(message), of: "The provider of \(profile.id)")
        return Handover(try Self.outcome(answer, settings.sending.success))
    }

    func sendRequest(_ message: OutgoingMessage) throws(DeliveryError) -> HTTPClientRequest {
        let sending = settings.sending
        if message.receivedID == nil, sending.uses.contains("received_id") {
            throw DeliveryError(.refused, "the provider binds answers to a villager's message, and there is none")
        }
        var values = settings.values
        values["secret"] = settings.secret
        values["recipient"] = message.recipient
        values["recipient_84"] = message.recipient.hasPrefix("+") ? String(message.recipient.dropFirst()) : nil
        values["recipient_84"] = values["recipient_84"] ?? message.recipient
        values["text"] = message.text
        values["id"] = String(message.id.number)
        values["received_id"] = message.receivedID
        values["now"] = String(now().wholeSeconds)
        values["is_unicode"] = SMSEncoding.isGSM7(message.text) ? "0" : "1"
        values["callback_url"] =
            webhookURL + "?report=\(message.id)&token="
            + reportToken(String(message.id.number), secret: settings.secret)
        if let checksum = sending.checksum {
            values["checksum"] = checksum.text(secret: settings.secret) { values[$0].map { Array($0.utf8) } }
        }
        var request = HTTPClientRequest(url: sending.url.text(escaping: .form) { values[$0] })
        request.method = sending.method == .get ? .GET : .POST
        for header in sending.headers {
            request.headers.add(name: header.name, value: header.value.text { values[$0] })
        }
        if let body = sending.body {
            request.headers.add(name: "Content-Type", value: sending.contentType)
            let text = body.text(escaping: .init(contentType: sending.contentType)) { values[$0] }
            request.body = .bytes(ByteBuffer(string: text))
        }
        return request
    }

    /// The provider's own id, or why it took nothing; its sentences are left out, for they may repeat the message.
    static func outcome(
        _ answer: ProviderCall.Answer, _ success: MappedHTTPSettings.Success
    ) throws(DeliveryError) -> String {
        let json = JSON(answer.body)
        let value = success.path.flatMap { json?.text(at: $0) }
        let detail = "the provider answered \(answer.status)" + (value.map { " with \($0.prefix(20))" } ?? "")
        if let value, success.account.contains(value) { throw DeliveryError(.account, detail) }
        if let value, success.unreachable.contains(value) { throw DeliveryError(.unreachable, detail) }
        if let value, success.retry.contains(value) {
            throw DeliveryError(.retry, detail, retryAfter: answer.retryAfter)
        }
        if let failure = answer.failure(detail) {
            throw failure
        }
        if success.path != nil {
            // No value at all is a proxy's page or an outage, not a word of the provider.
            guard let value else { throw DeliveryError(.retry, detail + " and without the value that tells") }
            guard success.values.contains(value) else { throw DeliveryError(.refused, detail) }
        }
        return success.reference.flatMap { json?.text(at: $0) } ?? detail
    }

    private static func report(
        _ request: DecodedRequest, number: String, _ reports: MappedHTTPSettings.Reports, channel: ChannelID
    ) -> InboundEvent {
        guard let number = Int64(number) else { return .ignored(reason: "the report names no message") }
        let word = request[reports.status] ?? ""
        guard let status = reports.meanings[word] else {
            return .ignored(reason: "the report's status \(word.prefix(20)) stands in no list of reports")
        }
        return .deliveryReport(
            DeliveryReport(
                channel: channel, message: MessageID(number), status: status, detail: "status \(word.prefix(20))"))
    }

    /// The digest that a call proved itself by, in one spelling; nil for a channel that asks for none.
    private func digest(of request: DecodedRequest) -> String? {
        guard settings.receiving.idIsSignature, let signature = settings.receiving.signature,
            let given = request[signature.compare]
        else { return nil }
        return signature.checksum.output == .hex ? given.lowercased() : given
    }

    /// The bytes that a name stands for in what a call was signed over.
    private func signed(_ name: String, _ request: DecodedRequest, secret: String) -> [UInt8]? {
        if name == "body" { return request.request.body }
        if settings.values[name] == nil, let field = RequestField(name) { return request.bytes(of: field) }
        return received(name, request, secret: secret).map { Array($0.utf8) }
    }

    /// What a name stands for in a call that came in.
    private func received(_ name: String, _ request: DecodedRequest, secret: String?) -> String? {
        if name == "secret" { return secret }
        if name == "body" { return String(decoding: request.request.body, as: UTF8.self) }
        return settings.values[name] ?? RequestField(name).flatMap { request[$0] }
    }

    /// Makes the address of a report unguessable, and of use for one message only.
    private func reportToken(_ number: String, secret: String) -> String {
        Hex.encode(hmacSHA256(key: Array(secret.utf8), data: Array("report \(profile.id) \(number)".utf8)))
    }
}
