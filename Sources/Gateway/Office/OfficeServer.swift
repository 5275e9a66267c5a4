import Hummingbird
import Logging
import ServiceLifecycle

/// The port for the commune's own people and their monitoring: the state of the gateway.
///
/// It is apart from the providers' port, so that neither a proxy's rule nor a provider's call reaches it.
struct OfficeServer {
    let host: String
    let port: Int
    /// A sentence on what is wrong; nil while all is well.
    let problem: @Sendable () -> String?

    func service(
        logger: Logger, whenListening: @escaping @Sendable (Int) async -> Void
    ) -> any Service {
        let router = Router()
        router.get("health") { _, _ in health }
        router.head("health") { _, _ in Response(status: health.status) }
        return Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? 0) }, logger: logger)
    }

    private var health: Response {
        let problem = problem()
        return Response(
            status: problem == nil ? .ok : .serviceUnavailable,
            headers: [.contentType: "text/plain; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: (problem ?? "ok") + "\n")))
    }
}
