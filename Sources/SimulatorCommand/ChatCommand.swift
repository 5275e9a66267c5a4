import ArgumentParser
import Foundation
import Simulation

struct ChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "A villager at the keyboard: what you type goes through the channel's real webhook.",
        discussion: """
            Lines that begin with / are orders to the simulator and never leave it; //… sends a line that begins with /.

            \(ChatLine.helpText)
            """)

    @OptionGroup var bench: BenchOptions
    @OptionGroup var villager: VillagerOptions

    func run() async throws {
        try await bench.withBench(channel: villager.channel) { bench in
            let channel = try villager.channel(in: bench)
            let address = try villager.address(on: channel)
            let chat = Chat(bench: bench, channel: channel, address: address)
            TypedLines.show(
                "Nhắn tin đến kênh \(channel.id) (\(channel.kind)) từ số \(address). "
                    + "Gõ /help để xem các lệnh, /why để xem vì sao, /quit để thoát.")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await chat.showLateAnswers() }
                try await chat.run(TypedLines.stream())
                group.cancelAll()
            }
        }
    }
}

/// The lines that are typed, read on a thread of their own: reading blocks, and other tasks must go on.
enum TypedLines {
    static func stream() -> AsyncStream<String> {
        AsyncStream { lines in
            Thread.detachNewThread {
                while let line = readLine() { lines.yield(line) }
                lines.finish()
            }
        }
    }

    /// Past the buffer of `print`, so that it stands in order with the prompt also in a pipe.
    static func show(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

    static func prompt() { FileHandle.standardOutput.write(Data("→ ".utf8)) }
}
