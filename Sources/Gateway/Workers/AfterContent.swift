import Content
import Logging
import ServiceLifecycle

/// A service that begins once the dialogues are made, about a second after the doors are open: until then messages are stored
/// (docs/decisions/0036).
struct AfterContent: Service, CustomStringConvertible {
    let content: GatewayContent
    let service: any Service
    /// Tells that it begins; nil where nobody needs to know.
    var logger: Logger?

    var description: String { "\(service)" }

    func run() async throws {
        await content.whenCompiled()
        logger?.notice("Messages are answered.")
        try await service.run()
    }
}
