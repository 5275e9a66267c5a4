import AsyncHTTPClient
package import CheckedYAML
package import Conversations
import Foundation
import HTTPTypes
import JSONText
import LibCrypto
import NIOCore
import NIOHTTP1

/// Twilio, and providers that speak as it does: signed forms in, its Messages resource out.
package struct TwilioChannel: Channel {
    package let profile: ChannelProfile
    let settings: TwilioSettings
    let provider: ProviderCall

    package init(profile: ChannelProfile, entry: YAMLEntry, surroundings: ChannelSurroundings) throws(FileProblem) {
        self.profile = profile
        settings = try TwilioSettings(entry, surroundings)
        provider = ProviderCall(surroundings)
    }

    package func verify(_ request: WebhookRequest) throws(WebhookRejection) {
        guard request.method == .post || request.method == .get else {
            throw WebhookRejection(.methodNotAllowed, "Twilio calls by POST or GET.")
        }
        guard let signature = request.header("X-Twilio-Signature") else {
            throw WebhookRejection(.unauthorized, "The call lacks the header X-Twilio-Signature.")
        }
        guard let algorithm = TwilioSignature.algorithm(in: request.header("X-Twilio-Webhooks-Signature-Settings"))
        else {
            throw WebhookRejection(.unauthorized, "X-Twilio-Webhooks-Signature-Settings names an unknown algorithm.")
        }
        let url = settings.webhookURL + (request.rawQuery.isEmpty ? "" : "?" + request.rawQuery)
        let keys = algorithm == .hmacSHA1 ? settings.tokens : settings.sharedKeys
        guard try TwilioSignature.isRight(signature, url: url, form: signedForm(request), keys: keys, algorithm) else {
            throw WebhookRejection(
                .unauthorized,
                "The signature is not that of channel \(profile.id): compare token, shared_key and webhook_url with "
                    + "Twilio's console, to the letter.")
        }
    }

    package func read(_ request: WebhookRequest) throws(WebhookRejection) -> [InboundEvent] {
        let form = try request.method == .get ? request.queryForm : signedForm(request)
        return [
            TwilioPayload(form: form, settings: settings, channel: profile.id).event(
                reference: request.parameter("ref"), bytes: Array(request.rawQuery.utf8) + [0] + request.body)
        ]
    }

    /// An empty TwiML document: the answer comes later, through the API.
    package var providerURLs: [String] { [settings.apiURL] }

    package var acknowledgement: WebhookAnswer {
        WebhookAnswer(
            status: .ok, contentType: "text/xml; charset=utf-8",
            body: "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response />")
    }

    package func send(_ message: OutgoingMessage) async throws(DeliveryError) -> Handover {
        let answer = try await provider.answer(to: sendRequest(message), of: "Twilio")
        return Handover(try Self.outcome(answer))
    }

    func sendRequest(_ message: OutgoingMessage) -> HTTPClientRequest {
        let token = settings.tokens.first ?? ""
        var request = HTTPClientRequest(
            url: settings.apiURL + "/2010-04-01/Accounts/\(settings.account)/Messages.json")
        request.method = .POST
        request.headers.add(
            name: "Authorization", value: "Basic " + Base64.encode(Array("\(settings.account):\(token)".utf8)))
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        let senderField = settings.sender.hasPrefix("MG") ? "MessagingServiceSid" : "From"
        let form = FormFields([
            ("To", message.recipient), (senderField, settings.sender), ("Body", message.text),
            ("StatusCallback", settings.webhookURL + "?ref=\(message.id)"),
        ])
        request.body = .bytes(ByteBuffer(string: form.encoded))
        return request
    }

    /// Twilio's own id of the message, or why it took none; Twilio's sentences are left out, for they hold numbers.
    static func outcome(_ answer: ProviderCall.Answer) throws(DeliveryError) -> String {
        let json = JSON(answer.body)
        let code = json?.text(at: "code")
        let detail = "Twilio answered \(answer.status)" + (code.map { ", error \($0.prefix(10))" } ?? "")
        if let kind = code.flatMap({ kinds[$0] }) {
            throw DeliveryError(kind, detail, retryAfter: answer.retryAfter)
        }
        if let failure = answer.failure(detail) {
            throw failure
        }
        guard let sid = json?.text(at: "sid") else {
            throw DeliveryError(.retry, "Twilio answered \(answer.status) without a sid")
        }
        return sid
    }

    /// Twilio's numbers of errors at sending; the others are read by their HTTP status.
    static let kinds: [String: DeliveryError.Class] = [
        // Authentication, account inactive, number not ours or unfit, region not allowed, trial account.
        "20003": .account, "20005": .account, "21212": .account, "21606": .account, "21659": .account,
        "21408": .account, "21608": .account,
        // Too many requests; a queue or rate is full.
        "20429": .retry, "14107": .retry, "30001": .retry, "21611": .retry,
        // No number, not reachable from here, the villager said STOP, no mobile number.
        "21211": .unreachable, "21612": .unreachable, "21610": .unreachable, "21614": .unreachable,
    ]

    /// The fields that the signature covers; a body that is no form must be the one whose digest the address holds.
    private func signedForm(_ request: WebhookRequest) throws(WebhookRejection) -> FormFields {
        guard request.method == .post, !request.body.isEmpty else { return FormFields([]) }
        let type = (request.headers[.contentType] ?? "").lowercased()
        if type.hasPrefix("application/x-www-form-urlencoded") {
            return FormFields(encoded: request.body, label: request.charsetLabel)
        }
        guard let digest = request.parameter("bodySHA256"),
            constantTimeEqual(digest.lowercased(), Hex.encode(sha256(request.body)))
        else {
            throw WebhookRejection(.unauthorized, "The body is no form, and the address does not hold its bodySHA256.")
        }
        return FormFields([])
    }
}
