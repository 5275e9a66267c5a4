import CheckedYAML
import Content
import PublicServices
import Testing

@testable import Conversations

// One at a time: each loads or renders all content, which would starve the tests that wait for servers.
@Suite(.serialized) struct WordingCheckTests {
    private func topic(_ id: TopicID, _ phrases: [String], kind: Topic.Kind = .procedure, examples: Int = 1) throws
        -> Topic
    {
        Topic(
            id: id, kind: kind, name: id.rawValue, unit: nil, authority: nil, isWhole: false,
            phrases: try phrases.map { try PhrasePattern($0) }, markedPhrases: [], wholePhrases: [],
            markedWholePhrases: [], hints: [],
            counterPhrases: [],
            examples: (0..<examples).map { Topic.Example(text: "ví dụ \($0)", file: "a.yaml", line: 1) },
            counterExamples: [])
    }

    private func catalogue(_ topics: [Topic]) -> IntentCatalogue {
        IntentCatalogue(topics: topics, facets: [], followUps: [], lexicon: Lexicon())
    }

    @Test func `one wording in two topics is a problem, also inside alternatives and in another spelling`() throws {
        let findings = WordingClashes.findings(
            catalogue([try topic("a", ["[làm|xin] giấy hoà giải"]), try topic("b", ["xin giấy hòa giải"])]))
        #expect(findings.problems.map(\.entry) == ["b"])
        #expect(findings.problems.first?.what.contains("of a both hold \"xin giay hoa giai\"") == true)
        #expect(findings.warnings.isEmpty)
    }

    @Test func `wordings that are equal only without marks are a warning`() throws {
        let findings = WordingClashes.findings(
            catalogue([try topic("a", ["giấy chứng tử"]), try topic("b", ["giấy chứng từ"])]))
        #expect(findings.problems.isEmpty)
        #expect(findings.warnings.map(\.entry) == ["b"])
    }

    @Test func `a topic may hold a wording twice, and a gap is no word`() throws {
        let findings = WordingClashes.findings(
            catalogue([try topic("a", ["mất sổ", "[mất|] sổ", "mất sổ"]), try topic("b", ["mất .. sổ"])]))
        #expect(findings.problems.isEmpty)
        #expect(findings.warnings.isEmpty)
    }

    @Test func `the shipped wordings do not clash`() throws {
        #expect(WordingClashes.findings(try ShippedContent.intents.get()).problems == [])
    }

    @Test func `topics that only the catalogue knows, and topics without examples, are problems`() throws {
        let intents = catalogue([try topic("a", ["một hai"]), try topic("b", ["ba bốn"], examples: 0)])
        let procedure = Procedure(
            code: "1.000001", name: "Một", topic: "c", field: "f", level: .khong, unit: "u", isMain: true, facts: [:])
        let subject = Subject(topic: "a", statements: [])
        let problems = TopicCoverage.problems(
            intents, ServiceCatalogue(procedures: [procedure], subjects: [subject]))
        // "a" is a procedure to the wordings, so that nobody would ever be told the subject.
        #expect(problems.map(\.entry) == ["1.000001", "a", "b"])
    }
}
