import ArgumentParser
import CheckedYAML
import Content
import Conversations
import Gateway

struct AnswersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answers",
        abstract: "Compares a page of questions and answers with what villagers are answered now.",
        discussion: """
            Of the page, a line "### khai sinh cần gì" is a question and the quotation under it the answer. Ends with 1 where \
            an answer is another now; --write puts the answers of now into the page.
            """)

    @OptionGroup var option: ConfigurationOption
    @Option(name: .long, help: "Whose answers: the name of a folder of communes/.") var commune = "dak-ha"
    @Flag(name: .long, help: "Writes the answers of now into the page.") var write = false
    @Argument(help: "The page.") var page = "docs/golden-answers.md"

    func run() throws {
        let differences: [AnswerSheet.Difference]
        let questions: Int
        do throws(FileProblems) {
            (differences, questions) = try AnswerSheetFile.compare(
                page, configuration: option.config, commune: commune, rewrites: write)
        } catch {
            throw fail(error.problems.map { "\($0)" }.joined(separator: "\n"))
        }
        for difference in differences {
            show("line \(difference.line): \(difference.question)", "- \(difference.written)", "+ \(difference.now)")
        }
        show("\(questions) questions, \(differences.count) with another answer now\(write ? ", written" : "")")
        if !differences.isEmpty, !write { throw ExitCode(1) }
    }
}
