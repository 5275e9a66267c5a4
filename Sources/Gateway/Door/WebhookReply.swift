import Channels
import HTTPTypes

/// What a provider's call is answered.
struct WebhookReply: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields = [:]
    var body: String

    init(_ answer: WebhookAnswer) {
        status = answer.status
        headers[.contentType] = answer.contentType
        body = answer.body
    }

    private init(status: HTTPResponse.Status, sentence: String) {
        self.status = status
        headers[.contentType] = "text/plain; charset=utf-8"
        body = sentence + "\n"
    }

    static func refusal(
        _ status: HTTPResponse.Status, _ sentence: String, allow methods: String? = nil
    ) -> WebhookReply {
        var reply = WebhookReply(status: status, sentence: sentence)
        reply.headers[.allow] = methods
        return reply
    }

    /// For what could not be stored: the provider is asked to come back.
    static let comeBack: WebhookReply = {
        var reply = refusal(.serviceUnavailable, "The message could not be stored now: send it again later.")
        if let retryAfter = HTTPField.Name("Retry-After") { reply.headers[retryAfter] = "10" }
        return reply
    }()
}
