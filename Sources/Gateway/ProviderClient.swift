package import AsyncHTTPClient
package import Channels

/// The HTTP client towards providers and portals.
package enum ProviderClient {
    /// A client that its maker shuts down.
    ///
    /// It keeps connections open, asks for no compressed answers, which are a few bytes long, and follows no redirects: a
    /// message with its token goes to the configured address or nowhere.
    package static func make(_ limits: ProviderLimits = ProviderLimits()) -> HTTPClient {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = limits.connections
        configuration.httpVersion = .http1Only
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }
}
