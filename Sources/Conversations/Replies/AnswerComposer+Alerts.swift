public import Foundation
import PublicServices
import VietnameseText

/// What the officer on duty reads after the first alert.
extension AnswerComposer {
    /// A call for help as the officer is told of it together with others.
    public struct Call: Sendable, Equatable {
        /// The whole address, so that the officer can call back.
        public var sender: String
        public var text: String
        public var at: Date

        public init(sender: String, text: String, at: Date) {
            self.sender = sender
            self.text = text
            self.at = at
        }
    }

    /// The characters of a villager's words in such a message: of one villager, and of each of many.
    private static let wordsOfOne = 160
    private static let wordsOfMany = 40

    /// How many messages a villager sent after the one that the officer was told of, with the newest of them.
    public func furtherAlert(count: Int, newest: Call) -> Reply {
        Reply(
            template: "duty_alert_more",
            text: replies.fill(
                "duty_alert_more",
                [
                    "count": String(count), "sender": VisibleText.line(newest.sender, limit: 60),
                    "moment": commune.calendar.momentText(newest.at),
                    "text": Self.words(newest, Self.wordsOfOne),
                ],
                spelling: .marked))
    }

    /// How many villagers called for help when each could not be told by itself any more, and some of their words.
    public func alertDigest(count: Int, calls: [Call]) -> Reply {
        let calls = calls.map { "\(VisibleText.line($0.sender, limit: 60)): \(Self.words($0, Self.wordsOfMany))" }
            .joined(separator: "; ")
        return Reply(
            template: "duty_alert_digest",
            text: replies.fill("duty_alert_digest", ["count": String(count), "calls": calls], spelling: .marked))
    }

    private static func words(_ call: Call, _ most: Int) -> String {
        // Links are of no use in an alert, and a phone would open them.
        PersonalNumbers.masked(VisibleText.line(call.text, limit: most).replacing("://", with: ": //"))
    }
}
