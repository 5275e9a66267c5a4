import CheckedYAML
import Content
import Foundation
import PublicServices

@testable import Conversations

/// The content that the project ships, loaded once for all tests that talk to it.
enum ShippedContent {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
        .path

    static let intents = Result { try IntentCatalogue.load(folder: root + "/intents") }
    static let dialogue = Result {
        Dialogue(
            matcher: IntentMatcher(try intents.get()),
            services: try ServiceCatalogue.load(folder: root + "/config/services"),
            commune: try Commune.load(folder: root + "/config/communes/dak-ha"),
            replies: try ReplyTemplates.load(path: root + "/config/replies.yaml"))
    }

    /// A Tuesday morning in office hours, Vietnamese time.
    static let morning = Date(timeIntervalSince1970: 1_796_094_000)
}

/// A villager who talks to the shipped dialogue, one message after the other.
struct Villager {
    var state = DialogueState()
    var now = ShippedContent.morning
    var spelling = VillagerMessage.SpellingRule.asWritten

    /// Sends a text and returns the replies' texts.
    @discardableResult
    mutating func say(_ text: String, after seconds: TimeInterval = 30) throws -> Turn {
        now.addTimeInterval(seconds)
        let turn = try ShippedContent.dialogue.get().turn(
            VillagerMessage(text: text, spelling: spelling), state: state, now: now)
        state = turn.state
        return turn
    }
}
