import Foundation
import Synchronization

/// The provider of a year: it can be gone for days.
final class YearProvider: Sendable {
    private struct State {
        var port = 0
        var taken = 0
        /// Privacy notices with the words of before the update, and with those of after it.
        var oldWords = 0
        var newWords = 0
        var running: Task<Void, Never>?
    }

    private let state = Mutex(State())

    var port: Int {
        get { state.withLock { $0.port } }
        set { state.withLock { $0.port = newValue } }
    }
    var taken: Int { state.withLock { $0.taken } }
    var oldWords: Int { state.withLock { $0.oldWords } }
    var newWords: Int { state.withLock { $0.newWords } }

    /// - Parameter takes: whether it takes messages; else it refuses all of them at once, for waiting takes true time.
    func start(takes: Bool = true) async throws {
        await stop()
        let kannel = SimulatedKannel(
            host: "127.0.0.1", port: port, username: "year", password: takes ? "password-of-the-year" : "changed")
        let (listening, listens) = AsyncStream.makeStream(of: Void.self)
        let running = Task {
            try? await kannel.run(whenListening: { _ in listens.finish() }) { message in
                // Most villagers are answered without marks.
                let text = Self.bare(message.text)
                self.state.withLock { state in
                    state.taken += 1
                    if text.contains(Self.bare(Year.newWords)) {
                        state.newWords += 1
                    } else if text.contains(Self.bare(Year.words)) {
                        state.oldWords += 1
                    }
                }
            }
            listens.finish()
        }
        state.withLock { $0.running = running }
        for await _ in listening {}
    }

    func stop() async {
        let running = state.withLock { state in
            defer { state.running = nil }
            return state.running
        }
        running?.cancel()
        await running?.value
    }

    private static func bare(_ text: String) -> String {
        text.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
    }
}
