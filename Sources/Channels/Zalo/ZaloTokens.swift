import AsyncHTTPClient
import Conversations
import Foundation

/// The token pair of one Official Account: renewed ahead of time, by one flight at a time, and durable before it is used.
///
/// A refresh token is good for one exchange, which also ends the old access token. So the new pair is kept before
/// anybody sends with it. Between Zalo's answer and that keeping, a crash loses the pair: nobody can close this gap,
/// and `gateway zalo tokens` mends it with a new pair from Zalo's console.
actor ZaloTokens {
    private let channel: ChannelID
    private let settings: ZaloSettings
    private let vault: TokenVault
    private let provider: ProviderCall
    private let limits: ProviderLimits
    private let now: @Sendable () -> Date

    private var pair: TokenPair?
    /// Answered by Zalo and not durable yet; it must not be used, and must not be lost.
    private var unsaved: TokenPair?
    private var refused: (token: String, at: Date)?
    /// Callers wait for it together; it belongs to none of them, so none of them can cancel it.
    private var flight: Task<Result<TokenPair, DeliveryError>, Never>?

    init(channel: ChannelID, settings: ZaloSettings, surroundings: ChannelSurroundings) {
        self.channel = channel
        self.settings = settings
        vault = surroundings.tokens
        provider = ProviderCall(surroundings)
        limits = surroundings.limits
        now = surroundings.now
    }

    /// An access token that is good for a while.
    func current() async throws(DeliveryError) -> String {
        if let pair, !pair.access.isEmpty, now().addingTimeInterval(limits.tokenMargin) < pair.expiresAt {
            return pair.access
        }
        return try await shared(replacing: nil)
    }

    /// The token after one that Zalo refused; a renewal only if nobody renewed it in the meantime.
    func successor(of token: String) async throws(DeliveryError) -> String {
        if let pair, pair.access != token, !pair.access.isEmpty { return pair.access }
        let next = try await shared(replacing: token)
        // The flight that was under way may have begun before this token was refused.
        return next == token ? try await shared(replacing: token) : next
    }

    private func shared(replacing token: String?) async throws(DeliveryError) -> String {
        let running = flight ?? Task { await self.renewed(replacing: token) }
        flight = running
        let result = await running.value
        return try result.get().access
    }

    private func renewed(replacing token: String?) async -> Result<TokenPair, DeliveryError> {
        defer { flight = nil }
        do throws(DeliveryError) {
            let known = try await stored()
            // Another process, or the command for tokens, may have been here first.
            let isFresh = now().addingTimeInterval(limits.tokenMargin) < known.expiresAt
            if !known.access.isEmpty, isFresh, known.access != token {
                pair = known
                return .success(known)
            }
            if let refused, refused.token == known.refresh,
                abs(now().timeIntervalSince(refused.at)) < limits.refusedTokenPause
            {
                throw DeliveryError(.account, Self.deadSentence)
            }
            try await requireTurn()
            // Whoever had the turn before may have kept a pair since.
            guard try await stored() == known else {
                throw DeliveryError(.retry, "The token of Zalo was renewed just now")
            }
            let next = try await exchange(known)
            unsaved = next
            try await keep(next)
            return .success(next)
        } catch {
            return .failure(error)
        }
    }

    /// Another gateway that renews has the pair soon; what waits is sent with that.
    private func requireTurn() async throws(DeliveryError) {
        let isOurs: Bool
        do {
            isOurs = try await vault.mayRenew(channel)
        } catch {
            throw DeliveryError(.retry, "The token of Zalo cannot be read from the database")
        }
        guard !isOurs else { return }
        throw DeliveryError(.retry, "Another gateway is about to renew the token of Zalo")
    }

    /// The pair to go on from: one that still waits to be kept, else that of the vault.
    private func stored() async throws(DeliveryError) -> TokenPair {
        if let unsaved { try await keep(unsaved) }
        do {
            guard let known = try await vault.load(channel) else {
                await vault.alarm(
                    channel, "There is no token of Zalo yet: run `gateway zalo tokens \(channel)`.")
                throw DeliveryError(.account, "There is no token yet: run `gateway zalo tokens \(channel)`")
            }
            return known
        } catch let error as DeliveryError {
            throw error
        } catch {
            throw DeliveryError(.retry, "The token of Zalo cannot be read from the database")
        }
    }

    private func keep(_ next: TokenPair) async throws(DeliveryError) {
        do {
            try await vault.save(next, channel)
        } catch {
            throw DeliveryError(.retry, "The new token of Zalo cannot be kept in the database, so it is not used yet")
        }
        unsaved = nil
        refused = nil
        pair = next
        await vault.alarm(channel, nil)
    }

    private func exchange(_ known: TokenPair) async throws(DeliveryError) -> TokenPair {
        let fields = [
            ("refresh_token", known.refresh), ("app_id", settings.appID), ("grant_type", "refresh_token"),
        ]
        let form = fields.map { name, value in
            name + "=" + (value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
        }.joined(separator: "&")
        let answer = try await provider.post(
            settings.oauthURL + "/v4/oa/access_token",
            headers: [("Content-Type", "application/x-www-form-urlencoded"), ("secret_key", settings.appSecret)],
            body: Array(form.utf8), to: "Zalo's token server")
        switch ZaloTokenAnswer(answer, limits) {
        case .pair(let access, let refresh, let seconds):
            return TokenPair(access: access, refresh: refresh, expiresAt: now().addingTimeInterval(seconds))
        case .transient(let reason):
            throw DeliveryError(.retry, reason)
        case .refused(let reason):
            refused = (known.refresh, now())
            await vault.alarm(
                channel, "\(reason). Fix: get a new pair in Zalo's console and run `gateway zalo tokens \(channel)`.")
            throw DeliveryError(.account, reason)
        }
    }

    private static let deadSentence = "Zalo refused the refresh token some minutes ago; it needs a new one"
}
