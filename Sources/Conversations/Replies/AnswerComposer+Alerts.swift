package import Foundation
import PublicServices
import VietnameseText

/// What the officer on duty reads after the first alert.
extension AnswerComposer {
    /// A call for help as the officer is told of it together with others.
    package struct Call: Sendable, Equatable {
        /// The whole address, so that the officer can call back.
        package var sender: String
        package var text: String
        package var at: Date

        package init(sender: String, text: String, at: Date) {
            self.sender = sender
            self.text = text
            self.at = at
        }
    }

    /// The characters of a villager's words in such a message: of one villager, and of each of many.
    private static let wordsOfOne = 160
    private static let wordsOfMany = 40

    /// How many messages a villager sent after the one that the officer was told of, with the newest of them.
    package func furtherAlert(count: Int, newest: Call) -> Reply {
        Reply(
            template: ReplyTemplate.dutyAlertMore.rawValue,
            text: replies.fill(
                .dutyAlertMore,
                [
                    "count": String(count), "sender": Self.shown(newest.sender),
                    "moment": commune.calendar.momentText(newest.at),
                    "text": Self.words(newest, Self.wordsOfOne),
                ],
                spelling: .marked))
    }

    /// How many villagers called for help when each could not be told by itself any more, and some of their words.
    package func alertDigest(count: Int, calls: [Call]) -> Reply {
        let calls = calls.map { "\(Self.shown($0.sender)): \(Self.words($0, Self.wordsOfMany))" }.joined(
            separator: "; ")
        return Reply(
            template: ReplyTemplate.dutyAlertDigest.rawValue,
            text: replies.fill(.dutyAlertDigest, ["count": String(count), "calls": calls], spelling: .marked))
    }

    private static func words(_ call: Call, _ most: Int) -> String {
        // Links are of no use in an alert, and a phone would open them. A number is masked before a part of it is cut off.
        VisibleText.line(PersonalNumbers.masked(call.text), limit: most).replacing("://", with: ": //")
    }

    /// The characters of a sender in an alert.
    private static let sendersLetters = 60

    /// A sender as the officer can call or find them: a phone number or an id, whole.
    ///
    /// A form on the web may bring anything there, so what is neither is masked.
    static func shown(_ sender: String) -> String {
        let isID = sender.utf8.allSatisfy { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 || "+-_.:@".utf8.contains($0) }
        let digits = sender.utf8.count { $0 &- 0x30 < 10 }
        return VisibleText.line(
            isID && digits != PersonalNumbers.length ? sender : PersonalNumbers.masked(sender), limit: sendersLetters)
    }
}
