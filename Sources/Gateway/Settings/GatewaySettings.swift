package import CheckedYAML
package import Foundation
package import Storage

/// What `gateway.yaml` says; see that file for the meaning of every key.
package struct GatewaySettings: Sendable {
    package var file: String
    package var host: String
    package var port: Int
    /// Where the commune's own people and their monitoring reach it.
    package var officeHost: String
    package var officePort: Int
    /// How the office's computers reach it, where a proxy stands in between; nil where they call it by host and port.
    package var officeURL: String?
    /// Nil: without TLS, for this machine alone.
    package var officeTLS: OfficeTLS?
    /// Where providers on this machine or behind a proxy reach the gateway.
    package var publicURL: String
    package var logLevel: String
    package var database: String
    /// The PostgreSQL server that keeps the store; nil where the file at `database` does.
    package var server: StoreServer?
    package var keyFile: String
    /// The file with the keys of those who can open copies; nil leaves copies as they are.
    package var backupRecipients: String?
    /// The file that opens encrypted copies, where it is kept on this machine.
    package var backupIdentity: String?
    /// Days after which pictures and files of villagers are erased; texts have the commune's months.
    package var attachmentDays: Int
    package var services: String
    package var communes: String
    package var intents: String
    package var replies: String
    /// Hours after which a silent conversation forgets its topic.
    package var sessionHours: Int
    package var pace: MessagePace
    /// Seconds of failures without one success after which staff are told of a channel.
    package var channelAlarmSeconds = GatewayLimits().channelAlarmSeconds
    /// Seconds for which due messages may stand still before staff are told.
    var stallSeconds = GatewayLimits().stallSeconds
    /// Entries under `channels:`, read by their kinds.
    package var channels: [YAMLEntry]

    /// All keys of the file by section; a test holds the shipped file against them.
    static let keys: [String: [String]] = [
        "": ["server", "storage", "content", "conversation", "limits", "channels"],
        "server": [
            "host", "port", "office_host", "office_port", "office_url", "office_certificate", "office_key",
            "public_url",
            "log_level",
        ],
        "storage": [
            "database", "server", "standby", "reports_server", "key_file", "backup_recipients", "backup_identity",
            "attachment_days",
        ],
        "content": ["services", "communes", "intents", "replies"],
        "conversation": ["session_hours"],
        "limits": MessagePace.keys + ["provider_alarm_minutes", "stall_minutes"],
    ]

    /// Reads the file; paths in it are relative to its own folder.
    package static func load(path: String) throws(FileProblems) -> GatewaySettings {
        do throws(FileProblem) {
            return try GatewaySettings(file: path, YAMLEntry.load(path: path))
        } catch {
            throw FileProblems([error])
        }
    }

    private init(file: String, _ root: YAMLEntry) throws(FileProblem) {
        self.file = file
        try root.allow(keys: Self.keys[""] ?? [])
        let server = try Self.section("server", of: root)
        host = try server.entry("host").string()
        port = try server.entry("port").int(in: 0...65_535)
        officeHost = try server.optional("office_host")?.string() ?? "127.0.0.1"
        let office = try server.optional("office_port")
        officePort = try office?.int(in: 0...65_535) ?? Self.usualOfficePort
        if officePort == port, port != 0 {
            throw server.problem(
                "port and office_port are the same, \(port)", mend: "give office_port another number")
        }
        officeURL = try Self.officeURL(in: server)
        officeTLS = try OfficeTLS(server, folder: (file as NSString).deletingLastPathComponent)
        if officeTLS == nil, !Self.isOfThisMachine(officeHost) {
            throw try server.entry("office_host").problem(
                "\(officeHost) is reached from other machines, and nothing encrypts what staff read and type",
                mend: "write 127.0.0.1, or give office_certificate and office_key")
        }
        logLevel = try server.optional("log_level")?.string() ?? "info"
        let url = try server.optional("public_url")
        publicURL = try url?.string() ?? "http://\(host):\(port)"
        if let url, !(publicURL.hasPrefix("http://") || publicURL.hasPrefix("https://")) || publicURL.hasSuffix("/") {
            throw url.problem("it is no web address without a slash at its end", mend: "write https://HOST")
        }
        let folder = (file as NSString).deletingLastPathComponent
        let storage = try Self.section("storage", of: root)
        database = Self.path(try storage.entry("database").string(), in: folder)
        self.server = try Self.storeServer(in: storage)
        keyFile = Self.path(try storage.entry("key_file").string(), in: folder)
        backupRecipients = try storage.optional("backup_recipients").map { entry throws(FileProblem) in
            Self.path(try entry.string(), in: folder)
        }
        backupIdentity = try storage.optional("backup_identity").map { entry throws(FileProblem) in
            Self.path(try entry.string(), in: folder)
        }
        attachmentDays = try storage.optional("attachment_days")?.int(in: 1...3650) ?? Self.usualAttachmentDays
        let content = try Self.section("content", of: root)
        services = Self.path(try content.entry("services").string(), in: folder)
        communes = Self.path(try content.entry("communes").string(), in: folder)
        intents = Self.path(try content.entry("intents").string(), in: folder)
        replies = Self.path(try content.entry("replies").string(), in: folder)
        let conversation = try Self.section("conversation", of: root)
        sessionHours = try conversation.entry("session_hours").int(in: 1...72)
        pace =
            try root.optional("limits").map { limits throws(FileProblem) in
                try limits.allow(keys: Self.keys["limits"] ?? [])
                return try MessagePace(limits)
            } ?? MessagePace()
        if let minutes = try root.optional("limits")?.optional("provider_alarm_minutes") {
            channelAlarmSeconds = TimeInterval(try minutes.int(in: 1...1440)) * 60
        }
        if let minutes = try root.optional("limits")?.optional("stall_minutes") {
            stallSeconds = TimeInterval(try minutes.int(in: 3...1440)) * 60
        }
        channels = try root.entry("channels").entries()
        if (keyFile as NSString).deletingLastPathComponent == (database as NSString).deletingLastPathComponent {
            throw try storage.entry("key_file").problem(
                "the key lies beside the database that it locks, so a stolen folder or backup holds both",
                mend: "put the key file into another folder")
        }
    }

    private static let usualOfficePort = 8081
    private static let usualAttachmentDays = 60

    private static func section(_ name: String, of root: YAMLEntry) throws(FileProblem) -> YAMLEntry {
        let section = try root.entry(name)
        try section.allow(keys: keys[name] ?? [])
        return section
    }

    static func path(_ path: String, in folder: String) -> String {
        guard !path.hasPrefix("/") else { return path }
        let joined = folder.isEmpty ? path : folder + "/" + path
        return (joined as NSString).standardizingPath
    }
}
