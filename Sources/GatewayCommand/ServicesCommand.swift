import ArgumentParser
import CheckedYAML
import Content
import Foundation
import Gateway
import PublicServices

/// The catalogue of procedures beside what agencies publish; what people read is in Vietnamese.
struct ServicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "services", abstract: "The catalogue of procedures: what it can tell, and what agencies publish.",
        subcommands: [Compare.self, Facets.self])

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
            let catalogue = try catalogue(option)
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

    struct Facets: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows which of eleven things that villagers ask can be told of each procedure.",
            discussion: """
                A doubtful fact that is left to staff is not told. Ends with 1 where a procedure lacks papers, fee, time or \
                place and nothing says why.
                """)

        @OptionGroup var option: ConfigurationOption
        @Option(name: .long, help: "Only these codes.") var code: [String] = []

        func run() throws {
            let codes = code.map(ProcedureCode.init(rawValue:))
            let catalogue = try catalogue(option)
            if let unknown = codes.first(where: { catalogue[$0] == nil }) {
                throw fail("Danh mục không có mã \(unknown). Cách sửa: xem mã trong config/services", code: 64)
            }
            let today = OfficeCalendar(weeklyHours: [:]).day(of: Date())
            let procedures = codes.isEmpty ? catalogue.procedures : codes.compactMap { catalogue[$0] }
            let coverages = procedures.map { FacetCoverage($0, on: today) }
            show(FacetText.lines(coverages))
            if coverages.contains(where: { !$0.unexplained.isEmpty }) { throw ExitCode(1) }
        }
    }
}

private func catalogue(_ option: ConfigurationOption) throws -> ServiceCatalogue {
    do throws(FileProblems) {
        return try ServiceCatalogue.load(folder: try GatewaySettings.load(path: option.config).services)
    } catch {
        for problem in error.problems { warn("\(problem)") }
        throw ExitCode(1)
    }
}
