package import CheckedYAML

/// What a channel entry of kind `zalo` holds beside the keys of every channel.
package struct ZaloSettings: Sendable {
    /// The number of the app in Zalo's developer console.
    package var appID: String
    /// The number of the Official Account; an app may serve several.
    package var accountID: String
    /// The OA secret keys that sign webhooks: the one in force and, while it is changed, the one before.
    package var secrets: [String]
    /// The app's secret key, for exchanging tokens.
    package var appSecret: String
    package var apiURL: String
    package var oauthURL: String
    package var mediaHosts: [String]

    /// Where Zalo keeps what villagers send.
    static let usualMediaHosts = ["zdn.vn", "zadn.vn"]

    package init(_ entry: YAMLEntry, _ surroundings: ChannelSurroundings) throws(FileProblem) {
        appID = try Self.number(entry.entry("app_id"))
        accountID = try Self.number(entry.entry("oa_id"))
        secrets = try entry.entry("secret").secrets(surroundings, atLeast: 8)
        if let previous = try entry.optional("previous_secret") {
            guard secrets.count == 1 else {
                throw previous.problem(
                    "\"secret\" already holds two", mend: "remove it, or write one secret under \"secret\"")
            }
            secrets.append(try previous.secret(surroundings, atLeast: 8))
        }
        appSecret = try entry.entry("app_secret").secret(surroundings, atLeast: 8)
        apiURL = try entry.optional("api_url")?.providerURL() ?? "https://openapi.zalo.me"
        oauthURL = try entry.optional("oauth_url")?.providerURL() ?? "https://oauth.zaloapp.com"
        mediaHosts = try entry.mediaHosts(usual: Self.usualMediaHosts)
    }

    private static func number(_ entry: YAMLEntry) throws(FileProblem) -> String {
        let text = try entry.string()
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw entry.problem("\"\(text)\" is no number of Zalo", mend: "write its digits in quotes")
        }
        return text
    }
}
