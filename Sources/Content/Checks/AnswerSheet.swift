package import Conversations
package import Foundation
import PublicServices

/// A page of questions with their answers as villagers get them, which people can read and `gateway answers` compares.
///
/// Of Markdown, a heading "### khai sinh → trễ hạn thì sao" is what a villager sends, one message after the other, and the
/// quotation ("> …") under it is all that comes back to the last of them. Everything else is left as it stands.
package enum AnswerSheet {
    /// A question whose answer is no longer the one on the page.
    package struct Difference: Sendable, Equatable {
        package var line: Int
        package var question: String
        package var written: String
        package var now: String
    }

    private static let heading = "### "
    private static let arrow = " → "

    /// The page with the answers of today, and where it said something else.
    package static func compared(
        _ page: String, with dialogue: Dialogue, now: Date
    ) -> (page: String, differences: [Difference], questions: Int) {
        var lines: [Substring] = []
        var differences: [Difference] = []
        var questions = 0
        var rest = page.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = rest.popFirst() {
            lines.append(line)
            guard line.hasPrefix(heading) else { continue }
            let number = lines.count
            questions += 1
            let question = String(line.dropFirst(heading.count))
            var written: [Substring] = []
            while let next = rest.first, next.hasPrefix(">") || next.isEmpty && rest.dropFirst().first?.first == ">" {
                rest.removeFirst()
                if !next.isEmpty { written.append(next) }
            }
            let answers = quoted(answers(to: question, by: dialogue, now: now))
            lines.append("")
            lines += answers.map { $0[...] }
            let told = (written.joined(separator: "\n"), answers.joined(separator: "\n"))
            if told.0 != told.1 {
                differences.append(Difference(line: number, question: question, written: told.0, now: told.1))
            }
        }
        return (lines.joined(separator: "\n"), differences, questions)
    }

    /// What comes back to the last of the messages, the notice of the first contact left out.
    private static func answers(to question: String, by dialogue: Dialogue, now: Date) -> [String] {
        var state = DialogueState()
        state.noticeGiven = true
        var replies: [String] = []
        for (place, text) in question.components(separatedBy: arrow).enumerated() {
            let moment = now.addingTimeInterval(Double(place) * 60)
            let turn = dialogue.turn(VillagerMessage(text: text, spelling: .asWritten), state: state, now: moment)
            state = turn.state
            replies = turn.replies.map { Reply.filled($0.text, with: "27") }
        }
        return replies
    }

    private static func quoted(_ answers: [String]) -> [String] {
        answers.enumerated().flatMap { place, answer in
            (place > 0 ? [">"] : [])
                + answer.split(separator: "\n", omittingEmptySubsequences: false).map { "> " + $0 }
        }
    }
}
