import Channels
package import CheckedYAML
package import Content
import Conversations
package import Foundation
package import PublicServices

/// What `gateway check` does: loads everything as `serve` would, executes the examples, renders every answer.
package enum ContentCheck {
    package struct Report: Sendable {
        package var topics = 0
        package var examples = 0
        package var procedures = 0
        package var channels = 0
        /// What the answers of each commune cost.
        package var costs: [(commune: String, costs: AnswerCosts)] = []
        /// A line for each concept: what it brings to which topics.
        package var concepts: [String] = []
        package var problems: [FileProblem] = []
        /// What should be looked at, and keeps nothing from working.
        package var warnings: [FileProblem] = []
        /// What the day looks like for villagers; nil when the content could not be read.
        package var outlook: DayOutlook?
    }

    package static func run(configuration path: String, environment: [String: String], now: Date) -> Report {
        var report = Report()
        do throws(FileProblems) {
            let settings = try GatewaySettings.load(path: path)
            let content = try GatewayContent.load(settings)
            let channels = try ChannelList.make(
                settings, content: content,
                surroundings: .offline(settings, environment: environment))
            report.topics = content.intents.topics.count
            report.examples = IntentExamples.count(content.intents)
            report.concepts = ConceptUse.all(content.intents).map(\.line)
            report.procedures = content.services.procedures.count
            report.channels = channels.channels.count
            let installation = installation(settings, communes: content.communes, environment: environment, now: now)
            report.problems += installation.problems
            report.warnings += installation.warnings
            report.problems += IntentExamples.problems(content.matcher)
            report.problems += TopicCoverage.problems(content.intents, content.services)
            let clashes = WordingClashes.findings(content.intents)
            report.problems += clashes.problems
            report.warnings += clashes.warnings
            let communes = content.communes.values.sorted { $0.id.rawValue < $1.id.rawValue }
            if let first = communes.first {
                let told = communes.map { content.dialogues[$0.id]?.composer.commune ?? $0 }
                let day = first.calendar.day(of: now)
                report.warnings += FactAges.warnings(content.services, told, on: day)
                report.outlook = DayOutlook(content.services, told, on: day)
            }
            for commune in communes {
                let own = CommuneOwnFiles(of: commune.id, in: settings.communes)
                report.warnings += try own.wordings().warnings(of: content.intents, file: own.wordingsPath)
                report.warnings += try own.facts().warnings(of: content.services, file: own.factsPath)
            }
            for (_, dialogue) in content.dialogues.byCommune.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                let rendered = RenderedAnswers.all(dialogue, now: now)
                report.problems += ReplyBudgets.problems(dialogue, now: now, rendered: rendered)
                report.problems += RenderedAnswers.linkProblems(dialogue, now: now, rendered: rendered)
                report.problems += OwnWordsCheck.problems(dialogue, now: now, rendered: rendered)
                report.costs.append((dialogue.composer.commune.id.rawValue, AnswerCosts(rendered)))
            }
        } catch {
            report.problems += error.problems
        }
        return report
    }

    /// What is said of the place where a gateway works, whatever its content: proofs, secrets, phones on duty, file modes.
    static func installation(
        _ settings: GatewaySettings, communes: [CommuneID: Commune], environment: [String: String], now: Date = Date()
    ) -> (problems: [FileProblem], warnings: [FileProblem]) {
        let places = PlaceOfWork.findings(settings, communes: communes, environment: environment)
        let certificate = CertificateEnd.findings(settings.officeTLS, now: now)
        return (
            places.problems + certificate.problems + BackupKeys.problems(settings, folders: environment["PATH"]),
            unprovenWarnings(settings) + FileModes.warnings(settings) + places.warnings + certificate.warnings
        )
    }

    /// One for each channel that takes calls which prove nothing.
    private static func unprovenWarnings(_ settings: GatewaySettings) -> [FileProblem] {
        settings.channels.compactMap { entry in
            guard let mode = try? entry.optional("signatures"),
                let signatures = try? mode.oneOf(SignatureMode.self), signatures != .enforce
            else { return nil }
            return mode.problem(
                signatures == .quarantine
                    ? "calls that prove nothing are set aside instead of refused"
                    : "anybody who knows the address can write in any villager's name",
                mend: "write enforce as soon as the provider's secret is right")
        }
    }
}
