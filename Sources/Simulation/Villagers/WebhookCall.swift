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
