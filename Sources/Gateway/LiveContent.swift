package import CheckedYAML
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

    private let use: Mutex<Use>
    private let load: @Sendable () throws(FileProblems) -> Use
    private let logger: Logger
    /// Held while files are read, so that of two who ask at once the later reads what the files say then.
    private let taking = Mutex(())

    init(_ first: Use, logger: Logger, load: @escaping @Sendable () throws(FileProblems) -> Use) {
        use = Mutex(first)
        self.load = load
        self.logger = logger
    }

    /// A content that stays.
    convenience init(_ content: GatewayContent, _ desk: DossierDesk) {
        let use = Use(content, desk)
        self.init(use, logger: Logger(label: "content")) { () throws(FileProblems) in use }
    }

    var current: Use { use.withLock { $0 } }
    package var content: GatewayContent { current.content }

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
                let next = try load()
                use.withLock { $0 = next }
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
}
