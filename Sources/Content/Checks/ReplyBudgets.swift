package import CheckedYAML
package import Conversations
package import Foundation
import PublicServices
import VietnameseText

/// Renders what villagers can be told and refuses what costs too much.
package enum ReplyBudgets {
    /// More pages than this are not an answer any more, but a leaflet.
    package static let maximalPages = 3

    /// Every topic with every facet, and every other reply, in both spellings, as of a day.
    package static func problems(
        _ dialogue: Dialogue, now: Date, rendered: [RenderedAnswers.Rendering]? = nil
    ) -> [FileProblem] {
        var problems: [FileProblem] = []
        for rendering in rendered ?? RenderedAnswers.all(dialogue, now: now) {
            let (label, texts, spelling) = (rendering.label, rendering.texts, rendering.spelling)
            if rendering.isAnswer, let clause = texts.compactMap(DoubleColon.first).first {
                problems.append(
                    FileProblem(
                        file: dialogue.composer.replies.file, line: nil, entry: label,
                        what: "two colons stand in one clause: \"\(clause)\"",
                        mend: "word the fact or the template with one colon, or put a full stop between them"))
            }
            let most = label == ReplyTemplate.privacyNotice.rawValue ? noticeSegments(spelling) : Pages.budget(spelling)
            if texts.count > maximalPages {
                problems.append(
                    FileProblem(
                        file: dialogue.composer.replies.file, line: nil, entry: label,
                        what: "the answer \(spelling.rawValue) has \(texts.count) pages",
                        mend: "shorten the facts in the catalogue to \(maximalPages) pages at most"))
            }
            for text in texts.map({ Reply.filled($0, with: "1234567") }) {
                let size = SMSEncoding.size(of: text)
                if size.segments > most {
                    problems.append(
                        FileProblem(
                            file: dialogue.composer.replies.file, line: nil, entry: label,
                            what: "the text \(spelling.rawValue) costs \(size.segments) SMS segments: \"\(text)\"",
                            mend: "shorten it to \(most) segments"))
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

    /// What the notice behind the first answer may cost: it comes on top of an answer.
    private static func noticeSegments(_ spelling: Spelling) -> Int { spelling == .unmarked ? 1 : 2 }
}
