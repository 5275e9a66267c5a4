import Channels
public import CheckedYAML
import Conversations
public import Foundation
import PublicServices

/// What `gateway check` does: loads everything as `serve` would, executes the examples, renders every answer.
public enum ContentCheck {
    public struct Report: Sendable {
        public var topics = 0
        public var examples = 0
        public var procedures = 0
        public var channels = 0
        public var problems: [FileProblem] = []
    }

    public static func run(configuration path: String, environment: [String: String], now: Date) -> Report {
        var report = Report()
        do throws(FileProblems) {
            let settings = try GatewaySettings.load(path: path)
            let content = try GatewayContent.load(settings)
            let channels = try ChannelList.make(
                settings, content: content,
                surroundings: .offline(settings, environment: environment))
            report.topics = content.intents.topics.count
            report.examples = IntentExamples.count(content.intents)
            report.procedures = content.services.procedures.count
            report.channels = channels.channels.count
            report.problems += IntentExamples.problems(content.matcher)
            for (_, dialogue) in content.dialogues.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                report.problems += ReplyBudgets.problems(dialogue, now: now)
            }
        } catch {
            report.problems += error.problems
        }
        return report
    }
}
