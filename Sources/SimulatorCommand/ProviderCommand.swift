import ArgumentParser
import Simulation

struct ProviderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provider",
        abstract: "Changes how the provider behaves that a chat, or another simulator, plays at a port.",
        discussion: ProviderMood.explained)

    @Option(name: .long, help: "The port of the played provider.") var port = 8090
    @Argument(help: "One of: \(ProviderMood.words.joined(separator: ", ")).") var mood: [String]

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
