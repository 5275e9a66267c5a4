import ArgumentParser
import CheckedYAML
import Foundation
import Gateway
import Simulation

struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Sends signed webhooks to a running gateway and measures how long the 200 takes.",
        discussion: """
            Without --rate each connection sends when its last call was answered (closed loop): it shows what the gateway \
            can take. With --rate calls come whether or not the gateway keeps up (open loop), and latency counts from \
            the moment at which a call was meant to go out. Answers go to whatever stands at the channel's send_url.
            """)

    @Option(name: .long, help: "The gateway's configuration file.") var config = "config/gateway.yaml"
    @Option(name: .long, help: "The id of the channel; the first one of the configuration by default.")
    var channel: String?
    @Option(name: .long, help: "A text on each line, or PERSONA<tab>TEXT.") var texts = "Tests/Load/villagers.tsv"
    @Option(name: .long, help: "How many villagers take turns.") var villagers = 1000
    @Option(name: .long, help: "Connections at the same time.") var connections = 16
    @Option(name: .long, help: "Calls per second, for an open loop.") var rate: Double?
    @Option(name: .long, help: "End after so many seconds; 10 without --count.") var seconds: Double?
    @Option(name: .long, help: "End after so many calls.") var count: Int?
    @Flag(name: .long, help: "Print the figures as JSON.") var json = false

    func validate() throws {
        guard villagers > 0, villagers <= 10_000_000, connections > 0, connections <= 10_000 else {
            throw ValidationError("Give 1 to 10000000 villagers and 1 to 10000 connections.")
        }
        guard rate.map({ $0 > 0 }) ?? true, seconds.map({ $0 > 0 }) ?? true, count.map({ $0 > 0 }) ?? true else {
            throw ValidationError("--rate, --seconds and --count are more than 0.")
        }
        guard rate.map({ (0.001...1_000_000).contains($0) }) ?? true, seconds.map({ $0 <= 86_400 }) ?? true else {
            throw ValidationError("--rate is from 0.001 to 1000000, --seconds at most 86400.")
        }
    }

    func run() async throws {
        let signer: WebhookSigner
        do {
            let settings = try GatewaySettings.load(path: config)
            signer = try WebhookSigner(
                settings.channelEntry(channel), settings: settings,
                environment: ProcessInfo.processInfo.environment)
        } catch {
            throw fail("\(error)", code: 78)
        }
        let run = LoadRun(
            loop: rate.map { .open(perSecond: $0) } ?? .closed, connections: connections,
            seconds: seconds ?? (count == nil ? 10 : nil), count: count, villagers: villagers,
            personas: try personas(in: texts), signer: signer)
        let report = try await run.run()
        print(try json ? inJSON(report) : "\(report)")
        // Whatever was not taken is in the figures; when nothing was, something is wrong with the set-up.
        if report.latency.taken == 0 {
            throw fail("No call was taken at \(signer.door). \(LoopbackHTTP.startGateway)", code: 1)
        }
    }
}

/// The personas of a file, or an exit with a sentence.
func personas(in path: String) throws -> Personas {
    guard let personas = Personas(try fileText(path, kind: "a text on each line, or PERSONA<tab>TEXT")) else {
        throw fail("\(path): it holds no text. Fix: write a text on each line", code: 65)
    }
    return personas
}

/// What a file says, or an exit with the reason why it cannot be read.
func fileText(_ path: String, kind: String) throws -> String {
    do {
        return try TextFile.load(path: path, kind: kind).text
    } catch {
        throw fail("\(error)", code: 66)
    }
}

func inJSON(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
