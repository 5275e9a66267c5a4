import ArgumentParser
import Foundation
import Gateway
import Simulation

struct PortalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "portal",
        abstract: "Plays a dossier portal on this machine, after the contract of docs/dossiers.md, until Ctrl-C.",
        discussion: "Point portal.url of a commune's dossier-states.yaml to http://127.0.0.1:PORT.")

    @Option(name: .long, help: "The port on 127.0.0.1.") var port = 8095
    @Option(name: .long, help: "What the gateway must bear as its token.") var token = "sample-portal-token"
    @Option(name: .long, help: "A file with one dossier of the contract in JSON on each line.") var dossiers: String
    @Option(name: .long, help: "Answer only after so many seconds.") var slow: Double?
    @Flag(name: .long, help: "Answer 503.") var down = false
    @Flag(name: .long, help: "Answer something that is no dossier.") var garbled = false

    func run() async throws {
        let portal = SimulatedPortal(token: token, dossiers: try known())
        if down {
            portal.change(to: .down)
        } else if garbled {
            portal.change(to: .garbled)
        } else if let slow {
            portal.change(to: .slow(slow))
        }
        try await portal.run(port: port) { port in
            FileHandle.standardError.write(Data("The portal answers at http://127.0.0.1:\(port)\n".utf8))
        }
    }

    private func known() throws -> [PortalDossier] {
        guard let data = FileManager.default.contents(atPath: dossiers),
            let text = String(validating: data, as: UTF8.self)
        else { throw fail("\(dossiers) cannot be read as UTF-8 text.", code: 66) }
        var found: [String: PortalDossier] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.trimmingCharacters(in: .whitespaces).isEmpty {
            do {
                let dossier = try JSONDecoder().decode(PortalDossier.self, from: Data(line.utf8))
                found[dossier.code] = dossier
            } catch {
                throw fail("\(dossiers):\(index + 1): no dossier of the contract. Fix: see docs/dossiers.md", code: 65)
            }
        }
        return Array(found.values)
    }
}
