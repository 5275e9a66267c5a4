import CheckedYAML
import Testing

@testable import Conversations

/// Files of messages that the second opinions learn from.
@Suite struct WrittenExamplesTests {
    private func problems(of text: String) -> [FileProblem] {
        do throws(FileProblems) {
            _ = try WrittenExamples.read(text, of: "tin.tsv", labels: ["fees", "other"], topics: ["tax"])
            return []
        } catch {
            return error.problems
        }
    }

    @Test func `each line is a text with its label, and perhaps a topic`() throws {
        let text = "text\tlabel\ntốn nhiều không\tfees\n\nthuế nặng quá\tother\ttax\n"
        let read = try WrittenExamples.read(text, of: "tin.tsv", labels: ["fees", "other"], topics: ["tax"])
        #expect(read.all.map(\.text) == ["tốn nhiều không", "thuế nặng quá"])
        #expect(read.all.map(\.label) == ["fees", "other"] && read.all.map(\.topic) == [nil, "tax"])
    }

    @Test(arguments: ["tốn nhiều không\tfee", "\tfees", "tốn nhiều không", "thuế\tother\tthue"])
    func `a line that is none is named with its number`(line: String) throws {
        let problems = problems(of: "text\tlabel\nok\tother\n\(line)\n")
        #expect(problems.map(\.line) == [3])
        #expect(problems.first?.description.contains("tin.tsv:3") == true)
    }

    @Test func `a label that nothing knows is not told for a thousand lines`() {
        let lines = (1...1000).map { "để mai tui ra \($0)\tclosed" }
        let problems = problems(of: "text\tlabel\n" + lines.joined(separator: "\n"))
        #expect(problems.count == 21)
        #expect(problems.last?.what.hasPrefix("980 more") == true && problems.last?.line == nil)
    }
}
