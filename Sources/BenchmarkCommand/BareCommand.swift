import ArgumentParser
import Hummingbird
import Logging

/// The yardstick: reads the body and answers 200.
struct BareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bare", abstract: "A bare Hummingbird handler that reads the body and answers 200.")

    @Option var port: Int

    func run() async throws {
        let router = Router()
        router.post("webhooks/:channel") { request, _ in
            _ = try await request.body.collect(upTo: 64 * 1024)
            return HTTPResponse.Status.ok
        }
        try await serve(router, port: port)
    }
}

/// Serves on loopback until SIGTERM.
func serve(_ router: Router<BasicRequestContext>, port: Int) async throws {
    var logger = Logger(label: "benchmark")
    logger.logLevel = .error
    try await Application(
        router: router,
        configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port), backlog: 1024),
        logger: logger
    ).runService()
}
