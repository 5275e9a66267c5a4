import Channels
import Conversations
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Storage

/// The door for providers: steps 1 to 5 of the way of a message.
///
/// Nothing here logs a query, a body or a number.
struct WebhookRoutes: Sendable {
    let intake: Intake
    let channels: ChannelList
    let limits: GatewayLimits
    let inboxWakeUps: WakeUps
    let watch: StoreWatch
    let logger: Logger

    func add(to router: Router<BasicRequestContext>) {
        router.get("webhooks/:channel") { request, context in try await answer(request, context) }
        router.post("webhooks/:channel") { request, context in try await answer(request, context) }
    }

    private func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let name = try context.parameters.require("channel")
        guard let channel = channels[ChannelID(rawValue: name)] else {
            return Self.refusal(
                .notFound, "There is no channel of this name: compare the URL with the ids in gateway.yaml.")
        }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: limits.webhookBytes)
        } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
            return Self.refusal(.contentTooLarge, "The body is larger than \(limits.webhookBytes) bytes.")
        }
        let webhook = WebhookRequest(
            method: request.method, query: request.uri.queryParameters.map { (String($0.key), String($0.value)) },
            rawQuery: request.uri.query ?? "", headers: request.headers, body: Array(body.readableBytesView))
        do throws(WebhookRejection) {
            do throws(WebhookRejection) {
                try channel.verify(webhook)
            } catch {
                guard UnprovenCalls.areKept(error, on: channel) else { throw error }
                let events = try UnprovenCalls.events(of: webhook, refused: error, on: channel)
                logger.notice(
                    "A webhook call without a proof was not refused.",
                    metadata: ["channel": "\(name)", "signatures": "\(channel.profile.signatures.rawValue)"])
                return await accept(events, of: webhook, on: channel, orElse: error)
            }
            return await accept(try channel.read(webhook), of: webhook, on: channel)
        } catch {
            logger.notice(
                "A webhook call was refused.", metadata: ["channel": "\(name)", "status": "\(error.status.code)"])
            return Self.refusal(error.status, error.sentence)
        }
    }

    /// Stores the events and only then lets the provider forget them; `rejection` is for a call that finds no room.
    private func accept(
        _ events: [InboundEvent], of webhook: WebhookRequest, on channel: any Channel,
        orElse rejection: WebhookRejection? = nil
    ) async -> Response {
        do throws(Intake.Refusal) {
            let receipts = try await intake.receive(events)
            if let rejection, receipts.contains(.turnedAway) {
                logger.warning(
                    "A webhook call without a proof was refused, for too many are set aside.",
                    metadata: ["channel": "\(channel.profile.id)"])
                return Self.refusal(rejection.status, rejection.sentence)
            }
            inboxWakeUps.signal()
            logger.debug(
                "A webhook call was stored.",
                metadata: ["channel": "\(channel.profile.id)", "receipts": "\(receipts.map(\.name))"])
        } catch {
            logger.warning(
                "A webhook call was sent away to come back.",
                metadata: ["channel": "\(channel.profile.id)", "reason": "\(error)"])
            if case .failed(let cause) = error { watch.note(cause) }
            var refusal = Self.refusal(.serviceUnavailable, "The message could not be stored now: send it again later.")
            if let retryAfter = HTTPField.Name("Retry-After") { refusal.headers[retryAfter] = "10" }
            return refusal
        }
        let answer = channel.acknowledgement(of: webhook)
        var response = Response(status: answer.status, body: .init(byteBuffer: ByteBuffer(string: answer.body)))
        response.headers[.contentType] = answer.contentType
        return response
    }

    static func refusal(_ status: HTTPResponse.Status, _ sentence: String) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: sentence + "\n")))
    }
}

extension Receipt {
    /// The kind of receipt, for logs; never a text or a number of a villager.
    fileprivate var name: String {
        switch self {
        case .message: "new"
        case .duplicate: "duplicate"
        case .report(let applied): applied ? "report" : "report that changes nothing"
        case .staffMessage: "staff message"
        case .unfollowed: "unfollowed"
        case .quarantined: "quarantined"
        case .held: "held"
        case .turnedAway: "turned away"
        case .unproven: "unproven"
        case .ignored(let reason): "ignored: \(reason)"
        }
    }
}
