import ArgumentParser
import CheckedYAML
import Content
import Foundation
import Gateway
import PublicServices

/// The catalogue of procedures beside what agencies publish; what people read is in Vietnamese.
struct ServicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "services", abstract: "The catalogue of procedures beside what agencies publish.",
        subcommands: [Compare.self])

    struct Compare: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows facet by facet what the catalogue and the files say, and since when.",
            discussion: "docs/published-procedures.md has the format. Nothing of the catalogue is changed.")

        @OptionGroup var option: ConfigurationOption
        @Argument(help: "Files of published procedures, one JSON object a line.") var files: [String]
        @Flag(name: .long, help: "Shows also what agrees.") var all = false
        @Option(name: .long, help: "Writes what differs as entries in our format into this new file.")
        var propose: String?
        @Option(name: .long, help: "With --propose: only these codes, also new ones.") var code: [String] = []

        func run() throws {
            var published: [PublishedProcedure] = []
            var isBroken = false
            for file in files {
                do throws(PublishedFileProblems) {
                    published += try PublishedFile.load(path: file)
                } catch {
                    isBroken = true
                    for problem in error.problems { warn("\(problem)") }
                }
            }
            guard !isBroken else { throw fail("Chưa so sánh và chưa ghi gì.") }
            let codes = try code.map { text in
                guard let code = ProcedureCode(checking: text) else {
                    throw fail("\"\(text)\" không phải mã thủ tục. Cách sửa: ghi như 1.001193", code: 64)
                }
                return code
            }
            let catalogue: ServiceCatalogue
            do throws(FileProblems) {
                catalogue = try ServiceCatalogue.load(folder: try GatewaySettings.load(path: option.config).services)
            } catch {
                for problem in error.problems { warn("\(problem)") }
                throw ExitCode(1)
            }
            let comparison = ServiceComparison(catalogue, PublishedCatalogue(published))
            show(ComparisonText.lines(comparison, showsAll: all))
            if let propose { try write(comparison, codes: codes, to: propose) }
        }

        private func write(_ comparison: ServiceComparison, codes: [ProcedureCode], to path: String) throws {
            let today = OfficeCalendar(weeklyHours: [:]).day(of: Date())
            guard let text = ServiceProposal.yaml(comparison, codes: codes, today: today) else {
                throw fail("Không có gì để đề xuất, chưa ghi tệp nào.")
            }
            do {
                try Data(text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
            } catch {
                throw fail("\(path): không ghi được hoặc đã có tệp này. Cách sửa: ghi tên một tệp mới")
            }
            show("Đã ghi đề xuất vào \(path): đọc, rút gọn, nâng độ tin cậy rồi chép vào config/services.")
        }
    }
}
