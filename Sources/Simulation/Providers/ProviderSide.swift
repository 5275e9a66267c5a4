import Foundation
package import VietnameseText

/// One call of a gateway to its provider, freed of the web server.
struct ProviderRequest: Sendable {
    var path: String
    var query: String
    /// Names in small letters.
    var headers: [String: String]
    var body: [UInt8]

    /// The body as JSON; nil for any other.
    var json: [String: Any]? { (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] }

    /// The body's fields where it is a form; the last of a name counts.
    var form: [String: String] {
        var components = URLComponents()
        components.percentEncodedQuery = String(decoding: body, as: UTF8.self).replacing("+", with: "%20")
        return Dictionary((components.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { $1 }
    }

    /// A value of the query of an address that the gateway gave for its reports.
    static func value(_ name: String, in address: String?) -> String? {
        address.flatMap { URLComponents(string: $0) }?.queryItems?.first { $0.name == name }?.value
    }
}

/// What a provider answers, and what arrived at a phone by it.
struct ProviderReply: Sendable {
    var status: Int
    var contentType: String
    var body: String
    var arrived: Arrival?

    static func json(_ body: String, status: Int = 200, arrived: Arrival? = nil) -> ProviderReply {
        ProviderReply(status: status, contentType: "application/json", body: body, arrived: arrived)
    }

    static func text(_ body: String, status: Int, arrived: Arrival? = nil) -> ProviderReply {
        ProviderReply(status: status, contentType: "text/plain; charset=utf-8", body: body, arrived: arrived)
    }
}

/// A message on its way to a phone, with the reports that its provider makes of it.
struct Arrival: Sendable {
    var from: String
    var to: String
    var text: String
    var buttons: [Delivered.Button] = []
    /// The gateway's own number of it, where its provider is told that.
    var number: String?
    /// The provider's id of it.
    var id: String
    /// Calls to the gateway that report it taken and delivered; none where the provider reports nothing.
    var reports: [WebhookCall] = []
}

/// A message that arrived at a villager's phone, on whatever channel.
package struct Delivered: Sendable, Equatable, Codable {
    package struct Button: Sendable, Equatable, Codable {
        package var title: String
        package var payload: String
    }

    /// Its place among all that arrived, from 1.
    package var place: Int
    package var channel: String
    package var from: String
    package var to: String
    package var text: String
    package var buttons: [Button]
    /// The gateway's own number of it, where its provider is told that.
    package var number: String?
    /// The provider's id of it.
    package var id: String

    /// What it is as an SMS.
    package var size: SMSSize { SMSEncoding.size(of: text) }
}

/// What stands in for the provider of one channel: takes what the gateway sends, as that provider does.
protocol ProviderSide: Sendable {
    /// The answer to a call; nil where it is not for this channel.
    func answer(_ request: ProviderRequest, id: String) -> ProviderReply?
}
