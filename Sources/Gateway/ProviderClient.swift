public import AsyncHTTPClient

/// The HTTP client towards providers and portals.
public enum ProviderClient {
    /// Connections to one host at once; further calls wait for one of them.
    static let connections = 32

    /// A client that its maker shuts down.
    ///
    /// It keeps connections open, asks for no compressed answers, which are a few bytes long, and follows no redirects: a
    /// message with its token goes to the configured address or nowhere.
    public static func make() -> HTTPClient {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        configuration.httpVersion = .http1Only
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }
}
