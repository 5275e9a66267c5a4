import ArgumentParser
import Fuzzing

struct LoopsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loops",
        abstract: "Plays machines that answer the gateway for an hour of their own clock, and prints what was sent.",
        discussion: "A loop of 400 SMS is taken for endless and cut.")

    @OptionGroup var places: Places
    @Option(help: "Only loops whose names hold this.") var only = ""

    func run() async throws {
        let loops = try Loops(config: places.config)
        say("| loop | answers | alerts | segments |\n|---|---|---|---|")
        for loop in Loops.all where only.isEmpty || loop.name.contains(only) {
            for (number, count) in try await loops.play(loop).sorted(by: { $0.key < $1.key }) {
                let name = loop.name.hasPrefix("gateways") ? "\(loop.name): by \(number)" : loop.name
                say("| \(name) | \(count.answers) | \(count.alerts) | \(count.segments) |")
            }
        }
    }
}
