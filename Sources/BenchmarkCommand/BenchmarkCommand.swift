import ArgumentParser

/// The parts of `make bench` that wrk and Python do not bring; no part of an installation.
@main
struct BenchmarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmark", abstract: "Servers, clients and a filled database for make bench.",
        subcommands: [
            BareCommand.self, RelayCommand.self, ProviderCommand.self, SeedCommand.self, SeedOfficeCommand.self,
            RateCommand.self,
        ])
}
