import AsyncHTTPClient
public import Foundation
import NIOCore
import NIOHTTP1

/// One webhook call, signed and ready; the same value again is a provider's retry, byte for byte.
public struct WebhookCall: Sendable {
    public var url: URL
    public var headers: [(String, String)]
    public var body: [UInt8]

    var request: HTTPClientRequest {
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = .POST
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        return request
    }
}
