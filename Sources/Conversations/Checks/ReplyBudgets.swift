package import CheckedYAML
package import Foundation
import PublicServices
import VietnameseText

/// Renders what villagers can be told and refuses what costs too much.
package enum ReplyBudgets {
    /// More pages than this are not an answer any more, but a leaflet.
    package static let maximalPages = 3

    /// Every topic with every facet, and every other reply, in both spellings, as of a day.
    package static func problems(_ dialogue: Dialogue, now: Date) -> [FileProblem] {
        var problems: [FileProblem] = []
        for (label, texts, spelling) in RenderedAnswers.all(dialogue, now: now).map({
            ($0.label, $0.texts, $0.spelling)
        }) {
            if texts.count > maximalPages {
                problems.append(
                    FileProblem(
                        file: dialogue.composer.replies.file, line: nil, entry: label,
                        what: "the answer \(spelling.rawValue) has \(texts.count) pages",
                        mend: "shorten the facts in the catalogue to \(maximalPages) pages at most"))
            }
            for text in texts.map({ Reply.filled($0, with: "1234567") }) {
                let size = SMSEncoding.size(of: text)
                if size.segments > Pages.budget(spelling) {
                    problems.append(
                        FileProblem(
                            file: dialogue.composer.replies.file, line: nil, entry: label,
                            what: "the text \(spelling.rawValue) costs \(size.segments) SMS segments: \"\(text)\"",
                            mend: "shorten it to \(Pages.budget(spelling)) segments"))
                }
                if spelling == .unmarked, size.alphabet == .ucs2 {
                    problems.append(
                        FileProblem(
                            file: dialogue.composer.replies.file, line: nil, entry: label,
                            what:
                                "the text without marks holds a character outside the cheap SMS alphabet: \"\(text)\"",
                            mend: "replace the character, or add a plain spelling"))
                }
            }
        }
        return problems
    }
}
