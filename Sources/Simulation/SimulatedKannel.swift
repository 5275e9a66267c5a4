import Foundation
import HTTPTypes
import Hummingbird
import Logging
import ServiceLifecycle
package import VietnameseText

/// Plays Kannel's smsbox towards a gateway: takes answers at `/cgi-bin/sendsms` and sends delivery reports.
///
/// It speaks what Kannel 1.4.5 speaks (docs/kannel.md): the text as body, everything else in `X-Kannel-…` headers, the
/// answer `0: Accepted for delivery` with 202, refusals with Kannel's own sentences.
package struct SimulatedKannel: Sendable {
    /// An answer that arrived at a villager's phone.
    package struct Delivered: Sendable, Equatable {
        package var from: String
        package var to: String
        package var text: String
        package var size: SMSSize
    }

    package var host: String
    package var port: Int
    package var username: String
    package var password: String

    package init(host: String, port: Int, username: String, password: String) {
        self.host = host
        self.port = port
        self.username = username
        self.password = password
    }

    /// Runs until cancelled; every accepted message goes to `deliver`, then its reports go to the gateway.
    ///
    /// Throws if the port is taken, perhaps by another simulator or a real Kannel.
    package func run(
        whenListening: @escaping @Sendable (Int) async -> Void = { _ in },
        deliver: @escaping @Sendable (Delivered) async -> Void
    ) async throws {
        let router = Router()
        let (reports, reportQueue) = AsyncStream.makeStream(of: String.self)
        router.post("cgi-bin/sendsms") { request, _ in
            let (answer, message) = try await take(request)
            if let message { await deliver(message) }
            if answer.status.code == 202, let url = field("X-Kannel-DLR-Url", request) {
                // Kannel reports that the network took it, then that the phone has it.
                for status in ["8", "1"] { reportQueue.yield(url.replacing("%d", with: status)) }
            }
            return answer
        }
        var quiet = Logger(label: "simulated-kannel")
        quiet.logLevel = .critical
        let server = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? 0) }, logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask { for await url in reports { await report(url) } }
            try await group.next()
            group.cancelAll()
        }
    }

    private func take(_ request: Request) async throws -> (Response, Delivered?) {
        let body = try await request.body.collect(upTo: 64 * 1024)
        let (status, text, delivered) = read(String(buffer: body)) { self.field($0, request) }
        return (answer(.init(code: status), text), delivered)
    }

    /// What Kannel answers to a sending, and what arrives by it.
    ///
    /// - Parameter field: the value of a header.
    func read(_ text: String, field: (String) -> String?) -> (status: Int, answer: String, Delivered?) {
        guard field("X-Kannel-Username") == username, field("X-Kannel-Password") == password else {
            return (403, "Authorization failed for sendsms", nil)
        }
        guard let to = field("X-Kannel-To"), !to.isEmpty else {
            return (400, "Missing receiver number, rejected", nil)
        }
        guard field("Content-Type")?.lowercased().hasPrefix("text/plain") ?? false else {
            return (400, "Invalid content-type", nil)
        }
        // Without coding 2 Kannel sends 7-bit text, in which every other letter becomes a question mark.
        let shown = field("X-Kannel-Coding") == "2" ? text : Self.inGSM7(text)
        let delivered = Delivered(
            from: field("X-Kannel-From") ?? "", to: to, text: shown, size: SMSEncoding.size(of: shown))
        return (202, "0: Accepted for delivery", delivered)
    }

    private static func inGSM7(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { SMSEncoding.isGSM7(String($0)) ? $0 : "?" }))
    }

    private func field(_ name: String, _ request: Request) -> String? {
        HTTPField.Name(name).flatMap { request.headers[$0] }
    }

    private func answer(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(status: status, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    private func report(_ url: String) async {
        guard let url = URL(string: url) else { return }
        // A lost report is no fault of the test: real ones get lost too.
        _ = try? await LoopbackHTTP.get(url)
    }
}
