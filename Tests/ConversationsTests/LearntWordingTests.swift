import CheckedYAML
import Content
import Foundation
import PublicServices
import Testing

@testable import Conversations

@Suite struct LearntWordingTests {
    private static let day = CalendarDay(daysSince1970: 20_783)

    private func entry(_ phrase: String, _ topic: TopicID = "birth_registration") -> LearntWordings.Entry {
        LearntWordings.Entry(phrase: phrase, topic: topic, by: "Nguyễn Thị \"Hạnh\" \\ #", on: Self.day)
    }

    private func topics(_ text: String, _ matcher: IntentMatcher) -> [TopicID] {
        matcher.decide(matcher.understand(text)).topics
    }

    @Test func `what was written is read again`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "wordings-\(UUID()).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        for entries in [[], [entry("giấy con rồng"), entry("no yes on off", "land_transfer"), entry("12 34")]] {
            let wordings = LearntWordings(entries)
            try wordings.text.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try LearntWordings.load(path: path) == wordings)
        }
    }

    @Test func `faults of the file are told with their line`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "wordings-\(UUID()).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "wordings:\n  - phrase: một\n    topic: a\n    by: b\n    on: 2026-02-30\n".write(
            toFile: path, atomically: true, encoding: .utf8)
        let problems = try #require(throws: FileProblems.self) { try LearntWordings.load(path: path) }
        #expect(problems.problems.compactMap(\.line) == [2, 5])
    }

    @Test(arguments: [
        ("giấy độc thân", "giấy độc thân"), ("  Giấy   ĐỘC thân!! ", "giấy độc thân"), ("[a|b] c", "a b c"),
        ("a .. b", "a b"),
    ])
    func `what is typed becomes plain words`(typed: String, wording: String) throws {
        #expect(try LearntWordings.wording(of: typed) == wording)
    }

    @Test func `too little, too much and twice the same is refused`() throws {
        let catalogue = try ShippedContent.intents.get()
        #expect(throws: LearntWordings.Fault.words(1)) { try LearntWordings.wording(of: "giấy") }
        #expect(throws: LearntWordings.Fault.words(0)) { try LearntWordings.wording(of: "...") }
        #expect(throws: LearntWordings.Fault.words(9)) { try LearntWordings.wording(of: "a b c d e f g h i") }
        #expect(throws: LearntWordings.Fault.tooLong) {
            try LearntWordings.wording(of: String(repeating: "a", count: 81))
        }
        let wordings = try LearntWordings().adding(entry("giấy con rồng"), to: catalogue)
        #expect(throws: LearntWordings.Fault.known) {
            try wordings.adding(entry("giấy con rồng", "land_transfer"), to: catalogue)
        }
        for topic: TopicID in ["emergency", "opt_out", "talk_to_staff", "no_such_topic"] {
            #expect(throws: LearntWordings.Fault.topic) {
                try LearntWordings().adding(entry("giấy con rồng", topic), to: catalogue)
            }
        }
    }

    @Test func `a taught wording is understood with and without marks, and forgotten again`() throws {
        let catalogue = try ShippedContent.intents.get()
        let plain = IntentMatcher(catalogue)
        let taught = IntentMatcher(catalogue).taught(LearntWordings([entry("giấy rồng mây")]))
        for text in ["xin giấy rồng mây", "can giay rong may o dau"] {
            #expect(!topics(text, plain).contains("birth_registration"))
            #expect(topics(text, taught) == ["birth_registration"])
        }
        // A topic that an update took away does nothing, and is told.
        let gone = LearntWordings([entry("giấy con rồng", "gone")])
        #expect(gone.merged(into: catalogue).topics.count == catalogue.topics.count)
        #expect(gone.warnings(of: catalogue, file: "a.yaml").count == 1)
    }

    @Test func `a trial tells what becomes better, what is asked and what is spoiled`() throws {
        let catalogue = try ShippedContent.intents.get()
        let now = IntentMatcher(catalogue)
        func trial(_ phrase: String, _ topic: TopicID, _ texts: [String]) -> WordingTrial {
            let then = now.taught(LearntWordings([entry(phrase, topic)]))
            var trial = WordingTrial()
            for text in texts { trial.try(text, topic: topic, now: now, then: then) }
            return trial
        }
        let good = trial(
            "giấy con rồng cháu tiên", "birth_registration",
            ["xin giay con rong chau tien", "dang ky khai tu can gi", "qwrt zxcv"])
        #expect(good.tried == 3 && good.better.count == 1 && good.moved.isEmpty)
        let bad = trial(
            "đăng ký khai tử cần gì", "birth_registration", ["dang ky khai tu can gi", "đăng ký khai tử cần gì"])
        #expect(bad.better.isEmpty && bad.asked.count + bad.moved.count == 2)
    }

    @Test func `a wording is proposed from what people share, with marks where somebody wrote them`() {
        let texts = ["xin giay doc than o dau", "e muon lam giấy độc thân de cuoi vo", "can giay doc than"]
        #expect(WordingTrial.proposal(for: texts, words: ["giay", "doc", "than"]) == "giấy độc thân")
        let between = ["xin giay con rong chau tien", "can giấy con rồng cháu tiên gap", "giay con rong chau tien nhe"]
        #expect(
            WordingTrial.proposal(for: between, words: ["giay", "rong", "tien"]) == "giấy con rồng cháu tiên")
        #expect(WordingTrial.proposal(for: texts, words: ["vo"]) == "")
        #expect(WordingTrial.proposal(for: [], words: []) == "")
    }
}
