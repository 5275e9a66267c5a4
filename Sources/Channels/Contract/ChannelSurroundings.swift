public import AsyncHTTPClient
public import Foundation

/// What a channel may use beside its own entry in the configuration.
public struct ChannelSurroundings: Sendable {
    /// Shared by all channels.
    public var httpClient: HTTPClient
    /// Where providers reach the gateway, without a slash at the end.
    public var publicURL: String
    /// For values written as `env:NAME`.
    public var environment: [String: String]
    /// Where tokens that change are kept.
    public var tokens: TokenVault
    /// The clock that providers' times are held against.
    public var now: @Sendable () -> Date
    /// What one call to a provider may take.
    public var limits: ProviderLimits

    public init(
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
