import AsyncHTTPClient
package import Foundation
import NIOCore
import NIOHTTP1

/// One webhook call, signed and ready; the same value again is a provider's retry, byte for byte.
package struct WebhookCall: Sendable {
    package var url: URL
    package var headers: [(String, String)]
    package var body: [UInt8]
    var method = HTTPMethod.POST

    var request: HTTPClientRequest {
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = method
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if !body.isEmpty { request.body = .bytes(ByteBuffer(bytes: body)) }
        return request
    }
}

extension WebhookCall {
    /// The same call with a proof that is wrong: each signature, token and secret has a letter more.
    var forged: WebhookCall {
        var call = self
        let signs = ["signature", "token"]
        call.headers = headers.map { name, value in
            (name, signs.contains { name.lowercased().contains($0) } ? value + "x" : value)
        }
        call.url = URL(string: url.absoluteString.replacing("secret=", with: "secret=x", maxReplacements: 1)) ?? url
        return call
    }
}
