package import Conversations
package import Foundation

/// An access token with the refresh token that replaces it.
package struct TokenPair: Sendable, Equatable, Codable {
    /// Empty before the first exchange.
    package var access: String
    /// Good for one exchange only.
    package var refresh: String
    package var expiresAt: Date

    package init(access: String, refresh: String, expiresAt: Date) {
        self.access = access
        self.refresh = refresh
        self.expiresAt = expiresAt
    }

    /// A pair as it comes from the provider's console: the first use exchanges it.
    package init(refresh: String) {
        self.init(access: "", refresh: refresh, expiresAt: .distantPast)
    }
}

/// Where channels keep tokens that change; the gateway fills it from its store.
package struct TokenVault: Sendable {
    package var load: @Sendable (ChannelID) async throws -> TokenPair?
    /// Returns only when the pair is durable.
    package var save: @Sendable (TokenPair, ChannelID) async throws -> Void
    /// Whether this process is the one to renew the token now; several gateways may share a vault, and a refresh token is good once.
    package var mayRenew: @Sendable (ChannelID) async throws -> Bool
    /// Tells staff that the channel cannot send until somebody mends it; nil that it works again.
    package var alarm: @Sendable (ChannelID, String?) async -> Void

    package init(
        load: @escaping @Sendable (ChannelID) async throws -> TokenPair?,
        save: @escaping @Sendable (TokenPair, ChannelID) async throws -> Void,
        mayRenew: @escaping @Sendable (ChannelID) async throws -> Bool = { _ in true },
        alarm: @escaping @Sendable (ChannelID, String?) async -> Void
    ) {
        self.mayRenew = mayRenew
        self.load = load
        self.save = save
        self.alarm = alarm
    }

    /// For whoever reads channels without sending through them.
    package static let none = TokenVault(load: { _ in nil }, save: { _, _ in }, alarm: { _, _ in })
}
