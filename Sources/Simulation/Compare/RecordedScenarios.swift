import Foundation

extension TalkRecording {
    /// Each conversation as a scenario that expects what was answered: file names without a folder, and texts.
    ///
    /// - Parameter channel: the channel of the scenarios, which must carry phone numbers.
    package func scenarios(channel: String) -> [(name: String, text: String)] {
        talks.enumerated().map { index, talk in
            var record = TalkRecord(channel: channel)
            // As they were played: beside one another, without limits of a day.
            record.limits = ["sender_answers_per_day": 0, "segments_per_day": 0]
            for (number, turn) in talk.turns.enumerated() {
                record.steps.append(
                    TalkRecord.Step(
                        speaker: turn.speaks, phone: "+84901234567", at: turn.at ?? Self.moment(of: number),
                        // Numbers of matters are those of the whole corpus, so a reply that holds one is known by its template.
                        replies: turn.replies.map {
                            .init(
                                template: $0.template == "staff" ? nil : $0.template,
                                text: $0.template == "staff" ? $0.text : Self.beforeNumber($0.text))
                        },
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

extension TalkRecording.Turn {
    fileprivate var speaks: TalkRecord.Step.Speaker {
        switch speaker {
        case "staff": .staff(text)
        case "takes": .officer(takes: true)
        case "gives": .officer(takes: false)
        case "waits": .nobody(minutes: minutes ?? 1)
        default: .villager(text, kind: kind ?? "text")
        }
    }
}
