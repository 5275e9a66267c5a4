import Channels
package import Conversations
package import Foundation
import Logging
package import Storage

extension TokenVault {
    /// Tokens sealed in the store; alarms go to the log and to staff.
    static func kept(in store: GatewayStore, now: @escaping @Sendable () -> Date, logger: Logger) -> TokenVault {
        TokenVault(
            load: { channel in
                guard let text = try await store.token(of: channel) else { return nil }
                return try JSONDecoder().decode(TokenPair.self, from: Data(text.utf8))
            },
            save: { pair, channel in
                let text = String(decoding: try JSONEncoder().encode(pair), as: UTF8.self)
                try await store.keep(token: text, of: channel, now: now())
            },
            mayRenew: { channel in
                try await store.claimRenewal(of: channel, owner: LeaseOwner.own, now: now())
            },
            alarm: { channel, sentence in
                do {
                    if let sentence {
                        logger.error(
                            "A channel cannot send.", metadata: ["channel": "\(channel)", "reason": "\(sentence)"])
                        try await store.raiseAlarm(of: channel, detail: sentence, now: now())
                    } else {
                        try await store.endAlarm(of: channel, now: now())
                    }
                } catch {
                    logger.error(
                        "The alarm of a channel could not be kept.",
                        metadata: ["channel": "\(channel)", "error": "\(error)"])
                }
            })
    }
}

extension GatewayStore {
    /// Keeps the first token of a channel, as an operator got it in the provider's console.
    package func keepFirstToken(refresh: String, of channel: ChannelID, now: Date) async throws {
        let vault = TokenVault.kept(in: self, now: { now }, logger: Logger(label: "gateway"))
        try await vault.save(TokenPair(refresh: refresh), channel)
    }
}
