package import CheckedYAML
package import Conversations
import Foundation
package import PublicServices

/// The content of the configuration folder, loaded and compiled: one dialogue for each commune.
package struct GatewayContent: Sendable {
    package var intents: IntentCatalogue
    package var services: ServiceCatalogue
    /// Without what their officers confirmed, which the dialogues have.
    package var communes: [CommuneID: Commune]
    package var replies: ReplyTemplates
    package var matcher: IntentMatcher
    /// With what officers taught and confirmed, for whom `LiveContent` puts others in their place.
    package var dialogues: Dialogues
    /// What plans ask for; nil where no file says it.
    package var targets: PlanTargets?

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
        let targets = settings.targets.flatMap { path in
            collect { () throws(FileProblems) in try PlanTargets.load(path: path) }
        }
        guard let intents, let services, let communes, let replies else { throw FileProblems(problems) }
        for commune in communes.values { problems += commune.problems(of: services) }
        problems += VariantChooser.problems(of: services, concepts: intents.concepts)
        var learnt: [CommuneID: LearntWordings] = [:]
        var told = communes
        for commune in communes.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
            let own = CommuneOwnFiles(of: commune, in: settings.communes)
            let facts = collect { () throws(FileProblems) in try own.facts() }
            told[commune] = told[commune].flatMap { facts?.applied(to: $0, in: services, file: own.factsPath) }
            learnt[commune] = collect { () throws(FileProblems) in try own.wordings() }
        }
        guard problems.isEmpty else { throw FileProblems(problems) }

        let matcher = IntentMatcher(intents)
        let dialogues = told.mapValues { commune in
            let own = learnt[commune.id].flatMap { $0.entries.isEmpty ? nil : IntentMatcher($0.merged(into: intents)) }
            return Dialogue(
                matcher: own ?? matcher, services: services, commune: commune, replies: replies,
                limits: settings.dialogueLimits)
        }
        return GatewayContent(
            intents: intents, services: services, communes: communes, replies: replies, matcher: matcher,
            dialogues: Dialogues(dialogues), targets: targets)
    }
}
