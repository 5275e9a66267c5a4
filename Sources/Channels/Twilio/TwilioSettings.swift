import CheckedYAML
import Foundation

/// What a channel entry of kind `twilio` holds beside the keys of every channel.
struct TwilioSettings: Sendable {
    var account: String
    /// The auth tokens that sign webhooks; two while the token is being changed, and the first one sends.
    var tokens: [String]
    /// The secrets of shared keys, for accounts that sign with HMAC-SHA256.
    var sharedKeys: [String]
    /// The number or messaging service that answers come from.
    var sender: String
    /// The address that Twilio calls, as it stands in Twilio's console.
    var webhookURL: String
    /// Twilio's API, or what stands in for it.
    var apiURL: String

    init(_ entry: YAMLEntry, _ surroundings: ChannelSurroundings) throws(FileProblem) {
        let accountEntry = try entry.entry("account")
        account = try accountEntry.string()
        guard account.hasPrefix("AC"), account.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "z") ~= $0 }) else {
            throw accountEntry.problem("it is no account SID", mend: "copy the Account SID, AC…, from Twilio's console")
        }
        tokens = try entry.entry("token").secrets(surroundings, atLeast: 16)
        sharedKeys = try entry.optional("shared_key")?.secrets(surroundings, atLeast: 16) ?? []
        sender = try entry.entry("sender").string()
        let urlEntry = try entry.optional("webhook_url")
        let id = try entry.entry("id").string()
        webhookURL = try urlEntry?.webAddress() ?? "\(surroundings.publicURL)/webhooks/\(id)"
        if let urlEntry, webhookURL.contains(where: { "?#".contains($0) }) {
            throw urlEntry.problem("it holds a query", mend: "write the address up to the question mark only")
        }
        apiURL = try entry.optional("api_url")?.webAddress() ?? "https://api.twilio.com"
    }
}
