import CheckedYAML
import Foundation
import Gateway
import PublicServices
import Storage
import Testing

@testable import Conversations
@testable import Simulation

@Suite struct ScenarioTests {
    static let settings = Result {
        try GatewaySettings.load(path: BenchTests.root.appending(path: "config/gateway.yaml").path)
    }
    static let player = Result { try ScenarioPlayer(settings: settings.get(), environment: [:]) }

    private static let head = """
        scenario: thử
        channel: sms-dak-ha
        start: 2026-11-24 08:00
        tags: [nhanh]

        """

    /// Plays a text as a file, and gives back what became of it.
    private func play(_ steps: String, head: String = head) async throws -> (
        outcome: ScenarioPlayer.Outcome, text: String
    ) {
        let file = FileManager.default.temporaryDirectory.appending(path: "scenario-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try (head + steps).write(to: file, atomically: true, encoding: .utf8)
        return (try await Self.player.get().play(Scenario.load(path: file.path)), head + steps)
    }

    @Test func `the reference lists the keys of the reader`() throws {
        let page = try String(contentsOf: BenchTests.root.appending(path: "docs/scenarios.md"), encoding: .utf8)
        #expect(
            page.contains(ScenarioKey.reference), "Fix: put the output of simulator run --keys into docs/scenarios.md")
    }

    @Test func `every shipped scenario is read`() throws {
        let folder = BenchTests.root.appending(path: "Tests/Scenarios").path
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }
        #expect(!files.isEmpty)
        _ = try Scenario.load(paths: files.map { folder + "/" + $0 }, for: Self.player.get())
    }

    @Test(arguments: [
        ("decision: answr", "decision: unknown value \"answr\"", "did you mean \"answer\"?"),
        ("escalated: asked_for_stff", "unknown value \"asked_for_stff\"", "did you mean \"asked_for_staff\"?"),
        ("topic: birth_registratin", "unknown value \"birth_registratin\"", "did you mean \"birth_registration\""),
        ("expect: [{template: privacy_notce}]", "unknown value \"privacy_notce\"", "did you mean \"privacy_notice\"?"),
        ("others: [{to: \"0901234567\", template: duty_alrt}]", "\"duty_alrt\"", "did you mean \"duty_alert\""),
        ("channel: sms-dak-hq", "unknown value \"sms-dak-hq\"", "did you mean \"sms-dak-ha\"?"),
        ("facet: fee", "unknown key \"facet\"", "Fix: "),
        ("provider: wel", "unknown value \"wel\"", "did you mean \"well\"?"),
        ("staff: chao bac", "villager and staff stand in one step", "Fix: "),
    ])
    func `a slip in a value is named with its line and what may be meant`(
        key: String, what: String, mend: String
    ) async throws {
        let text = Self.head + "steps:\n  - villager: le phi khai sinh\n    \(key)\n"
        let problem = try problem(of: text)
        #expect(problem.contains(what), "\(problem)")
        #expect(problem.contains(mend), "\(problem)")
        #expect(problem.contains(".yaml:\(key.hasPrefix("staff") ? 6 : 7): "), "\(problem)")
    }

    @Test(arguments: ["steps: []", "limits: {sender_message: 5}\nsteps: [{villager: x}]", "channel: zaloo"])
    func `a scenario in which nothing can differ, or of unknown words, is refused`(rest: String) throws {
        let head = rest.hasPrefix("channel") ? Self.head.replacing("channel: sms-dak-ha", with: rest) : Self.head
        let steps = rest.hasPrefix("channel") ? "steps: [{villager: x}]" : rest
        #expect(try problem(of: head + steps).contains("Fix: "))
    }

    private func problem(of text: String) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "scenario-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try text.write(to: file, atomically: true, encoding: .utf8)
        let problems = #expect(throws: FileProblems.self) {
            try Scenario.load(paths: [file.path], for: Self.player.get())
        }
        return "\(try #require(problems))"
    }

    @Test func `the slips of all files are told at once`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "scenarios-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["a.yaml", "b.yaml"].map { folder.appending(path: $0) }
        for file in files { try (Self.head + "steps: []").write(to: file, atomically: true, encoding: .utf8) }
        let problems = #expect(throws: FileProblems.self) {
            try Scenario.load(paths: files.map(\.path), for: Self.player.get())
        }
        #expect(problems?.problems.count == 2)
    }

    @Test func `every decision has its word`() {
        let decisions: [Decision] = [
            .answer([], []), .menu([], []), .command(.optOut), .referral(.optOut), .question(.fees),
            .smallTalk(.optOut), .trouble(.optOut), .unknown(nil), .none(foreign: false), .quiet(.echo), .addition,
        ]
        // The last two are no decisions about words.
        let names = ScenarioValues.decisions.map(\.name)
        #expect(names == decisions.map(\.name) + ["limited", "silent: ourselves"])
        for name in names + EscalationReason.allCases.map(\.rawValue) {
            #expect(ScenarioKey.reference.contains("| `\(name)` |"))
        }
    }

    @Test func `a phone is the same in every form`() async throws {
        let steps =
            "phone: \"0901 234 568\"\nsteps:\n  - {villager: le phi khai sinh, partial: true, decision: answer}\n"
        #expect(try await play(steps).outcome.differences == [])
    }

    @Test func `limits of a scenario hold in it`() async throws {
        let steps = "steps:\n" + String(repeating: "  - {villager: le phi khai sinh, partial: true}\n", count: 2)
        func templates(_ limits: String) async throws -> [String] {
            try await play(limits + steps).outcome.played.flatMap(\.replies).compactMap(\.template)
        }
        #expect(try await templates("").contains("day_limit") == false)
        #expect(try await templates("limits: {sender_answers_per_day: 1}\n").last == "day_limit")
    }

    @Test func `a provider that refuses leaves its message to staff, and one that is well does not`() async throws {
        let steps =
            "steps:\n  - {villager: le phi khai sinh, partial: true, provider: refusing, escalated: delivery_failed}\n"
        let refused = try await play(steps).outcome.differences
        #expect(refused == [])
        let well = steps.replacing("refusing", with: "well").replacing("delivery_failed", with: "none")
        let taken = try await play(well).outcome.differences
        #expect(taken == [])
    }

    @Test func `a partial step passes over other replies, and still misses one that did not come`() async throws {
        let steps = """
            steps:
              - villager: le phi khai sinh
                partial: true
                expect:
                  - template: privacy_notice
              - villager: le phi khai tu
                partial: true
                expect:
                  - template: menu
            """
        let outcome = try await play(steps).outcome
        #expect(outcome.differences.count >= 1)
        #expect(outcome.differences.allSatisfy { $0.contains(":10:") })
        #expect(outcome.differences.first?.contains("no reply is the expected one (menu)") ?? false)
    }

    @Test func `copies of a message are one message, and one that was written earlier is late`() async throws {
        let steps = """
            steps:
              - villager: le phi dang ky ket hon
                copies: 3
                partial: true
                expect:
                  - template: answer
              - villager: con giay to
                at: "12:00"
                sent: 2026-11-24 07:50
                expect:
                  - template: late_message
                    contains: ["7:50"]
            """
        let outcome = try await play(steps).outcome
        #expect(outcome.differences == [])
        #expect(outcome.played[0].replies.filter { $0.template == "answer" }.count == 1)
    }

    @Test func `what others get is held to, and so is what the commune says otherwise`() async throws {
        let right = """
            commune: {duty_phone: "0905 999 002"}
            steps:
              - villager: chay nha roi cuu voi
                partial: true
                others:
                  - {to: "0905999002", template: duty_alert, contains: ["chay nha"]}
            """
        #expect(try await play(right).outcome.differences == [])
        let wrong = right.replacing("duty_alert", with: "link_notice")
        let differences = try await play(wrong).outcome.differences
        #expect(differences.first?.contains("0905999002 does not get the expected (link_notice") ?? false)
    }

    @Test func `decision, topic and costs are held to`() async throws {
        let right = """
            steps:
              - villager: le phi khai sinh
                partial: true
                decision: answer
                topic: birth_registration
                segments: 3
            """
        #expect(try await play(right).outcome.differences == [])
        let wrong = right.replacing("answer", with: "menu").replacing("birth_", with: "death_")
            .replacing("segments: 3", with: "segments: 1")
        #expect(try await play(wrong).outcome.differences.count == 3)
    }

    @Test func `an update writes what came and leaves all else`() async throws {
        let steps = """
            # Ghi chú đầu.
            steps:
              - villager: le phi khai sinh
                expect:
                  - template: menu
                    contains: ["Mien phi", "con voi"]
                    lacks: ["xin loi"]
                escalated: emergency
              # Ghi chú giữa.
              - villager: toi muon gap can bo
                escalated: none
            """
        let (outcome, text) = try await play(steps)
        #expect(!outcome.differences.isEmpty)
        let new = ScenarioUpdate.text(text, after: outcome.played)
        #expect(new.left == [])
        #expect(new.text.contains("# Ghi chú đầu."))
        #expect(new.text.contains("# Ghi chú giữa."))
        #expect(new.text.contains("contains: [\"Mien phi\"]"))
        #expect(new.text.contains("lacks: [\"xin loi\"]"))
        #expect(new.text.contains("escalated: asked_for_staff"))
        #expect(try await play("", head: new.text).outcome.differences == [], "\(new.text)")
        let whole = ScenarioUpdate.text(new.text, after: outcome.played, wholeTexts: true)
        #expect(whole.text.contains("text: \""))
        #expect(try await play("", head: whole.text).outcome.differences == [], "\(whole.text)")
    }

    @Test func `an update mends steps that are one line long`() async throws {
        let (outcome, text) = try await play("steps:\n  - villager: le phi khai sinh\n  - villager: cam on\n")
        #expect(!outcome.differences.isEmpty)
        let new = ScenarioUpdate.text(text, after: outcome.played)
        #expect(new.left == [])
        #expect(try await play("", head: new.text).outcome.differences == [], "\(new.text)")
    }

    @Test func `an update replaces a list that stands as far out as its key`() async throws {
        let steps = """
            steps:
              - villager: le phi khai sinh
                expect:
                - template: menu
                  contains: ["con voi"]
                # Ghi chú giữa.
                - template: privacy_notice
                escalated: none
            """
        let (outcome, text) = try await play(steps)
        #expect(!outcome.differences.isEmpty)
        let new = ScenarioUpdate.text(text, after: outcome.played).text
        #expect(!new.contains("con voi"))
        #expect(new.contains("escalated: none"))
        #expect(try await play("", head: new).outcome.differences == [], "\(new)")
    }

    @Test func `an update writes costs and the topic too, those of a step and those of a reply`() async throws {
        let steps = """
            steps:
              - villager: le phi khai sinh
                topic: death_registration
                expect:
                  - template: answer
                    segments: 1
                  - template: privacy_notice
                    segments: 9
                segments: 1
            """
        let (outcome, text) = try await play(steps)
        #expect(outcome.differences.contains { $0.contains("segments, more than 1") })
        let new = ScenarioUpdate.text(text, after: outcome.played)
        #expect(new.left == [])
        #expect(new.text.contains("segments: 9"), "\(new.text)")
        #expect(new.text.contains("topic: birth_registration"))
        #expect(try await play("", head: new.text).outcome.differences == [], "\(new.text)")
    }

    @Test func `an update that leaves a difference says so`() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "scenario-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        let player = try Self.player.get()
        func mended(_ steps: String) async throws -> ScenarioUpdate.Mended {
            try (Self.head + steps).write(to: file, atomically: true, encoding: .utf8)
            let outcome = try await player.play(Scenario.load(path: file.path))
            return try await ScenarioUpdate.mend(file.path, after: outcome, wholeTexts: false, with: player)
        }
        let well = try await mended("steps:\n  - villager: le phi khai sinh\n    segments: 1\n")
        #expect(well.isWritten)
        #expect(well.differences == [])
        let others = "    others:\n      - {to: \"0905999002\", template: duty_alert}\n"
        let partly = try await mended("steps:\n  - villager: le phi khai sinh\n" + others)
        #expect(partly.isWritten)
        #expect(partly.differences.count == 1, "\(partly.differences)")
        let sticker = "steps:\n  - villager: \"\"\n    kind: sticker\n    partial: true\n"
        let not = try await mended(sticker + "    topic: birth_registration\n")
        #expect(!not.isWritten)
        #expect(not.left.count == 1)
        #expect(not.differences.count == 1)
    }

    @Test func `an officer's step with a phone answers the newest matter of that number`() async throws {
        let matters = """
            steps:
              - {villager: toi muon gap can bo, partial: true}
              - {villager: toi muon gap can bo, phone: "0901234599", partial: true}
              - staff: Chào chị B.

            """
        let named = try await play(
            matters + "    phone: \"0901234599\"\n    expect: [{contains: [\"Chào chị B.\"]}]\n"
                + "  - {staff: Chào anh A., expect: [{contains: [\"Chào anh A.\"]}]}\n")
        #expect(named.outcome.differences == [])
        // Without it the one that stands first in the list is answered, as ever.
        let first = try await play(matters + "    expect: [{contains: [\"Chào chị B.\"]}]\n")
        #expect(first.outcome.differences == [])
    }

    @Test func `what is no text may come without words, and words may not`() async throws {
        let steps = "steps:\n  - {villager: \"\", kind: image, partial: true, escalated: attachment}\n"
        #expect(try await play(steps).outcome.differences == [])
        for blank in ["{villager: \"\"}", "{villager: \" \", kind: text}"] {
            let problem = try problem(of: Self.head + "steps:\n  - \(blank)\n")
            #expect(problem.contains("the text is blank"))
            #expect(problem.contains("kind: image"))
        }
    }

    @Test func `a step in one line is left to people`() async throws {
        let (outcome, text) = try await play("steps:\n  - {villager: le phi khai sinh, expect: [{template: menu}]}\n")
        let new = ScenarioUpdate.text(text, after: outcome.played)
        #expect(new.text == text)
        #expect(new.left.count == 1)
    }

    @Test func `coverage names what was told and what was not`() async throws {
        let played = try await play("steps:\n  - villager: le phi khai sinh\n    partial: true\n").outcome.played
        let coverage = ScenarioCoverage(played, content: try Self.player.get().content)
        func part(_ name: String) throws -> ScenarioCoverage.Part {
            try #require(coverage.parts.first { $0.name == name })
        }
        #expect(try part("topics").covered == ["birth_registration"])
        #expect(try part("facets of topics").covered == ["birth_registration/fee"])
        // No fact of it may be told: it is no gap of the scenarios.
        #expect(try part("facets of topics").unreachable.keys.contains("construction_permit/in_databases"))
        #expect(try !part("facets of topics").missing.contains("construction_permit/in_databases"))
        #expect(try part("decisions").covered == ["answer"])
        #expect(try part("effects").covered == ["reply"])
        #expect(try part("templates").covered.contains("privacy_notice"))
        #expect(try part("templates").missing.contains("duty_alert"))
        #expect("\(coverage)".contains("not covered: "))
    }

    @Test func `a denunciation counts as covered, though the open list hides it`() async throws {
        let played = try await play("steps:\n  - villager: toi to cao ong chu tich nhan hoi lo\n    partial: true\n")
            .outcome
            .played
        let coverage = ScenarioCoverage(played, content: try Self.player.get().content)
        let escalations = try #require(coverage.parts.first { $0.name == "escalations" })
        #expect(escalations.covered.contains("denunciation"))
        // What no conversation brings about is told with the reason, and is not asked for.
        #expect(Set(escalations.unreachable.keys) == ["handling_failed", "stalled"])
        #expect(escalations.total == EscalationReason.allCases.count - 2)
        #expect("\(coverage)".contains("cannot be covered: stalled, "))
        #expect(played[0].opened == [])
    }

    @Test func `reports hold what differs, and no markup of villagers`() async throws {
        let outcome = try await play(
            "steps:\n  - villager: \"<b>xin chao</b> # le phi\"\n    expect:\n      - template: menu\n"
        ).outcome
        let page = ScenarioHTML.page(
            [outcome], ScenarioCoverage(outcome.played, content: try Self.player.get().content))
        #expect(page.contains("&lt;b&gt;xin chao"))
        #expect(!page.contains("<b>xin chao"))
        #expect(page.contains("0 đạt, 1 khác"))
        let tap = TAPReport.text([outcome])
        #expect(tap.hasPrefix("TAP version 13\n1..1\nnot ok 1 - thử\n# "))
    }
}

@Suite struct PortalPlaceTests {
    /// The configuration, with a portal for one of its communes; in a folder that the caller throws away.
    private func settings(portal: String, in folder: URL) throws -> GatewaySettings {
        var settings = try ScenarioTests.settings.get()
        try FileManager.default.copyItem(atPath: settings.communes, toPath: folder.path)
        let file = folder.appending(path: "dak-ha/dossier-states.yaml")
        let old = try String(contentsOf: file, encoding: .utf8)
        try (old + "\nportal:\n  url: \(portal)\n  token: token-of-the-tests\n")
            .write(to: file, atomically: true, encoding: .utf8)
        settings.communes = folder.path
        return settings
    }

    @Test func `a portal of another machine is refused, one of this machine is not`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "portal-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let far = try settings(portal: "https://portal.example.gov.vn/api", in: folder)
        let problems = #expect(throws: FileProblems.self) { try ScenarioPlayer(settings: far, environment: [:]) }
        let text = "\(try #require(problems))"
        #expect(text.contains("dak-ha/dossier-states.yaml: portal.url: the simulator asks no dossier portal"))
        #expect(text.contains("Fix: "))
        await #expect(throws: FileProblems.self) {
            try await Bench.own(far, folder: folder.appending(path: "bench").path)
        }
        try FileManager.default.removeItem(at: folder)
        let near = try settings(portal: "http://127.0.0.1:8095", in: folder)
        _ = try ScenarioPlayer(settings: near, environment: [:])
    }
}

@Suite struct WordTonesTests {
    private func evidence(_ words: String) -> Evidence {
        Evidence(phrase: words, words: words, tier: .folded, role: .phrase, score: 1)
    }

    @Test func `words that counted stand out, and the text stays whole`() {
        var understanding = Understanding()
        understanding.candidates = [
            Candidate(
                topic: TopicID(rawValue: "birth_registration"), score: 1, evidence: [evidence("khai sinh")], coverage: 1
            )
        ]
        understanding.facets = [FacetFinding(facet: .fees, evidence: evidence("le phi"))]
        let text = "Le phi lam KHAI SINH, khai sinhs?"
        let pieces = WordTones(text, understanding).pieces
        #expect(pieces.map(\.text).joined() == text)
        #expect(pieces.map(\.tone) == [.facet, .plain, .topic, .plain])
        #expect(pieces[2].text == "KHAI SINH")
    }

    @Test func `without an understanding all is plain`() {
        #expect(WordTones("abc", nil).pieces == [.init(text: "abc", tone: .plain)])
        #expect(WordTones("", Understanding()).pieces == [])
    }
}
