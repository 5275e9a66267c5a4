import ArgumentParser
import Foundation
import Simulation

struct PhoneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phone",
        abstract: "Opens a page with villagers' phones, on this machine, until Ctrl-C.",
        discussion: """
            By default the phones have a gateway of their own with every kind of channel, a database that is thrown away and \
            a clock that can be moved. With --running they write to the gateway that runs with --config, so that officers \
            can answer in the console.
            """)

    @Option(name: .long, help: "The gateway's configuration file.") var config = "config/gateway.yaml"
    @Flag(name: .long, help: "Write to the gateway that runs with this configuration.") var running = false
    @Option(name: .long, help: "The page's port on 127.0.0.1; 0 lets the system choose.") var port = 8082

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is from 0 to 65535.") }
    }

    func run() async throws {
        var options = BenchOptions()
        options.config = config
        options.own = !running
        let port = port
        try await options.withBench(channel: nil) { bench in
            let server = PhoneServer(room: PhoneRoom(bench: bench))
            do {
                try await server.run(port: port) { port in
                    TypedLines.show("Mở trang điện thoại: http://127.0.0.1:\(port)   (Ctrl-C để tắt)")
                }
            } catch is CancellationError {
            } catch {
                throw fail("Port \(port) cannot be opened: \(error). Fix: choose another one with --port", code: 1)
            }
        }
    }
}
