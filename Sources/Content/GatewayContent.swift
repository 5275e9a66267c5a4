import CFreedMemory
package import CheckedYAML
package import Conversations
import Foundation
package import PublicServices

/// Where the content of an installation lies.
package struct ContentFolders: Sendable {
    package var services: String
    package var communes: String
    package var intents: String
    package var replies: String

    package init(services: String, communes: String, intents: String, replies: String) {
        self.services = services
        self.communes = communes
        self.intents = intents
        self.replies = replies
    }

    /// What plans ask for: `targets.yaml` beside the communes' folder; nil where there is none.
    package var targets: String? {
        let path = (communes as NSString).deletingLastPathComponent + "/targets.yaml"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }
}

/// The content of the configuration folder, loaded and compiled: one dialogue for each commune.
package struct GatewayContent: Sendable {
    /// What is made of the files once they are known to be right.
    private final class Compiled: Sendable {
        let matcher: IntentMatcher
        let dialogues: Dialogues

        init(_ matcher: IntentMatcher, _ dialogues: Dialogues) {
            self.matcher = matcher
            self.dialogues = dialogues
        }
    }

    package var intents: IntentCatalogue
    package var services: ServiceCatalogue
    /// Without what their officers confirmed, which the dialogues have.
    package var communes: [CommuneID: Commune]
    package var replies: ReplyTemplates
    /// What takes most of the time.
    private var compiled: Later<Compiled>
    /// What plans ask for; nil where no file says it.
    package var targets: PlanTargets?

    package var matcher: IntentMatcher { compiled.value.matcher }

    /// With what officers taught and confirmed, for whom `LiveContent` puts others in their place.
    package var dialogues: Dialogues {
        get { compiled.value.dialogues }
        set { compiled = Later(Compiled(matcher, newValue)) }
    }

    /// Returns once nobody has to wait for the dialogues any more.
    package func whenCompiled() async { await compiled.whenMade() }

    /// Loads everything and names all problems of all files at once.
    ///
    /// - Parameter waits: whether the dialogues are made when it returns; otherwise they are about a second later, and whoever needs
    ///   one waits.
    package static func load(
        _ folders: ContentFolders, limits: Dialogue.Limits, waits: Bool = true
    ) throws(FileProblems) -> GatewayContent {
        var problems: [FileProblem] = []
        func collect<Value>(_ load: () throws(FileProblems) -> Value) -> Value? {
            do throws(FileProblems) {
                return try load()
            } catch {
                problems += error.problems
                return nil
            }
        }
        let (ofIntents, ofServices) = together {
            Result { () throws(FileProblems) in try IntentCatalogue.load(folder: folders.intents) }
        } _: {
            Result { () throws(FileProblems) in try ServiceCatalogue.load(folder: folders.services) }
        }
        let intents = collect { () throws(FileProblems) in try ofIntents.get() }
        let services = collect { () throws(FileProblems) in try ofServices.get() }
        let communes = collect { () throws(FileProblems) in try Commune.loadAll(folder: folders.communes) }
        let replies = collect { () throws(FileProblems) in try ReplyTemplates.load(path: folders.replies) }
        let targets = folders.targets.flatMap { path in
            collect { () throws(FileProblems) in try PlanTargets.load(path: path) }
        }
        guard let intents, let services, let communes, let replies else { throw FileProblems(problems) }
        for commune in communes.values { problems += commune.problems(of: services) }
        problems += VariantChooser.problems(of: services, concepts: intents.concepts)
        var learnt: [CommuneID: LearntWordings] = [:]
        var told = communes
        for commune in communes.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
            let own = CommuneOwnFiles(of: commune, in: folders.communes)
            let facts = collect { () throws(FileProblems) in try own.facts() }
            told[commune] = told[commune].flatMap { facts?.applied(to: $0, in: services, file: own.factsPath) }
            learnt[commune] = collect { () throws(FileProblems) in try own.wordings() }
        }
        guard problems.isEmpty else { throw FileProblems(problems) }

        let compile: @Sendable () -> Compiled = { [communes = Array(told.values), learnt] in
            let (matcher, shared) = together {
                IntentMatcher(intents)
            } _: {
                SharedWordings(intents, services: services)
            }
            let dialogues = together(communes) { commune in
                Dialogue(
                    matcher: learnt[commune.id].map(matcher.taught) ?? matcher, services: services, commune: commune,
                    replies: replies, limits: limits, shared: shared)
            }
            // Loading needs twice what stays.
            give_back_freed_memory()
            return Compiled(
                matcher, Dialogues(Dictionary(uniqueKeysWithValues: zip(communes.map(\.id), dialogues))))
        }
        return GatewayContent(
            intents: intents.withoutWrittenExamples, services: services, communes: communes, replies: replies,
            compiled: waits ? Later(compile()) : Later(compile), targets: targets)
    }
}
