package import CheckedYAML
package import Conversations
import Foundation
package import PublicServices

/// The content of the configuration folder, loaded and compiled: one dialogue for each commune.
package struct GatewayContent: Sendable {
    package var intents: IntentCatalogue
    package var services: ServiceCatalogue
    package var communes: [CommuneID: Commune]
    package var replies: ReplyTemplates
    package var matcher: IntentMatcher
    package var dialogues: Dialogues

    /// Loads everything and names all problems of all files at once.
    package static func load(_ settings: GatewaySettings) throws(FileProblems) -> GatewayContent {
        var problems: [FileProblem] = []
        func collect<Value>(_ load: () throws(FileProblems) -> Value) -> Value? {
            do throws(FileProblems) {
                return try load()
            } catch {
                problems += error.problems
                return nil
            }
        }
        let intents = collect { () throws(FileProblems) in try IntentCatalogue.load(folder: settings.intents) }
        let services = collect { () throws(FileProblems) in try ServiceCatalogue.load(folder: settings.services) }
        let communes = collect { () throws(FileProblems) in try Commune.loadAll(folder: settings.communes) }
        let replies = collect { () throws(FileProblems) in try ReplyTemplates.load(path: settings.replies) }
        guard let intents, let services, let communes, let replies else { throw FileProblems(problems) }
        for commune in communes.values { problems += commune.problems(of: services) }
        problems += VariantChooser.problems(of: services, concepts: intents.concepts)
        guard problems.isEmpty else { throw FileProblems(problems) }

        let matcher = IntentMatcher(intents)
        var limits = Dialogue.Limits()
        limits.sessionSeconds = TimeInterval(settings.sessionHours) * 3600
        let dialogues = communes.mapValues {
            Dialogue(matcher: matcher, services: services, commune: $0, replies: replies, limits: limits)
        }
        return GatewayContent(
            intents: intents, services: services, communes: communes, replies: replies, matcher: matcher,
            dialogues: Dialogues(dialogues))
    }
}
