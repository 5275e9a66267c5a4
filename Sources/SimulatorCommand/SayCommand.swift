import ArgumentParser
import Simulation

struct SayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "say",
        abstract: "Sends one message and prints the answers; the exit code is 0 when one came, 2 when none did.")

    @OptionGroup var options: ChannelOptions
    @Argument(help: "What the villager texts.") var text: String
    @Option(name: .long, help: "How many seconds to wait for the first answer.") var wait = 10.0

    func run() async throws {
        let (_, channel) = try options.simulatedChannel()
        let phone = Phone(number: options.from)
        let answers = try await withProvider(channel, phone: phone) {
            try await deliver(text, from: phone, on: channel)
            return await phone.answers(within: wait)
        }
        for answer in answers { print(Phone.shown(answer, to: phone.number)) }
        if answers.isEmpty { throw fail("No answer came within \(wait) seconds.", code: 2) }
    }
}

/// Sends a text and says in plain words why the gateway did not take it.
func deliver(_ text: String, from phone: Phone, on channel: SimulatedChannel) async throws {
    do {
        let answer = try await channel.villager(phone.number).send(text)
        guard answer.status == 200 else { throw fail("The gateway answered \(answer.status): \(answer.body)", code: 1) }
    } catch let problem as LoopbackHTTP.Problem {
        throw fail("The message was not taken: \(problem)", code: 1)
    }
}

/// Runs the simulated provider beside some work and ends it after that.
func withProvider<Value: Sendable>(
    _ channel: SimulatedChannel, phone: Phone, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let (listening, opened) = AsyncStream.makeStream(of: Void.self)
    return try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask {
            do {
                try await channel.provider.run(whenListening: { _ in opened.finish() }) { message in
                    if message.to == phone.number {
                        phone.ring(message)
                    } else {
                        print(Phone.shown(message, to: phone.number))
                    }
                }
            } catch is CancellationError {
            } catch {
                throw fail(
                    "Port \(channel.provider.port) cannot be opened (another simulator or Kannel?): \(error)", code: 1)
            }
            return nil
        }
        group.addTask {
            for await _ in listening {}
            return try await work()
        }
        while let value = try await group.next() {
            guard let value else { continue }
            group.cancelAll()
            return value
        }
        throw CancellationError()
    }
}
