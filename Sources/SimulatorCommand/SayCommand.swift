import ArgumentParser
import Simulation

struct SayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "say",
        abstract: "Sends one message and prints the answers; the exit code is 0 when one came, 2 when none did.",
        discussion: "It may run beside chat and load: simulators share what arrives at one port.")

    @OptionGroup var bench: BenchOptions
    @OptionGroup var villager: VillagerOptions
    @Argument(help: "What the villager texts.") var text: String
    @Option(name: .long, help: "How many seconds to wait for the first answer.") var wait = 10.0

    func validate() throws {
        guard (0...3600).contains(wait) else { throw ValidationError("--wait is from 0 to 3600 seconds.") }
    }

    func run() async throws {
        let shown = try await bench.withBench(channel: villager.channel) { bench in
            let channel = try villager.channel(in: bench)
            let address = try villager.address(on: channel)
            let outcome = try await attempt {
                try await bench.turn(.text(text), from: address, on: channel, within: wait)
            }
            return outcome.answers.map { Shown.answer($0, on: channel, to: address) }
        }
        for answer in shown { print(answer) }
        if shown.isEmpty { throw fail("No answer came within \(wait) seconds.", code: 2) }
    }
}

/// Says in plain words why the gateway did not take something.
func attempt<Value>(_ work: () async throws -> Value) async throws -> Value {
    do {
        return try await work()
    } catch let problem as LoopbackHTTP.Problem {
        throw fail("The message was not taken: \(problem)", code: 1)
    } catch let refusal as Bench.Refusal {
        throw fail("\(refusal)", code: 1)
    }
}
