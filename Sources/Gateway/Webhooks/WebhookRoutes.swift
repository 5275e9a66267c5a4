import Channels
import Conversations
import HTTPTypes
import Hummingbird

/// The door for providers' calls of any shape; plain ones are answered by ``WebhookHandler`` before they get here.
struct WebhookRoutes: Sendable {
    let calls: WebhookCalls

    func add(to router: Router<BasicRequestContext>) {
        router.get("webhooks/:channel") { request, context in try await answer(request, context) }
        router.post("webhooks/:channel") { request, context in try await answer(request, context) }
    }

    private func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let name = try context.parameters.require("channel")
        guard let channel = calls.channels[ChannelID(rawValue: name)] else {
            return WebhookReply.refusal(
                .notFound, "There is no channel of this name: compare the URL with the ids in gateway.yaml."
            ).response
        }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: calls.limits.webhookBytes)
        } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
            return WebhookReply.refusal(
                .contentTooLarge, "The body is larger than \(calls.limits.webhookBytes) bytes."
            ).response
        }
        let webhook = WebhookRequest(
            method: request.method, query: request.uri.queryParameters.map { (String($0.key), String($0.value)) },
            rawQuery: request.uri.query ?? "", headers: request.headers, body: Array(body.readableBytesView))
        return await withCheckedContinuation { caller in
            calls.take(webhook, on: channel) { caller.resume(returning: $0.response) }
        }
    }
}
