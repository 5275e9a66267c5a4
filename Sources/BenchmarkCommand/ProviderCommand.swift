import ArgumentParser

struct ProviderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provider",
        abstract: "A provider that takes every message and brings Kannel's reports; GET /count tells how many.")

    @Option var port: Int

    func run() async throws { try await Provider().serve(port: port) }
}
