import Channels
import Foundation
import HTTPTypes

/// A webhook call in a form that can be sealed away and read again through its channel.
///
/// Of the headers only those that the channel reads are kept; a call of equal content has equal bytes.
struct StoredCall: Codable, Equatable {
    struct Field: Codable, Equatable {
        var name: String
        var value: String
    }

    var method: String
    var query: [Field]
    var rawQuery: String
    var headers: [Field]
    var body: Data

    init(_ request: WebhookRequest, headersRead: [String]) {
        method = request.method.rawValue
        query = request.query.map { Field(name: $0.name, value: $0.value) }
        rawQuery = request.rawQuery
        headers = (["Content-Type"] + headersRead).compactMap { name in
            HTTPField.Name(name).flatMap { request.headers[$0] }.map { Field(name: name, value: $0) }
        }
        body = Data(request.body)
    }

    /// Nil for bytes that are no stored call.
    init?(bytes: [UInt8]) {
        guard let call = try? JSONDecoder().decode(StoredCall.self, from: Data(bytes)) else { return nil }
        self = call
    }

    /// Nil when a text in it cannot be written as JSON.
    var bytes: [UInt8]? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { Array($0) }
    }

    /// The call as the channel knew it, but for headers that it does not read; nil for a method that is none.
    var request: WebhookRequest? {
        guard let method = HTTPRequest.Method(method) else { return nil }
        var fields = HTTPFields()
        for header in headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            fields[name] = header.value
        }
        return WebhookRequest(
            method: method, query: query.map { ($0.name, $0.value) }, rawQuery: rawQuery, headers: fields,
            body: Array(body))
    }
}
