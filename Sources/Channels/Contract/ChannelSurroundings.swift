package import AsyncHTTPClient
package import Foundation

/// What a channel may use beside its own entry in the configuration.
package struct ChannelSurroundings: Sendable {
    /// Shared by all channels.
    package var httpClient: HTTPClient
    /// Where providers reach the gateway, without a slash at the end.
    package var publicURL: String
    /// For values written as `env:NAME`.
    package var environment: [String: String]
    /// Where tokens that change are kept.
    package var tokens: TokenVault
    /// The clock that providers' times are held against.
    package var now: @Sendable () -> Date
    /// What one call to a provider may take.
    package var limits: ProviderLimits

    package init(
        httpClient: HTTPClient, publicURL: String, environment: [String: String], tokens: TokenVault = .none,
        limits: ProviderLimits = ProviderLimits(), now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.limits = limits
        self.httpClient = httpClient
        self.publicURL = publicURL
        self.environment = environment
        self.tokens = tokens
        self.now = now
    }
}
