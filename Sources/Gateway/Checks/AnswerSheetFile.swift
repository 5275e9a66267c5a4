package import CheckedYAML
package import Content
import Conversations
package import Foundation
import PublicServices

/// A page of questions and answers (docs/golden-answers.md) compared with what a commune's gateway answers.
package enum AnswerSheetFile {
    /// The moment that pages speak of, so that promises and opening hours in them stay: Tuesday 1 December 2026, 8:00.
    package static let moment = Date(timeIntervalSince1970: 1_796_094_000)
    /// The longest page in bytes.
    private static let longest = 1_000_000

    /// - Parameter rewrites: whether the page gets the answers of now.
    package static func compare(
        _ path: String, configuration: String, commune: String, rewrites: Bool
    ) throws(FileProblems) -> (differences: [AnswerSheet.Difference], questions: Int) {
        let content = try GatewayContent.load(try GatewaySettings.load(path: configuration))
        guard let dialogue = content.dialogues[CommuneID(rawValue: commune)] else {
            throw problem(path, "there is no commune \"\(commune)\"", "write the name of a folder of communes/")
        }
        guard let data = FileManager.default.contents(atPath: path), data.count <= longest else {
            throw problem(path, "it cannot be read, or is longer than \(longest) bytes", "write the path of a page")
        }
        let compared = AnswerSheet.compared(String(decoding: data, as: UTF8.self), with: dialogue, now: moment)
        guard compared.questions > 0 else {
            throw problem(path, "no question stands in it", "begin each with \"### \"; see docs/golden-answers.md")
        }
        if rewrites, !compared.differences.isEmpty {
            do {
                try Data(compared.page.utf8).write(to: URL(filePath: path), options: .atomic)
            } catch {
                throw problem(path, "it cannot be written", "look at its permissions")
            }
        }
        return (compared.differences, compared.questions)
    }

    private static func problem(_ path: String, _ what: String, _ mend: String) -> FileProblems {
        FileProblems([FileProblem(file: path, line: nil, entry: "", what: what, mend: mend)])
    }
}
