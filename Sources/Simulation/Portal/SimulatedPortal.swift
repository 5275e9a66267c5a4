package import CheckedYAML
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
        /// It answers 401, whatever the token.
        case refusing
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

    /// The dossiers of a file, one of the contract in JSON on each line; of two with the same code the later one.
    package static func dossiers(in text: String, file: String) throws(FileProblem) -> [PortalDossier] {
        var found: [String: PortalDossier] = [:]
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
        where !line.allSatisfy(\.isWhitespace) {
            guard let dossier = try? JSONDecoder().decode(PortalDossier.self, from: Data(line.utf8)) else {
                throw FileProblem(
                    file: file, line: index + 1, entry: "", what: "this is no dossier of the contract",
                    mend: "write code, procedure_name and state as in config/examples/portal.jsonl (docs/dossiers.md)")
            }
            found[dossier.code] = dossier
        }
        return found.values.sorted { $0.code < $1.code }
    }

    /// How many questions came in.
    package var questions: Int { state.withLock { $0.questions } }

    package func change(to mood: Mood) { state.withLock { $0.mood = mood } }

    /// The fields of a dossier that an order may set.
    static let fields = [
        "procedure_code", "procedure_name", "state", "received_on", "promised_on", "finished_on", "reason", "new_date",
        "phone",
    ]

    /// Carries an order out and says in a sentence what is so now; throws what was wrong with it.
    package func carryOut(_ order: PortalOrder) throws -> String {
        switch order {
        case .mood(let mood):
            change(to: mood)
            return "The portal is \(mood)."
        case .add(let dossier):
            state.withLock { $0.dossiers[dossier.code] = dossier }
            return Self.line(dossier)
        case .remove(let code):
            guard state.withLock({ $0.dossiers.removeValue(forKey: code) }) != nil else { throw Self.unknown(code) }
            return "\(code) is gone."
        case .list:
            let all = state.withLock { $0.dossiers.values.sorted { $0.code < $1.code } }
            return all.isEmpty ? "There is no dossier." : all.map(Self.line).joined(separator: "\n")
        case .set(let code, let fields):
            guard let old = state.withLock({ $0.dossiers[code] }) else { throw Self.unknown(code) }
            var object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(old)) as? [String: Any] ?? [:]
            for (name, value) in fields { object[name] = value.isEmpty ? nil : value }
            guard
                let new = try? JSONDecoder().decode(
                    PortalDossier.self, from: JSONSerialization.data(withJSONObject: object))
            else { throw Bench.Refusal(description: "A dossier has a procedure_name and a state.") }
            state.withLock { $0.dossiers[code] = new }
            return Self.line(new)
        }
    }

    private static func unknown(_ code: String) -> Bench.Refusal {
        Bench.Refusal(description: "The portal has no dossier \(code). Fix: list shows those that it has")
    }

    private static func line(_ dossier: PortalDossier) -> String {
        let more = [
            dossier.promisedOn.map { "promised \($0)" }, dossier.newDate.map { "new date \($0)" }, dossier.reason,
        ]
        return (["\(dossier.code): \(dossier.procedureName), state \(dossier.state)"] + more.compactMap { $0 })
            .joined(separator: ", ")
    }

    /// Runs on 127.0.0.1 until cancelled.
    package func run(port: Int = 0, whenListening: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let router = Router()
        router.get("dossiers/:code") { request, context in
            try await self.answer(try context.parameters.require("code"), request)
        }
        router.post("simulator/order") { request, _ in try await self.ordered(request) }
        var quiet = Logger(label: "simulated-portal")
        quiet.logLevel = .critical
        let server = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? 0) }, logger: quiet)
        try await server.run()
    }

    /// An order from another terminal; no page of a browser can bring its header here.
    private func ordered(_ request: Request) async throws -> Response {
        guard LoopbackHTTP.isOrder(request) else { return Response(status: .forbidden) }
        let body = try await request.body.collect(upTo: 64 * 1024)
        do {
            let said = try carryOut(PortalOrder(String(buffer: body)))
            return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: said)))
        } catch {
            return Response(status: .badRequest, body: .init(byteBuffer: ByteBuffer(string: "\(error)")))
        }
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
        case .refusing: return Response(status: .unauthorized)
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
