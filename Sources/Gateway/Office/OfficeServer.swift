import CheckedYAML
package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle

/// What answers on the office's port beside `/health`: the staff console, where one is put in.
///
/// The gateway knows no console; whoever assembles the program hands one over.
package struct OfficePages: Sendable {
    package var respond: @Sendable (Request, OfficeContext) async throws -> Response

    package init(respond: @escaping @Sendable (Request, OfficeContext) async throws -> Response) {
        self.respond = respond
    }
}

/// What is known of a call on the office's port beside what it says.
package struct OfficeContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The caller's address without its port; nil where the connection has none.
    package var caller: String?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        caller = source.channel.remoteAddress?.ipAddress
    }
}

/// The port for the commune's own people and their monitoring: the state of the gateway, and the pages of staff.
///
/// It is apart from the providers' port, so that neither a proxy's rule nor a provider's call reaches it.
struct OfficeServer {
    let host: String
    let port: Int
    /// Nil: without TLS, for this machine alone.
    var tls: OfficeTLS?
    /// A sentence on what is wrong; nil while all is well.
    let problem: @Sendable () -> String?
    /// What else `/health` says, a sentence a line.
    var details: @Sendable () -> [String] = { [] }
    /// Whether a message that comes now can be kept.
    var isReady: @Sendable () -> Bool = { true }
    /// For Prometheus; nil where nothing is counted.
    var metrics: (@Sendable () -> String)?
    /// Nil where there is no console.
    var pages: OfficePages?

    func service(
        logger: Logger, whenListening: @escaping @Sendable (Int) async -> Void
    ) throws -> any Service {
        Application(
            responder: CallbackResponder { request, context in try await respond(to: request, context) },
            server: try connections(),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? 0) }, logger: logger)
    }

    private func connections() throws -> HTTPServerBuilder {
        guard let tls else { return HTTPServerBuilder { OfficeChannel(http: HTTP1Channel(responder: $0)) } }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(tls.certificate)
            let key = try NIOSSLPrivateKey(file: tls.key, format: .pem)
            let configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
            return HTTPServerBuilder { responder in
                PlainCallChannel(
                    base: try TLSChannel(
                        OfficeChannel(http: HTTP1Channel(responder: responder)), tlsConfiguration: configuration))
            }
        } catch {
            throw FileProblems([
                FileProblem(
                    file: tls.certificate, line: nil, entry: "",
                    what: "the certificate and its key cannot be read: \(error)",
                    mend: "give PEM files that belong together")
            ])
        }
    }

    @Sendable private func respond(to request: Request, _ context: OfficeContext) async throws -> Response {
        if let told = told(request.uri.path) {
            switch request.method {
            case .get: return told
            case .head: return Response(status: told.status)
            default: return Response(status: .methodNotAllowed, headers: [.allow: "GET, HEAD"])
            }
        }
        guard let pages else { return Response(status: .notFound) }
        return try await pages.respond(request, context)
    }

    /// What monitoring asks for; none of it waits for the database.
    private func told(_ path: String) -> Response? {
        switch path {
        case "/health":
            let problem = problem()
            return text(([problem ?? "ok"] + details()).joined(separator: "\n") + "\n", isWell: problem == nil)
        // That it answers at all is what it says.
        case "/health/live": return text("ok\n")
        case "/health/ready":
            let isReady = isReady()
            return text(isReady ? "ok\n" : (problem() ?? "No write has succeeded just now.") + "\n", isWell: isReady)
        case "/metrics":
            return metrics.map { text($0(), type: "text/plain; version=0.0.4; charset=utf-8") }
        default: return nil
        }
    }

    private func text(_ text: String, type: String = "text/plain; charset=utf-8", isWell: Bool = true) -> Response {
        Response(
            status: isWell ? .ok : .serviceUnavailable, headers: [.contentType: type],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
