import CheckedYAML
import Content
import Conversations
import Evaluation
import Foundation
import Gateway
import Storage
import Testing

@testable import Simulation

@Suite struct TalkComparisonTests {
    private func turn(
        _ text: String, _ template: String = "answer", reply: String = "a", segments: Int = 1, escalated: [String] = []
    ) -> TalkRecording.Turn {
        TalkRecording.Turn(
            text: text, decision: "answer", replies: [.init(template: template, text: reply)], segments: segments,
            escalated: escalated)
    }

    private func recording(_ turns: [TalkRecording.Turn], name: String = "t") -> TalkRecording {
        TalkRecording(version: "v", talks: [.init(name: name, turns: turns)])
    }

    @Test func `what is the same is counted and not shown`() {
        let comparison = TalkComparison(recording([turn("x"), turn("y")]), recording([turn("x"), turn("y")]))
        #expect(comparison.changes.isEmpty)
        #expect(comparison.totals.turns == 2)
        #expect(comparison.totals.changed == 0)
    }

    @Test func `equal changes stand together, the gravest kind first`() throws {
        let old = [turn("a"), turn("b"), turn("c"), turn("d")]
        let new = [
            turn("a", reply: "b", segments: 2), turn("b", reply: "b", segments: 2), turn("c", "menu"),
            turn("d", escalated: ["emergency"]),
        ]
        let comparison = TalkComparison(recording(old), recording(new))
        #expect(comparison.changes.map(\.kind) == [.escalation, .answer, .words, .cost])
        #expect(comparison.changes.map(\.count) == [1, 1, 2, 2])
        let first = try #require(comparison.changes.first)
        #expect((first.old, first.new) == ("–", "emergency"))
        #expect(comparison.totals.changed == 4)
        #expect(comparison.totals.newSegments == 6)
        #expect("\(comparison)".contains("segments 4 → 6"))
    }

    @Test func `conversations of one side only are told`() {
        let comparison = TalkComparison(recording([turn("a")], name: "x"), recording([turn("a")], name: "y"))
        #expect(comparison.totals.unmatched == 2)
        #expect(comparison.totals.turns == 0)
    }

    @Test func `words of villagers are no markup of the page`() {
        let comparison = TalkComparison(
            recording([turn("<script>x</script>", reply: "<b>")]), recording([turn("<script>x</script>", reply: "<i>")])
        )
        let page = ComparisonHTML.page(comparison)
        #expect(!page.contains("<script>"))
        #expect(page.contains("&lt;script&gt;"))
        #expect(page.contains("1 trong 1 tin"))
    }

    @Test func `a recording is the same each time, and is read again`() async throws {
        let corpus = [
            CorpusTalk(name: "a", texts: ["khai sinh can gi", "con le phi?", "toi muon gap can bo"]),
            CorpusTalk(name: "b", texts: ["toi muon gap can bo", "so dien thoai cua toi 0901234567"]),
        ]
        let configuration = BenchTests.root.appending(path: "config/gateway.yaml").path
        let one = try await TalkRecording.play(corpus, configuration: configuration)
        let two = try await TalkRecording.play(corpus.reversed(), configuration: configuration)
        #expect(TalkComparison(one, two).changes == [])
        #expect(one.talks[0].turns[2].escalated == ["asked_for_staff"])
        #expect(one.talks[1].turns[1].text == "so dien thoai cua toi 0000000000")
        let file = FileManager.default.temporaryDirectory.appending(path: "recording-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try one.json.write(to: file)
        #expect(try TalkRecording.load(path: file.path) == one)
    }

    @Test func `a database becomes a corpus without numbers and without denunciations`() async throws {
        let talks = try await BenchTests.withBench { bench in
            let sms = try BenchTests.channel("sms-dak-ha", bench)
            for (phone, text) in [
                ("+84901110001", "khai sinh cho 051199001234, goi 0901 234 567"),
                ("+84901110002", "toi to cao ong chu tich nhan hoi lo"),
            ] {
                _ = try await bench.turn(.text(text), from: phone, on: sms)
            }
            return try await Corpus.load(from: bench.store(), limit: 10)
        }
        #expect(talks.count == 1)
        let text = try #require(talks.first?.texts.first)
        #expect(text.hasPrefix("khai sinh cho "))
        #expect(text.filter(\.isNumber).allSatisfy { $0 == "0" })
        #expect(!text.contains("*"))
        #expect(text.hasSuffix("goi 0000 000 000"))
    }

    @Test func `what is no text is kept of a database, with its kind, and plays again`() async throws {
        let talks = try await BenchTests.withBench { bench in
            let zalo = try BenchTests.channel("zalo", bench)
            let url = try bench.keep([1, 2, 3], type: "image/jpeg", name: "a.jpg", on: zalo)
            for act in [VillagerAct.text("le phi khai sinh"), .picture(url: url, caption: ""), .follow] {
                _ = try await bench.turn(act, from: zalo.address(of: 1), on: zalo)
            }
            return try await Corpus.load(from: bench.store(), limit: 10)
        }
        #expect(talks.first?.messages.map(\.kind) == [.text, .image, .follow])
        let configuration = BenchTests.root.appending(path: "config/gateway.yaml").path
        let recording = try await TalkRecording.play(talks, configuration: configuration)
        #expect(recording.talks.first?.turns.map(\.kind) == [nil, "image", "follow"])
        let (_, text) = try #require(recording.scenarios(channel: "sms-dak-ha").first)
        #expect(text.contains("kind: image"))
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try text.write(to: file, atomically: true, encoding: .utf8)
        let outcome = try await ScenarioTests.player.get().play(Scenario.load(path: file.path))
        #expect(outcome.differences == [], "\(text)")
        #expect(try Corpus.load(path: file.path).first?.messages.map(\.kind) == [.text, .image, .follow])
    }

    @Test func `officers' answers, deeds and pauses of a database play again`() async throws {
        let talks = try await BenchTests.withBench { bench in
            let sms = try BenchTests.channel("sms-dak-ha", bench)
            let (phone, other) = ("+84901110001", "+84901110002")
            _ = try await bench.turn(.text("toi muon gap can bo"), from: other, on: sms)
            _ = try await bench.turn(.text("toi muon gap can bo"), from: phone, on: sms)
            try await bench.move(by: 26 * 3600)
            try await bench.answer("Bác gọi 0901 234 567, 2 giờ chiều nhé.", to: phone, on: sms)
            _ = try await bench.turn(.text("chieu nay len duoc khong chi"), from: phone, on: sms)
            // An officer of the console has the conversation, so that the machine is silent, until the matter is closed.
            let store = try bench.store()
            let profile = OfficerProfile(
                login: "lan", name: "Lan", title: "chị", communes: Array(bench.content.communes.keys),
                maySeeRestricted: false)
            guard case .done(let officer) = try await store.addOfficer(profile, password: nil, by: nil, now: bench.now)
            else { return [CorpusTalk]() }
            let matter = try #require(try await bench.matters(of: phone, on: sms).last?.id)
            try await bench.move(by: 3600)
            _ = try await store.take(matter, by: officer, now: bench.now)
            let silent = try await bench.turn(.text("le phi khai sinh"), from: phone, on: sms)
            #expect(silent.why.replies.map(\.template) == ["added"])
            _ = try await store.close(matter, reason: .noAnswerNeeded, by: officer, now: bench.now)
            try await bench.move(by: 100 * 86_400)
            _ = try await bench.turn(.text("le phi khai sinh"), from: phone, on: sms)
            return try await Corpus.load(from: store, limit: 10)
        }
        let talk = try #require(talks.last)
        #expect(talk.messages.map(\.speaker) == [.villager, .staff, .villager, .takes, .villager, .gives, .villager])
        #expect(talk.messages[1].text == "Bác gọi 0000 000 000, 2 giờ chiều nhé.")
        let configuration = BenchTests.root.appending(path: "config/gateway.yaml").path
        let recording = try await TalkRecording.play(talks, configuration: configuration)
        let turns = try #require(recording.talks.last?.turns)
        // The bench's clock goes on by itself too, so on a busy machine the pause is some minutes longer.
        #expect(turns.contains { $0.speaker == "waits" && (26 * 60...27 * 60).contains($0.minutes ?? 0) })
        // 100 days are more than one step may wait.
        #expect(turns.compactMap(\.minutes).contains(100_000))
        // The other villager had written before, so the matter of this one is not the first.
        #expect(turns.first { $0.speaker == "staff" }?.replies.map(\.text) == [talk.messages[1].text])
        let fees = turns.filter { $0.text == "le phi khai sinh" }
        #expect(fees.map { $0.replies.first?.template } == ["added", "answer"])
        let player = try ScenarioTests.player.get()
        for (_, text) in recording.scenarios(channel: "sms-dak-ha") {
            let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".yaml")
            defer { try? FileManager.default.removeItem(at: file) }
            try text.write(to: file, atomically: true, encoding: .utf8)
            let outcome = try await player.play(Scenario.load(path: file.path))
            #expect(outcome.differences == [], "\(text)")
        }
    }

    @Test func `a misspelt key of a scenario is no empty conversation`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        let text = "scenario: x\nchannel: sms-dak-ha\nstart: 2026-11-24 08:00\nsteps:\n  - villagr: xin chao\n"
        try text.write(to: file, atomically: true, encoding: .utf8)
        #expect(throws: FileProblems.self) { try Corpus.load(path: file.path) }
    }

    @Test(arguments: [
        ("cccd 051199001234 het han", "cccd 000000000000 het han"),
        ("cccd *********234 het han", "cccd 000000000000 het han"),
        ("cccd 051 199 001 234, 2 con", "cccd 000 000 000 000, 2 con"),
        ("*** *** *** 234", "000 000 000 000"),
        ("goi (0901) - 234.567", "goi (0000) - 000.000"),
        ("２ con, ０９０１２３４５６７", "２ con, 0000000000"),
        ("nam 2026, 60 ngay, thon 5", "nam 2026, 60 ngay, thon 5"),
        ("** gap **", "** gap **"),
    ])
    func `nothing of a longer number stays, and short ones do`(text: String, masked: String) {
        #expect(Corpus.masked(text) == masked)
        #expect(Corpus.masked(masked) == masked)
    }

    @Test func `a list with numbers becomes scenarios that hold none and play again`() async throws {
        let texts = ["cccd 051199001234 cua toi het han", "ho so 000.00.53.H48-261120-0001 xong chua", "0901234567"]
        let talk = CorpusTalk(name: "list", texts: texts).masked
        let configuration = BenchTests.root.appending(path: "config/gateway.yaml").path
        let recording = try await TalkRecording.play([talk], configuration: configuration)
        let (_, text) = try #require(recording.scenarios(channel: "sms-dak-ha").first)
        // The scenario's own phone is the bench's.
        let words = text.replacing("+84901234567", with: "")
        for part in ["051", "1234", "4567", "2611"] { #expect(!words.contains(part), "\(text)") }
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try text.write(to: file, atomically: true, encoding: .utf8)
        let outcome = try await ScenarioTests.player.get().play(Scenario.load(path: file.path))
        #expect(outcome.differences == [], "\(text)")
    }

    @Test func `conversations become scenarios that play again`() async throws {
        let configuration = BenchTests.root.appending(path: "config/gateway.yaml").path
        let corpus = [
            CorpusTalk(name: "conversation 7", texts: ["le phi khai sinh", "toi muon gap can bo"]),
            CorpusTalk(name: "conversation 8", texts: ["duong vao lang hu ba thang nay khong ai sua", "1"]),
        ]
        let recording = try await TalkRecording.play(corpus, configuration: configuration)
        let player = try ScenarioTests.player.get()
        for (name, text) in recording.scenarios(channel: "sms-dak-ha") {
            #expect(name.hasPrefix("conversation-"))
            let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + name)
            defer { try? FileManager.default.removeItem(at: file) }
            try text.write(to: file, atomically: true, encoding: .utf8)
            let outcome = try await player.play(Scenario.load(path: file.path))
            #expect(outcome.differences == [], "\(text)")
        }
    }

    @Test func `corpora are scenarios, talks and lists`() throws {
        let tests = BenchTests.root.appending(path: "Tests").path
        let scenario = try Corpus.load(path: tests + "/Scenarios/khai-sinh.yaml")
        #expect(scenario.count == 1)
        #expect(scenario[0].texts.first == "lam gks cho be can giay to j")
        #expect(try Corpus.load(path: tests + "/Evaluation/talks.yaml").count > 20)
        let list = try Corpus.load(path: tests + "/Evaluation/own.tsv")
        #expect(list.first?.name == "own.tsv:2")
        #expect(list.allSatisfy { $0.texts.count == 1 })
    }
}
