import Foundation

extension TalkRecording {
    /// Each conversation as a scenario that expects what was answered: file names without a folder, and texts.
    ///
    /// - Parameter channel: the channel of the scenarios, which must carry phone numbers.
    package func scenarios(channel: String) -> [(name: String, text: String)] {
        talks.enumerated().map { index, talk in
            var record = TalkRecord(channel: channel)
            for (number, turn) in talk.turns.enumerated() {
                record.steps.append(
                    TalkRecord.Step(
                        speaker: .villager(turn.text, kind: turn.kind ?? "text"), phone: "+84901234567",
                        at: Self.moment(of: number),
                        // Numbers of matters are those of the whole corpus, so a reply that holds one is known by its template.
                        replies: turn.replies.map { .init(template: $0.template, text: Self.beforeNumber($0.text)) },
                        escalated: turn.escalated))
            }
            let name = talk.name.map { $0.isLetter || $0.isNumber ? $0 : "-" }
            return (String(name) + "-\(index + 1).yaml", record.scenario(talk.name))
        }
    }

    private static func beforeNumber(_ text: String) -> String {
        text.range(of: #"\bN\b"#, options: .regularExpression).map { String(text[..<$0.lowerBound]) } ?? text
    }
}
