import CheckedYAML
import Content
import Foundation
import Testing

@testable import Gateway

// One at a time: each loads or renders all content, which would starve the tests that wait for servers.
@Suite(.serialized) struct SettingsTests {
    static let shipped = GatewayBench.root + "/config/gateway.yaml"

    /// Writes a changed copy of the shipped file and returns what loading all of it finds.
    private func problems(replacing old: String, with new: String) throws -> [FileProblem] {
        let text = try String(contentsOfFile: Self.shipped, encoding: .utf8)
        #expect(text.contains(old))
        let folder = FileManager.default.temporaryDirectory.appending(path: "settings-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var changed = text.replacing(old, with: new)
        for content in ["services", "communes", "replies.yaml"] {
            changed = changed.replacing(": \(content)\n", with: ": \(GatewayBench.root)/config/\(content)\n")
        }
        changed = changed.replacing("../intents", with: GatewayBench.root + "/intents")
        let file = folder.appending(path: "gateway.yaml").path
        try changed.write(toFile: file, atomically: true, encoding: .utf8)
        do throws(FileProblems) {
            let settings = try GatewaySettings.load(path: file)
            let content = try GatewayContent.load(settings)
            _ = try ChannelList.make(settings, content: content, surroundings: .offline(settings, environment: [:]))
            return []
        } catch {
            return error.problems
        }
    }

    /// Keys without which a sample works; they stand in the file as comments.
    private static let keysInComments: Set<String> = [
        "office_url", "office_certificate", "office_key", "server", "standby", "reports_server",
        "backup_recipients", "backup_identity",
    ]

    @Test func `keys that the shipped file has as comments stand there`() throws {
        let text = try String(contentsOfFile: Self.shipped, encoding: .utf8)
        for key in Self.keysInComments { #expect(text.contains("  # \(key): "), "\(key)") }
    }

    @Test func `the shipped file holds just the keys that the code knows`() throws {
        let root = try YAMLEntry.load(path: Self.shipped)
        #expect(Set(try root.pairs().map(\.key)) == Set(GatewaySettings.keys[""] ?? []))
        for (section, keys) in GatewaySettings.keys where !section.isEmpty {
            let shown = Set(try root.entry(section).pairs().map(\.key))
            #expect(shown == Set(keys).subtracting(Self.keysInComments), "\(section)")
        }
    }

    @Test func `the shipped configuration passes its check`() {
        let report = ContentCheck.run(
            configuration: Self.shipped, environment: [:], now: Date(timeIntervalSince1970: 1_796_094_000))
        #expect(report.problems.isEmpty, "\(report.problems.map(\.description).joined(separator: "\n"))")
        #expect(report.procedures >= 10)
        #expect(report.channels == 1)
    }

    @Test(arguments: [
        ("  port: 8080", "  port: 80800", "server.port"), ("  port: 8080", "  prt: 8080", "prt"),
        ("kind: kannel", "kind: kanel", "channels[0].kind"),
        ("commune: dak-ha", "commune: dak-la", "channels[0].commune"),
        ("../keys/gateway.key", "../var/gateway.key", "storage.key_file"),
        ("session_hours: 2", "session_hours: two", "session_hours"),
        ("sender_messages: 30", "sender_messages: 1", "limits.sender_messages"),
        ("sender_minutes: 5", "sender_minutes: 0", "limits.sender_minutes"),
        ("messages_per_second: 5000", "messages_per_second: -1", "limits.messages_per_second"),
        ("messages_per_second: 5000", "messages_per_minute: 500", "messages_per_minute"),
        ("  # server: postgresql://gateway@db1", "  server: mysql://gateway@db1", "storage.server"),
        ("  # server: postgresql://gateway@db1,db2,db3/nha_rong", "  server: env:NO_SUCH_SERVER", "storage.server"),
        ("  # standby: required", "  standby: none", "storage.standby"),
        ("  # reports_server: postgresql", "  reports_server: postgresql", "storage.reports_server"),
        ("signatures: enforce", "signatures: off", "channels[0].signatures"),
        ("secret: sample-secret-change-me", "secret: abc", "channels[0].secret"), ("server:", "server: [", ""),
    ])
    func `a wrong line is refused with its place and a mend`(old: String, new: String, entry: String) throws {
        let problem = try #require(try problems(replacing: old, with: new).first)
        #expect(problem.file.hasSuffix("gateway.yaml"))
        #expect(entry.isEmpty || problem.entry.contains(entry))
        #expect(problem.line != nil)
        #expect(!problem.mend.isEmpty)
    }

    @Test func `whom copies are encrypted to is looked at before the night on which one is made`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "recipients-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var settings = try GatewaySettings.load(path: Self.shipped)
        #expect(BackupKeys.problems(settings).isEmpty)
        let file = folder + "/recipients"
        let program = folder + "/age"
        #expect(
            FileManager.default.createFile(atPath: program, contents: nil, attributes: [.posixPermissions: 0o700]))
        settings.backupRecipients = file
        #expect(BackupKeys.problems(settings).first?.what.contains("cannot be read") == true)
        for (text, words) in [
            ("# public key: age1abc\nAGE-SECRET-KEY-1ABC\n", "secret key"), ("# nobody yet\n", "nobody is named"),
            ("# ông Minh\nage1abc\n", ""),
        ] {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let problems = BackupKeys.problems(settings, folders: folder)
            #expect(problems.count == (words.isEmpty ? 0 : 1))
            #expect(
                words.isEmpty || problems.first?.what.contains(words) == true && problems.first?.mend.isEmpty == false)
        }
        try FileManager.default.removeItem(atPath: program)
        let missing = try #require(BackupKeys.problems(settings, folders: folder).first)
        #expect(missing.what.contains("age is not installed") && missing.mend.contains("apt-get install age"))
    }

    @Test func `two channels of one id are refused`() throws {
        let text = try String(contentsOfFile: Self.shipped, encoding: .utf8)
        let channel = try #require(text.components(separatedBy: "channels:\n").last)
        let found = try problems(replacing: channel, with: channel + channel)
        #expect(found.first?.what.contains("twice") == true)
    }

    @Test func `a missing file is named with its mend`() {
        #expect(throws: FileProblems.self) { try GatewaySettings.load(path: "/nowhere/gateway.yaml") }
    }
}
