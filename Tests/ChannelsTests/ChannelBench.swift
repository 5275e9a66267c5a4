import AsyncHTTPClient
import CheckedYAML
import Conversations
import Foundation
import HTTPTypes
import Testing

@testable import Channels

/// Channels made from YAML, and requests for them.
enum ChannelBench {
    static let now = Date(timeIntervalSince1970: 1_795_440_000)

    static func surroundings(_ environment: [String: String] = [:]) -> ChannelSurroundings {
        ChannelSurroundings(
            httpClient: .shared, publicURL: "http://127.0.0.1:8080", environment: environment, now: { now })
    }

    static func channel<Kind: Channel>(_ type: Kind.Type, _ yaml: String) throws -> Kind {
        let channel = try ChannelKinds.channel(YAMLEntry.parse(yaml, file: "gateway.yaml"), surroundings())
        return try #require(channel as? Kind)
    }

    /// As the web server hands it over: a `+` in the query is not decoded.
    static func request(
        _ method: HTTPRequest.Method = .post, query: String = "", headers: [String: String] = [:], body: String = ""
    ) throws -> WebhookRequest {
        var fields = HTTPFields()
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        return WebhookRequest(
            method: method,
            query: FormFields(encoded: Array(query.replacing("+", with: "%2B").utf8)).fields,
            rawQuery: query, headers: fields, body: Array(body.utf8))
    }

    /// What a channel makes of a request: its events, or the status of its refusal.
    static func result(_ request: WebhookRequest, _ channel: some Channel) -> Result<[InboundEvent], WebhookRejection> {
        do throws(WebhookRejection) {
            try channel.verify(request)
            return .success(try channel.read(request))
        } catch {
            return .failure(error)
        }
    }

    static func message(_ text: String, to recipient: String = "+84901234567") -> OutgoingMessage {
        OutgoingMessage(
            id: MessageID(42), channel: "c", recipient: recipient, text: text, earlierAttempts: 0, receivedID: "mo-9")
    }

    /// The problem of an entry that must be refused.
    static func problem(_ yaml: String) -> FileProblem? {
        do throws(FileProblem) {
            _ = try ChannelKinds.channel(YAMLEntry.parse(yaml, file: "gateway.yaml"), surroundings())
            return nil
        } catch {
            return error
        }
    }
}
