public import AsyncHTTPClient
public import CheckedYAML
import Conversations
public import Foundation
import PublicServices

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

/// The list of channel kinds; a new kind adds its folder and one line here.
public enum ChannelKinds {
    private typealias Maker =
        @Sendable (ChannelProfile, YAMLEntry, ChannelSurroundings) throws(FileProblem) -> any Channel

    private static let makers: [String: Maker] = [
        KannelChannel.kind: { profile, entry, surroundings throws(FileProblem) in
            try KannelChannel(profile: profile, entry: entry, surroundings: surroundings)
        },
        ZaloChannel.kind: { profile, entry, surroundings throws(FileProblem) in
            try ZaloChannel(profile: profile, entry: entry, surroundings: surroundings)
        },
        ZaloBotChannel.kind: { profile, entry, surroundings throws(FileProblem) in
            try ZaloBotChannel(profile: profile, entry: entry, surroundings: surroundings)
        },
        MappedHTTPChannel.kind: { profile, entry, surroundings throws(FileProblem) in
            try MappedHTTPChannel(profile: profile, entry: entry, surroundings: surroundings)
        },
        StandardWebhooksChannel.kind: { profile, entry, surroundings throws(FileProblem) in
            try StandardWebhooksChannel(profile: profile, entry: entry, surroundings: surroundings)
        },
        TwilioChannel.kind: { profile, entry, surroundings throws(FileProblem) in
            try TwilioChannel(profile: profile, entry: entry, surroundings: surroundings)
        },
    ]

    public static var names: [String] { makers.keys.sorted() }

    /// Makes the channel of one entry under `channels:`.
    public static func channel(_ entry: YAMLEntry, _ surroundings: ChannelSurroundings) throws(FileProblem)
        -> any Channel
    {
        let kindEntry = try entry.entry("kind")
        let kind = try kindEntry.string()
        guard let maker = makers[kind] else {
            throw kindEntry.problem(
                "there is no channel kind \"\(kind)\"", mend: "write one of: " + names.joined(separator: ", "))
        }
        let idEntry = try entry.entry("id")
        let id = try idEntry.string()
        guard !id.isEmpty,
            id.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) })
        else {
            throw idEntry.problem("the id \"\(id)\" cannot stand in a web address", mend: "use a-z, 0-9 and hyphens")
        }
        let spelling = try entry.optional("spelling")?.oneOf(VillagerMessage.SpellingRule.self) ?? .asWritten
        let profile = ChannelProfile(
            id: ChannelID(rawValue: id), kind: kind, commune: CommuneID(rawValue: try entry.entry("commune").string()),
            spelling: spelling,
            signatures: try entry.optional("signatures")?.oneOf(SignatureMode.self) ?? .enforce,
            pace: try pace(in: entry, kind: kind))
        return try maker(profile, entry, surroundings)
    }

    /// The keys that every kind of channel has.
    static let commonKeys = [
        "id", "kind", "commune", "spelling", "signatures", "segments_per_second", "messages_per_second",
    ]

    /// The pace in the entry, in what providers of this kind count; none where it says nothing.
    private static func pace(in entry: YAMLEntry, kind: String) throws(FileProblem) -> SendingPace? {
        let keys = [("segments_per_second", SendingPace.Unit.segments), ("messages_per_second", .messages)]
        var pace: SendingPace?
        for (key, unit) in keys {
            guard let value = try entry.optional(key) else { continue }
            guard pace == nil else {
                throw value.problem("the channel has two paces", mend: "keep the one that the provider counts")
            }
            if let counted = unitOfKind[kind], counted != unit {
                throw value.problem(
                    "providers of kind \(kind) count \(counted.rawValue)", mend: "write \(counted)_per_second")
            }
            let number = try value.double()
            guard (0.01...10_000).contains(number) else {
                throw value.problem("\(number) is out of range", mend: "write a number from 0.01 to 10000")
            }
            pace = SendingPace(perSecond: number, unit: unit)
        }
        return pace
    }

    /// Kinds that are not here may count either.
    private static let unitOfKind: [String: SendingPace.Unit] = [
        KannelChannel.kind: .segments, TwilioChannel.kind: .segments, ZaloChannel.kind: .messages,
        ZaloBotChannel.kind: .messages,
    ]
}

extension YAMLEntry {
    /// A secret: the text itself, or `env:NAME` for a variable of the environment.
    func secret(_ surroundings: ChannelSurroundings, atLeast length: Int) throws(FileProblem) -> String {
        let text = try string()
        guard text.hasPrefix("env:") else {
            guard text.utf8.count >= length else {
                throw problem("it has fewer than \(length) characters", mend: "choose a longer one, at random")
            }
            return text
        }
        let name = String(text.dropFirst(4))
        guard let value = surroundings.environment[name], value.utf8.count >= length else {
            throw problem(
                "the environment variable \(name) is missing or has fewer than \(length) characters",
                mend: "set \(name) where the gateway is started")
        }
        return value
    }

    /// One secret, or a list of two while the provider changes from the old one to the new one.
    func secrets(_ surroundings: ChannelSurroundings, atLeast length: Int) throws(FileProblem) -> [String] {
        guard let items = try? entries() else { return [try secret(surroundings, atLeast: length)] }
        guard (1...2).contains(items.count) else {
            throw problem("it holds \(items.count) secrets", mend: "write one, or two during a change of secrets")
        }
        var secrets: [String] = []
        for item in items { secrets.append(try item.secret(surroundings, atLeast: length)) }
        guard Set(secrets).count == secrets.count else {
            throw problem("both secrets are the same", mend: "write the new one and the old one, or one alone")
        }
        return secrets
    }

    /// An address of a web server.
    func webAddress() throws(FileProblem) -> String {
        let text = try string()
        guard let url = URL(string: text), url.scheme == "http" || url.scheme == "https", url.host()?.isEmpty == false
        else { throw problem("it is no web address", mend: "write https://HOST/PATH") }
        return text
    }
}

extension YAMLEntry {
    /// The address of a provider without a slash at its end; unencrypted only on this machine.
    func providerURL() throws(FileProblem) -> String {
        let text = try string()
        let host = URL(string: text)?.host
        let isLocal = host.map { ["127.0.0.1", "localhost"].contains($0) } ?? false
        guard host != nil, text.hasPrefix("https://") || (isLocal && text.hasPrefix("http://")), !text.hasSuffix("/")
        else {
            throw problem(
                "it is no safe web address",
                mend: "write https://HOST without a slash at the end; http only to 127.0.0.1")
        }
        return text
    }
}

extension YAMLEntry {
    /// The hosts under `media_hosts`, or Zalo's own.
    func mediaHosts() throws(FileProblem) -> [String] {
        guard let list = try optional("media_hosts") else { return ["zdn.vn", "zadn.vn"] }
        for entry in try list.entries() {
            let host = try entry.string()
            guard host.contains("."), !host.contains(where: { "/:@* ".contains($0) }) else {
                throw entry.problem("\"\(host)\" is no name of a host", mend: "write a name such as zdn.vn")
            }
        }
        return try list.strings().map { $0.lowercased() }
    }
}
