import ArgumentParser
import Foundation
import Gateway
import Simulation

struct PortalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "portal",
        abstract: "Plays a dossier portal on this machine, after the contract of docs/dossiers.md, until Ctrl-C.",
        discussion: """
            Point portal.url of a commune's dossier-states.yaml to http://127.0.0.1:PORT. While it runs, lines that are typed \
            into it, or given to `simulator portal change`, change it:

            \(PortalOrder.help.map { "  \($0.order): \($0.does)" }.joined(separator: "\n"))
            """,
        subcommands: [PortalServeCommand.self, PortalChangeCommand.self], defaultSubcommand: PortalServeCommand.self)
}

struct PortalChangeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "change", abstract: "Changes a portal that runs: its mood, or what it says of a dossier.",
        discussion: PortalOrder.help.map { "\($0.order): \($0.does)" }.joined(separator: "\n"))

    @Option(name: .long, help: "The portal's port.") var port = 8095
    @Argument(help: "The order, such as: state H48-261120-0001 9") var order: [String]

    func run() async throws {
        let order = order.joined(separator: " ")
        do {
            _ = try PortalOrder(order)
            print(try await LoopbackHTTP.order(order, port: port, path: "simulator/order"))
        } catch let refusal as Bench.Refusal {
            throw fail("\(refusal)", code: 64)
        } catch {
            throw fail("The portal was not changed: \(error)", code: 1)
        }
    }
}

struct PortalServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Plays the portal (the default).")

    @Option(name: .long, help: "The port on 127.0.0.1.") var port = 8095
    @Option(name: .long, help: "What the gateway must bear as its token.") var token = "sample-portal-token"
    @Option(name: .long, help: "A file with one dossier of the contract in JSON on each line.")
    var dossiers = "config/examples/portal.jsonl"
    @Option(name: .long, help: "Answer only after so many seconds.") var slow: Double?
    @Flag(name: .long, help: "Answer 503.") var down = false
    @Flag(name: .long, help: "Answer something that is no dossier.") var garbled = false

    func validate() throws {
        guard slow.map({ (0...3600).contains($0) }) ?? true else {
            throw ValidationError("--slow is from 0 to 3600 seconds.")
        }
    }

    func run() async throws {
        let portal = SimulatedPortal(token: token, dossiers: try known())
        if down {
            portal.change(to: .down)
        } else if garbled {
            portal.change(to: .garbled)
        } else if let slow {
            portal.change(to: .slow(slow))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await line in TypedLines.stream() {
                    do {
                        TypedLines.show(try portal.carryOut(PortalOrder(line)))
                    } catch {
                        TypedLines.show("\(error)")
                    }
                }
            }
            group.addTask {
                do {
                    try await portal.run(port: port) { port in
                        let text = "The portal answers at http://127.0.0.1:\(port); type `list` to see its dossiers.\n"
                        FileHandle.standardError.write(Data(text.utf8))
                    }
                } catch let error as CancellationError {
                    throw error
                } catch {
                    throw fail("Port \(port) cannot be opened: \(error). Fix: choose another one with --port", code: 1)
                }
            }
            try await group.waitForAll()
        }
    }

    private func known() throws -> [PortalDossier] {
        let text = try fileText(dossiers, kind: "one dossier in JSON on each line")
        do {
            return try SimulatedPortal.dossiers(in: text, file: dossiers)
        } catch {
            throw fail("\(error)", code: 65)
        }
    }
}
