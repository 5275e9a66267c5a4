package import CheckedYAML
import Foundation

/// What a channel entry of kind `kannel` holds beside the keys of every channel.
package struct KannelSettings: Sendable {
    /// One stands in Kannel's post-url as `secret=…`; two while it is changed, and the first asks for reports.
    package var secrets: [String]
    /// The address of smsbox's sendsms.
    package var sendURL: String
    package var username: String
    package var password: String
    /// The short code or number that villagers see.
    package var number: String

    package init(_ entry: YAMLEntry, _ surroundings: ChannelSurroundings) throws(FileProblem) {
        number = try entry.entry("number").string()
        secrets = try entry.entry("secret").secrets(surroundings, atLeast: 16)
        let url = try entry.entry("send_url")
        sendURL = try url.string()
        guard sendURL.hasPrefix("http://") || sendURL.hasPrefix("https://"), URL(string: sendURL) != nil else {
            throw url.problem("it is no web address", mend: "write http://HOST:PORT/cgi-bin/sendsms")
        }
        username = try entry.entry("username").string()
        password = try entry.entry("password").secret(surroundings, atLeast: 1)
    }

    /// The secret in force.
    package var secret: String { secrets.first ?? "" }
}
