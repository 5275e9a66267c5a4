import ArgumentParser
import AsyncHTTPClient
import CheckedYAML
import Console
import Foundation
import Gateway
import Logging
import Storage

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Starts the gateway; SIGTERM or Ctrl-C ends it after the work in hand.")

    @OptionGroup var option: ConfigurationOption
    @Flag(help: "Stores what providers bring and answers nothing; a later start without it answers all.")
    var acceptOnly = false
    @Flag(name: .customLong("new"), help: "Begins a new database although the key file of an earlier one is there.")
    var beginsNew = false

    func run() async throws {
        let client = ProviderClient.make()
        do {
            try await serve(client)
        } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    private func serve(_ client: HTTPClient) async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let assembly: GatewayAssembly
        var logger = Logger(label: "gateway")
        do {
            let settings = try GatewaySettings.load(path: option.config)
            guard let level = Logger.Level(rawValue: settings.logLevel) else {
                throw fail(
                    "\(option.config): server.log_level: there is no level \"\(settings.logLevel)\". Fix: write info",
                    code: 78)
            }
            logger.logLevel = level
            let logger = logger
            if beginsNew {
                GatewayStore.forgetReached(database: settings.database)
            } else {
                try settings.requireStartableStore()
            }
            Self.warn(of: settings, logger: logger)
            assembly = try GatewayAssembly(
                settings: settings, acceptsOnly: acceptOnly, httpClient: client,
                environment: ProcessInfo.processInfo.environment,
                logger: logger, pages: { try Console($0).pages },
                whenListening: { ports in
                    logger.notice(
                        "The gateway is listening.",
                        metadata: [
                            "host": "\(settings.host)", "port": "\(ports.providers)",
                            "office": "\(settings.officeHost):\(ports.office)", "console": "\(settings.officeAddress)",
                        ])
                })
        } catch let problems as FileProblems {
            throw fail("The gateway does not start:\n\(problems)", code: 78)
        } catch let error as StorageError {
            throw fail("The gateway does not start: \(error)", code: error.kind == .missingDatabase ? 78 : 74)
        }
        do {
            try await assembly.run(logger: logger)
        } catch {
            throw fail("The gateway stopped: \(Self.explained(error, settings: assembly.settings))", code: 70)
        }
        logger.notice("The gateway has stopped; all work in hand is stored.")
    }

    /// What keeps nothing from working, but should not stay.
    private static func warn(of settings: GatewaySettings, logger: Logger) {
        if geteuid() == 0 {
            logger.warning(
                "The gateway runs as root. Fix: run it as a user of its own, as docs/operations.md shows.")
        }
        if !CoreDumps.forbid() {
            logger.warning(
                "A crash may leave villagers' texts in a core dump. Fix: set LimitCORE=0 where the gateway is started.")
        }
        for warning in FileModes.warnings(settings) {
            logger.warning(
                "Other users may read a file.", metadata: ["file": "\(warning.file)", "fix": "\(warning.mend)"])
        }
    }

    /// The one start-up fault that everybody meets is said in full.
    private static func explained(_ error: any Error, settings: GatewaySettings) -> String {
        let text = "\(error)"
        guard text.contains("errno: 98") || text.localizedCaseInsensitiveContains("address already in use") else {
            return text
        }
        return """
            port \(settings.port) or \(settings.officePort) is taken by another program, perhaps a gateway that still runs. \
            Fix: stop it, or change server.port or server.office_port in \(settings.file)
            """
    }
}
