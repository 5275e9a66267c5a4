import Channels
import CheckedYAML
import PublicServices

/// The secrets that the channels' entries hold or name, never shown.
struct ChannelSecrets {
    struct Secret {
        var entry: YAMLEntry
        var commune: CommuneID?
        var isFromEnvironment: Bool
        /// Whether it is one of the shipped samples, or another placeholder that nobody kept secret.
        var isSample: Bool
    }

    /// Parts of the names of keys that hold secrets, in any kind of channel.
    private static let keys = ["secret", "password", "token", "shared_key", "api_key", "apikey"]

    /// - Parameter environment: what `env:NAME` stands for; a name that is not in it is left to the channel to refuse.
    static func found(in settings: GatewaySettings, environment: [String: String] = [:]) -> [Secret] {
        settings.channels.flatMap { channel -> [Secret] in
            let commune = (try? channel.entry("commune").string()).map(CommuneID.init(rawValue:))
            return values(in: channel, isSecret: false).compactMap { entry in
                guard let text = try? entry.string() else { return nil }
                let secret = SecretText(text)
                return Secret(
                    entry: entry, commune: commune, isFromEnvironment: secret.variable != nil,
                    isSample: isSample(secret.value(in: environment) ?? ""))
            }
        }
    }

    /// The scalars under keys of secrets, at any depth.
    private static func values(in entry: YAMLEntry, isSecret: Bool) -> [YAMLEntry] {
        if let items = try? entry.entries() { return items.flatMap { values(in: $0, isSecret: isSecret) } }
        if let pairs = try? entry.pairs() {
            return pairs.flatMap { key, value in
                values(in: value, isSecret: isSecret || keys.contains { key.lowercased().contains($0) })
            }
        }
        return isSecret ? [entry] : []
    }

    /// Letters and digits alone decide, so that other spellings of the same placeholder are known too.
    static func isSample(_ value: String) -> Bool {
        let plain = value.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard !plain.isEmpty else { return false }
        if Set(plain).count <= 2, plain.count >= 4 { return true }
        if ["sample", "example", "placeholder", "yoursecret", "yourtoken", "yourpassword"].contains(
            where: plain.hasPrefix)
        {
            return true
        }
        return ["changeme", "changethis", "replaceme", "secretsecret", "passwordpassword"].contains(
            where: plain.contains)
            || ["secret", "password", "token", "todo", "admin"].contains(plain)
    }
}
