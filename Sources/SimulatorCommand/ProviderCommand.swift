import ArgumentParser
import Simulation

struct ProviderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provider",
        abstract: "Changes how the provider behaves that a chat, or another simulator, plays at a port.",
        discussion: """
            well: it works. slow [SECONDS]: it answers late. down: 503. garbled: an answer that is none. silent: it never \
            reports deliveries. forging: what it brings to the gateway is signed wrongly.
            """)

    @Option(name: .long, help: "The port of the played provider.") var port = 8090
    @Argument(help: "well, slow [SECONDS], down, garbled, silent or forging.") var mood: [String]

    func run() async throws {
        do {
            print(
                try await LoopbackHTTP.order(
                    mood.joined(separator: " "), port: port, path: ProviderStation.moodPath))
        } catch let refusal as Bench.Refusal {
            throw fail("\(refusal)", code: 64)
        } catch {
            throw fail("The provider was not changed: \(error)", code: 1)
        }
    }
}
