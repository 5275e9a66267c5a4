import AsyncHTTPClient
package import CheckedYAML
package import Conversations
import Foundation
import HTTPTypes
import JSONText

/// A bot of the Zalo Bot Platform: another product than an Official Account, without receipts and buttons.
///
/// The token stands in the address of every call, so no address is ever logged or put into an error.
package struct ZaloBotChannel: Channel {
    /// The longest text, in UTF-16 units of the composed form.
    static let longestText = 2000

    package let profile: ChannelProfile
    package let mediaHosts: [String]
    private let token: String
    /// The secret_token of setWebhook; two while it is changed.
    private let secrets: [String]
    private let apiURL: String
    private let provider: ProviderCall

    package init(profile: ChannelProfile, entry: YAMLEntry, surroundings: ChannelSurroundings) throws(FileProblem) {
        self.profile = profile
        token = try entry.entry("token").secret(surroundings, atLeast: 8)
        let secretEntry = try entry.entry("secret")
        secrets = try secretEntry.secrets(surroundings, atLeast: 8)
        guard secrets.allSatisfy({ $0.utf8.count <= 256 }) else {
            throw secretEntry.problem("it has more than 256 characters", mend: "choose a shorter one, at random")
        }
        apiURL = try entry.optional("api_url")?.providerURL() ?? "https://bot-api.zaloplatforms.com"
        provider = ProviderCall(surroundings)
        mediaHosts = try entry.mediaHosts(usual: ZaloSettings.usualMediaHosts)
    }

    package func verify(_ request: WebhookRequest) throws(WebhookRejection) {
        guard request.method == .post else {
            throw WebhookRejection(.methodNotAllowed, "Zalo's bots bring their updates by POST.")
        }
        let given = HTTPField.Name("X-Bot-Api-Secret-Token").flatMap { request.headers[$0] }
        guard let given, isOne(given, of: secrets) else {
            throw WebhookRejection(
                .unauthorized,
                "The header X-Bot-Api-Secret-Token is not the secret of channel \(profile.id): "
                    + "compare secret_token of setWebhook with gateway.yaml.")
        }
    }

    package func read(_ request: WebhookRequest) throws(WebhookRejection) -> [InboundEvent] {
        ZaloBotPayload.events(request, bot: String(token.prefix { $0 != ":" }), channel: profile.id)
    }

    package var providerURLs: [String] { [apiURL] }

    package var acknowledgement: WebhookAnswer { WebhookAnswer(status: .ok, contentType: nil, body: "") }

    package func send(_ message: OutgoingMessage) async throws(DeliveryError) -> Handover {
        let text = message.text.precomposedStringWithCanonicalMapping
        guard text.utf16.count <= Self.longestText else {
            throw DeliveryError(
                .refused, "The text has \(text.utf16.count) characters, Zalo takes \(Self.longestText): shorten it")
        }
        let body: [UInt8]
        do {
            body = try JSONText.encode(["chat_id": message.recipient, "text": text])
        } catch {
            throw DeliveryError(.refused, "The text cannot be written as JSON")
        }
        let answer = try await provider.post(
            apiURL + "/bot\(token)/sendMessage", headers: [("Content-Type", "application/json")], body: body,
            to: "Zalo's bot server")
        return try outcome(answer)
    }

    /// `ok: false` is a failure whatever the HTTP status; the list of error codes is not known, so they are read as HTTP's.
    func outcome(_ answer: ProviderCall.Answer) throws(DeliveryError) -> Handover {
        let body = JSON(answer.body)
        guard let body, let isTaken = body["ok"]?.flag else {
            throw DeliveryError(
                .retry, "Zalo's bot server answered \(answer.status) with something else than its JSON",
                retryAfter: answer.retryAfter)
        }
        if isTaken, (200..<300).contains(answer.status) {
            return Handover("Zalo's bot server took it", reference: body["result"]?["message_id"]?.text)
        }
        let code = body["error_code"]?.text.flatMap { Int($0) } ?? answer.status
        let words = (body["description"]?.text ?? "no description").replacing(token, with: "…").prefix(120)
        let sentence = "Zalo's bot server refuses (\(code)): \(words)"
        switch code {
        case 401, 404: throw DeliveryError(.account, sentence)
        // As on the platform that it is modelled on: the villager stopped the bot.
        case 403: throw DeliveryError(.unreachable, sentence)
        case 408, 425, 429, 500...: throw DeliveryError(.retry, sentence, retryAfter: answer.retryAfter)
        default: throw DeliveryError(.refused, sentence)
        }
    }
}
