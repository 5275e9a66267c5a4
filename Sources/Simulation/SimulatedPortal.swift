package import Foundation
package import Gateway
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Plays a dossier portal after the contract of docs/dossiers.md, as slow and as faulty as a test wants it.
package final class SimulatedPortal: Sendable {
    /// How the portal answers.
    package enum Mood: Sendable, Equatable {
        case well
        /// It answers, but only after so long.
        case slow(TimeInterval)
        /// It answers 503.
        case down
        /// It answers 200 with something else than a dossier.
        case garbled
    }

    private struct State {
        var dossiers: [String: PortalDossier] = [:]
        var mood = Mood.well
        var questions = 0
    }

    private let token: String
    private let state = Mutex(State())

    /// A portal that knows these dossiers and answers to whoever bears the token.
    package init(token: String, dossiers: [PortalDossier]) {
        self.token = token
        state.withLock { $0.dossiers = Dictionary(uniqueKeysWithValues: dossiers.map { ($0.code, $0) }) }
    }

    /// How many questions came in.
    package var questions: Int { state.withLock { $0.questions } }

    package func change(to mood: Mood) { state.withLock { $0.mood = mood } }

    /// Runs on 127.0.0.1 until cancelled.
    package func run(port: Int = 0, whenListening: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let router = Router()
        router.get("dossiers/:code") { request, context in
            try await self.answer(try context.parameters.require("code"), request)
        }
        var quiet = Logger(label: "simulated-portal")
        quiet.logLevel = .critical
        let server = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? 0) }, logger: quiet)
        try await server.run()
    }

    private func answer(_ code: String, _ request: Request) async throws -> Response {
        guard request.headers[.authorization] == "Bearer \(token)" else { return Response(status: .unauthorized) }
        let (mood, dossier) = state.withLock { state in
            state.questions += 1
            return (state.mood, state.dossiers[code])
        }
        switch mood {
        case .well: break
        case .slow(let seconds): try await Task.sleep(for: .seconds(seconds))
        case .down: return Response(status: .serviceUnavailable)
        case .garbled: return json("{\"code\": 7}")
        }
        guard let dossier else { return Response(status: .notFound) }
        return json(String(decoding: try JSONEncoder().encode(dossier), as: UTF8.self))
    }

    private func json(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
