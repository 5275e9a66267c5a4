import AsyncHTTPClient
package import CheckedYAML
package import Conversations
import Foundation
import HTTPTypes
import JSONText

/// A commune's Zalo Official Account: events by webhook, answers as consultation messages ("tin tư vấn").
package struct ZaloChannel: Channel {
    /// The longest text, in UTF-16 units of the composed form, in which a Vietnamese letter is one.
    static let longestText = 2000
    static let mostButtons = 5
    static let longestTitle = 100
    /// Seconds after the villager's last message in which an answer costs nothing.
    static let freeWindow: TimeInterval = 48 * 3600
    /// Seconds after which Zalo takes no answer at all.
    static let lastWindow: TimeInterval = 7 * 24 * 3600

    package let profile: ChannelProfile
    let settings: ZaloSettings
    let tokens: ZaloTokens
    private let provider: ProviderCall
    private let now: @Sendable () -> Date

    package init(profile: ChannelProfile, entry: YAMLEntry, surroundings: ChannelSurroundings) throws(FileProblem) {
        self.profile = profile
        settings = try ZaloSettings(entry, surroundings)
        tokens = ZaloTokens(channel: profile.id, settings: settings, surroundings: surroundings)
        provider = ProviderCall(surroundings)
        now = surroundings.now
    }

    /// Compares in constant time; of the body only the timestamp is read before, as the signature demands.
    package func verify(_ request: WebhookRequest) throws(WebhookRejection) {
        guard request.method == .post else {
            throw WebhookRejection(.methodNotAllowed, "Zalo brings its events by POST.")
        }
        if ZaloPayload.isProbe(request.body) { return }
        try ZaloSignature.verify(
            request, settings: settings, channel: profile.id.rawValue, limits: provider.limits, now: now())
    }

    package func read(_ request: WebhookRequest) throws(WebhookRejection) -> [InboundEvent] {
        ZaloPayload.events(request, account: settings.accountID, channel: profile.id)
    }

    package var providerURLs: [String] { [settings.apiURL, settings.oauthURL] }

    package var acknowledgement: WebhookAnswer { WebhookAnswer(status: .ok, contentType: nil, body: "") }

    package var mediaHosts: [String] { settings.mediaHosts }

    /// Keeps the token alive when nobody writes for days: a refresh token dies after three months.
    package func maintain() async {
        // A failure has raised its alarm, or is met again by the next message.
        _ = try? await tokens.current()
    }

    package func send(_ message: OutgoingMessage) async throws(DeliveryError) -> Handover {
        let text = message.text.composed
        guard text.utf16.count <= Self.longestText else {
            throw DeliveryError(
                .refused, "The text has \(text.utf16.count) characters, Zalo takes \(Self.longestText): shorten it")
        }
        let silence = message.lastInteraction.map { now().timeIntervalSince($0) } ?? 0
        guard silence <= Self.lastWindow else {
            throw DeliveryError(
                .unreachable,
                "The villager last wrote more than 7 days ago, so Zalo takes no answer; another channel may reach him")
        }
        // Whoever wants another line of a long menu types its number.
        let choices = Array(message.choices.prefix(Self.mostButtons))
        var answer = try await answer(to: text, choices: choices, for: message.recipient)
        if !choices.isEmpty, answer.mayBeAboutButtons {
            // The numbers stand in the text too.
            answer = try await self.answer(to: text, choices: [], for: message.recipient)
        }
        switch answer {
        case .taken(var handover):
            if silence > Self.freeWindow { handover.detail += ", billed: later than 48 hours after the villager wrote" }
            return handover
        case .tokenRefused(let code): throw DeliveryError(.account, "Zalo's error \(code): refuses a new token too")
        case .failed(let error): throw error
        }
    }

    /// One message with the token of now; when Zalo refuses the token, once more with the next.
    private func answer(
        to text: String, choices: [String], for user: String
    ) async throws(DeliveryError) -> ZaloAnswer {
        let body = try Self.body(text, choices: choices, user: user)
        let token = try await tokens.current()
        let first = try await post(body, token: token)
        guard case .tokenRefused = first else { return first }
        return try await post(body, token: try await tokens.successor(of: token))
    }

    private func post(_ body: [UInt8], token: String) async throws(DeliveryError) -> ZaloAnswer {
        ZaloAnswer(
            try await provider.post(
                settings.apiURL + "/v3.0/oa/message/cs",
                headers: [("Content-Type", "application/json"), ("access_token", token)], body: body, to: "Zalo"))
    }

    /// The body of the call; buttons send back the number that stands before the choice in the text.
    static func body(_ text: String, choices: [String], user: String) throws(DeliveryError) -> [UInt8] {
        let buttons = choices.enumerated().map { index, choice in
            Call.Button(
                title: String("\(index + 1). \(choice)".prefix(longestTitle)), type: "oa.query.show",
                payload: String(index + 1))
        }
        let attachment = buttons.isEmpty ? nil : Call.Attachment(type: "template", payload: .init(buttons: buttons))
        let call = Call(recipient: .init(user: user), message: .init(text: text, attachment: attachment))
        do {
            return try JSONText.encode(call)
        } catch {
            throw DeliveryError(.refused, "The text cannot be written as JSON")
        }
    }

    private struct Call: Encodable {
        struct Recipient: Encodable {
            var user: String
            enum CodingKeys: String, CodingKey { case user = "user_id" }
        }
        struct Button: Encodable {
            var title: String
            var type: String
            var payload: String
        }
        struct Buttons: Encodable { var buttons: [Button] }
        struct Attachment: Encodable {
            var type: String
            var payload: Buttons
        }
        struct Message: Encodable {
            var text: String
            var attachment: Attachment?
        }
        var recipient: Recipient
        var message: Message
    }
}
