import ArgumentParser
import CheckedYAML
import Gateway
import Storage

struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Moves the store between its file and a server.",
        subcommands: [StoreCopyCommand.self])
}

/// One of the two engines that a configuration names.
enum StoreKind: String, ExpressibleByArgument, CaseIterable {
    /// The file at storage.database.
    case sqlite
    /// The server at storage.server.
    case postgresql
}

struct StoreCopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy", abstract: "Copies the store from one engine to the other, and compares both.",
        discussion: """
            All gateways must be stopped, and the configuration must name both: the file by storage.database, the server by \
            storage.server. What it fills must be empty; a copy that was cut off goes on with the same command. In the end the rows \
            of all tables are compared, by checksums of each conversation. Nothing of the source is changed.
            """)

    @OptionGroup var option: ConfigurationOption
    @Option(name: .long, help: "sqlite or postgresql.") var from: StoreKind
    @Option(name: .long, help: "The other of the two.") var to: StoreKind

    func run() async throws {
        do {
            let settings = try GatewaySettings.load(path: option.config)
            guard from != to else { throw fail("It is copied from one engine to the other. Fix: name both.", code: 64) }
            guard let server = settings.server else {
                throw fail("\(option.config) names no server. Fix: write storage.server.", code: 78)
            }
            guard !HandlingMarks.isGatewayRunning(on: settings.database) else {
                throw fail("The gateway runs. Fix: stop it first, then copy.", code: 75)
            }
            guard let keys = try StoreKeys.existing(path: settings.keyFile) else {
                throw fail("The key file \(settings.keyFile) is missing. Fix: bring it back from its copy.", code: 66)
            }
            let places: [StoreKind: StorePlace] = [.sqlite: .file(settings.database), .postgresql: .server(server)]
            guard let source = places[from], let target = places[to] else { return }
            let report = try await StoreCopy.run(from: source, to: target, keys: keys) { table, rows in
                if rows > 0 { show("\(table): \(rows)") }
            }
            show(
                "Copied and compared: \(report.tables) tables, \(report.rows) rows, \(report.conversations) conversations. "
                    + "Next: gateway doctor, then start the gateway.")
        } catch let problems as FileProblems {
            throw fail("\(problems)", code: 78)
        } catch let error as StorageError {
            throw fail("\(error)", code: error.kind == .missingDatabase ? 66 : 74)
        }
    }
}
