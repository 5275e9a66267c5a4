import CheckedYAML
import Content
import Foundation
import PublicServices
import Testing

@testable import Gateway

// One at a time: each loads or renders all content, which would starve the tests that wait for servers.
@Suite(.serialized) struct ContentCheckTests {
    /// Does something with a copy of the shipped files.
    private func withCopy<Result>(of names: [String], _ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "check-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in names {
            try FileManager.default.copyItem(
                at: URL(filePath: GatewayBench.root).appending(path: name), to: folder.appending(path: name))
        }
        return try body(folder)
    }

    private func report(on day: String, changing change: (URL) throws -> Void = { _ in }) throws -> ContentCheck.Report
    {
        try withCopy(of: ["config", "intents"]) { folder in
            try change(folder)
            return ContentCheck.run(
                configuration: folder.appending(path: "config/gateway.yaml").path, environment: [:],
                now: try Date(day + "T03:00:00Z", strategy: .iso8601))
        }
    }

    private static func replace(_ old: String, with new: String, in file: String) -> (URL) throws -> Void {
        { folder in
            let url = folder.appending(path: file)
            let text = try String(contentsOf: url, encoding: .utf8)
            #expect(text.contains(old))
            try text.replacing(old, with: new, maxReplacements: 1).write(to: url, atomically: true, encoding: .utf8)
        }
    }

    @Test func `the shipped content has no problems, and warns of its unsure codes`() throws {
        let report = try report(on: "2026-11-24")
        #expect(report.problems == [])
        #expect(report.procedures > 100)
        #expect(!report.warnings.isEmpty)
        // "thue dat" is thuế đất and thuê đất: a menu asks, so that clash is meant.
        let others = report.warnings.filter { !$0.what.contains("not sure") && !$0.what.contains("ends on 2026-12-31") }
        #expect(others.count == 2 && others.count { $0.what.contains("thue dat") } == 1)
        #expect(others.count { $0.what.contains("2 sample secrets") } == 1)
    }

    /// Makes both communes true ones, with numbers of their own.
    private static func trueCommunes(_ folder: URL) throws {
        for commune in ["dak-ha", "dak-mar"] {
            for file in ["commune", "units"] {
                let url = folder.appending(path: "config/communes/\(commune)/\(file).yaml")
                let text = try String(contentsOf: url, encoding: .utf8)
                try text.replacing("sample: true\n", with: "").replacing(" 000 0", with: " 386 1")
                    .write(to: url, atomically: true, encoding: .utf8)
            }
        }
    }

    @Test(arguments: [
        ("sample-secret-change-me", true), ("CHANGE_ME_change_me", true), ("changemechangeme", true),
        ("xxxxxxxxxxxxxxxxxxxx", true), ("your-secret-of-the-post-url", true), ("9f2a71c04be85d3371aa", false),
    ])
    func `placeholders of secrets are refused where villagers are served`(secret: String, isRefused: Bool) throws {
        // Only what is said of the installation: the content is the same for every secret.
        let report = try withCopy(of: ["config"]) { folder in
            try Self.trueCommunes(folder)
            try Self.replace("sample-secret-change-me", with: secret, in: "config/gateway.yaml")(folder)
            try Self.replace("sample-password", with: "3b1d9e7f00c2", in: "config/gateway.yaml")(folder)
            let file = folder.appending(path: "config/gateway.yaml").path
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
            let settings = try GatewaySettings.load(path: file)
            return ContentCheck.installation(
                settings, communes: try Commune.loadAll(folder: settings.communes), environment: [:])
        }
        #expect(report.problems.contains { $0.what.contains("placeholder") } == isRefused, "\(report.problems)")
        #expect(report.problems.count == (isRefused ? 1 : 0))
        #expect(!"\(report.problems)".contains(secret))
        // The copy has the mode of every checked-out file.
        #expect(report.warnings.contains { $0.mend.hasPrefix("chmod 640") })
    }

    @Test func `a true commune without a phone on duty, or with a placeholder, is refused by the whole check`() throws {
        let report = try report(on: "2026-11-24") { folder in
            try Self.trueCommunes(folder)
            try Self.replace("sample-password", with: "3b1d9e7f00c2", in: "config/gateway.yaml")(folder)
            try Self.replace("duty_phone:", with: "# duty_phone:", in: "config/communes/dak-ha/commune.yaml")(folder)
        }
        #expect(report.problems.count == 2)
        #expect(report.problems.first?.entry == "duty_phone")
        #expect(report.problems.last?.what.contains("placeholder") == true)
    }

    @Test(arguments: ["0260 386 2345", "+1 408 555 1234"])
    func `a phone on duty that takes no SMS is a problem, in a sample too`(phone: String) throws {
        let file = "config/communes/dak-ha/commune.yaml"
        let report = try report(
            on: "2026-11-24",
            changing: Self.replace("duty_phone: \"0900 000 002\"", with: "duty_phone: \"\(phone)\"", in: file))
        let problem = try #require(report.problems.first)
        #expect(report.problems.count == 1 && problem.entry == "duty_phone" && problem.file.hasSuffix(file))
        #expect(problem.line != nil && problem.what.contains(phone) && problem.description.contains("Fix: "))
    }

    @Test func `the phone on duty that officers entered is looked at in its own file`() throws {
        let days = "days: []\nduty_phone:\n  phone: \"0260 386 2345\"\n  by: Hạnh\n  \"on\": 2026-11-20\n"
        let report = try report(on: "2026-11-24") { folder in
            try days.write(
                to: folder.appending(path: "config/communes/dak-ha/days.yaml"), atomically: true, encoding: .utf8)
        }
        let problem = try #require(report.problems.first)
        #expect(report.problems.count == 1 && problem.entry == "duty_phone.phone" && problem.line == 2)
        #expect(problem.file.hasSuffix("dak-ha/days.yaml"))
    }

    @Test(arguments: ["quarantine", "report"])
    func `a channel that takes calls without a proof is warned of`(mode: String) throws {
        let change = Self.replace("signatures: enforce", with: "signatures: " + mode, in: "config/gateway.yaml")
        let report = try report(on: "2026-11-24", changing: change)
        #expect(report.problems == [])
        let warning = try #require(report.warnings.first { $0.entry == "channels[0].signatures" })
        #expect(warning.line != nil && warning.mend.contains("enforce"))
    }

    @Test func `the end of the civil-status law is warned of sixty days ahead`() throws {
        let report = try report(on: "2027-01-02")
        let ending = report.warnings.filter { $0.what.contains("ends on 2027-02-28") }
        #expect(ending.contains { $0.entry == "1.001193" })
        #expect(report.problems == [])
    }

    @Test func `the day after the end of a law is told with that day, within the budget`() throws {
        let report = try report(on: "2027-03-01")
        #expect(report.problems == [])
        let outlook = try #require(report.outlook)
        #expect((outlook.standings[.lapsed] ?? 0) > 200)
        #expect((outlook.standings[.withheld] ?? 0) < 60)
        #expect(!outlook.silent.contains("1.001193"))
    }

    @Test func `links outside the allow-list are found in replies too`() throws {
        let report = try report(
            on: "2026-11-24",
            changing: Self.replace("Cần hỏi thêm xin cứ nhắn.", with: "Xem facebook.com.", in: "config/replies.yaml"))
        #expect(report.problems.contains { $0.what.contains("facebook.com") && $0.entry == "thanks" })
    }

    @Test func `a wording that two topics claim is a problem`() throws {
        let report = try report(
            on: "2026-11-24",
            changing: Self.replace(
                "      - \"khai sinh\"\n", with: "      - \"khai sinh\"\n      - \"giấy báo tử\"\n",
                in: "intents/ho-tich.yaml"))
        #expect(report.problems.contains { $0.what.contains("both hold \"giay bao tu\"") })
    }

    @Test func `a topic that only the catalogue knows is a problem`() throws {
        let report = try report(
            on: "2026-11-24",
            changing: Self.replace(
                "topic: household_split", with: "topic: houshold_split", in: "config/services/cu-tru.yaml"))
        #expect(report.problems.contains { $0.entry == "1.010038" && $0.what.contains("houshold_split") })
    }
}
