package import CheckedYAML
package import Content
import Conversations
import Foundation
import Logging
import PublicServices
import Synchronization

/// The content that is in use, with what is made of it; another takes its place while the gateway runs.
///
/// Whoever handles a message takes `current` once and goes on with that to its end, so no message is answered by halves of
/// two contents, and none waits for the change.
package final class LiveContent: Sendable {
    /// What belongs together: the content, and what is made of it.
    struct Use: Sendable {
        var content: GatewayContent
        var desk: DossierDesk
        /// Numbers that no villager writes from.
        var ourNumbers: OurNumbers

        init(_ content: GatewayContent, _ desk: DossierDesk) {
            self.content = content
            self.desk = desk
            ourNumbers = OurNumbers(content.communes.values)
        }
    }

    private struct State: Sendable {
        var use: Use
        /// Rises with every change, so that whoever prepared one finds out that another came first.
        var edition = 0
    }

    private let state: Mutex<State>
    private let load: @Sendable () throws(FileProblems) -> Use
    private let logger: Logger
    /// Held while files are read, so that of two who ask at once the later reads what the files say then.
    private let taking = Mutex(())

    init(_ first: Use, logger: Logger, load: @escaping @Sendable () throws(FileProblems) -> Use) {
        state = Mutex(State(use: first))
        self.load = load
        self.logger = logger
    }

    /// A content that stays.
    convenience init(_ content: GatewayContent, _ desk: DossierDesk) {
        let use = Use(content, desk)
        self.init(use, logger: Logger(label: "content")) { () throws(FileProblems) in use }
    }

    var current: Use { state.withLock { $0.use } }
    package var content: GatewayContent { current.content }

    /// What is in use, and which of all that ever were it is.
    var edition: (content: GatewayContent, number: Int) { state.withLock { ($0.use.content, $0.edition) } }

    /// Puts one commune's dialogue in use, with what its officers taught or confirmed.
    ///
    /// - Parameters:
    ///   - changed: the commune without what they confirmed, where that is another now.
    ///   - edition: what the dialogue was made of.
    /// - Returns: false where something else is in use meanwhile; nothing changed, and the dialogue is to be made anew.
    func replace(
        _ commune: CommuneID, with dialogue: Dialogue, commune changed: Commune? = nil, in edition: Int
    ) -> Bool {
        state.withLock { state in
            guard state.edition == edition else { return false }
            var dialogues = state.use.content.dialogues.byCommune
            dialogues[commune] = dialogue
            state.use.content.dialogues = Dialogues(dialogues)
            if let changed {
                state.use.content.communes[commune] = changed
                state.use.ourNumbers = OurNumbers(state.use.content.communes.values)
            }
            state.edition += 1
            return true
        }
    }

    /// Reads the files anew and puts what they say in use; a message that is being handled ends with what it began with.
    ///
    /// It takes a second or so, and waits for nobody. `gateway.yaml` is not read again: channels, ports and limits stay.
    ///
    /// - Throws: all that is wrong with the files; then the content that was in use stays, and the log says why.
    package func takeUp() async throws(FileProblems) {
        let result = await withCheckedContinuation { waiting in
            // Reading takes a core for a while; it takes none of the threads on which messages are handled.
            Thread { waiting.resume(returning: self.exchange()) }.start()
        }
        try result.get()
    }

    private func exchange() -> Result<Void, FileProblems> {
        taking.withLock { _ in
            do throws(FileProblems) {
                let next = try loaded()
                logger.notice(
                    "Changed content is in use.",
                    metadata: [
                        "topics": "\(next.content.intents.topics.count)",
                        "procedures": "\(next.content.services.procedures.count)",
                        "communes": "\(next.content.communes.count)",
                    ])
                return .success(())
            } catch {
                logger.error(
                    "Changed content is wrong, so the one before stays in use. Fix: gateway check",
                    metadata: [
                        "problems": "\(error.problems.count)",
                        "first": "\(error.problems.first.map { "\($0)" } ?? "")",
                    ])
                return .failure(error)
            }
        }
    }

    /// Reads the files and puts them in use; once more where an officer saved meanwhile, for their file was read before.
    private func loaded() throws(FileProblems) -> Use {
        while true {
            let edition = state.withLock { $0.edition }
            let next = try load()
            let isTaken = state.withLock { state in
                guard state.edition == edition else { return false }
                state = State(use: next, edition: edition + 1)
                return true
            }
            if isTaken { return next }
        }
    }
}
