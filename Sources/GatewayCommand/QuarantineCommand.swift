import ArgumentParser
import Foundation
import Gateway
import Storage

/// What was set aside at the door; staff's side speaks Vietnamese.
struct QuarantineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "Calls that were set aside: without a proof, or unreadable.",
        subcommands: [List.self, Show.self, Release.self, Discard.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists what is held, oldest first.")

        @OptionGroup var option: ConfigurationOption
        @Option(name: .long, help: "The most entries to list.") var limit = 50

        func run() async throws {
            try await withDesk(option.config) { desk, store in
                let held = try await store.quarantine(limit: limit)
                if held.isEmpty { show("Không giữ riêng tin nào.") }
                for entry in held { show(QuarantineText.lines(entry)) }
                for (channel, count) in try await desk.unprovenMessages() {
                    show("Kênh \(channel): đã nhận \(count) tin chưa xác thực (signatures: report).")
                }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows what one call says, without secrets.")

        @OptionGroup var option: ConfigurationOption
        @Argument(help: "The number that `quarantine list` prints.") var number: Int64

        func run() async throws {
            try await withDesk(option.config) { desk, _ in
                guard let contents = try await desk.contents(number) else {
                    throw fail("Không có mục số \(number). Xem: gateway quarantine list", code: 64)
                }
                show(QuarantineText.lines(contents))
            }
        }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a call in as if it had come now: the villager is answered.")

        @OptionGroup var option: ConfigurationOption
        @Argument(help: "The number that `quarantine list` prints.") var number: Int64
        @Option(name: .long, help: "Who decides; kept in the audit.") var by = "kỹ thuật viên"

        func run() async throws {
            try await withDesk(option.config) { desk, _ in
                let ending = try await desk.release(number, by: by, now: Date())
                show(QuarantineText.ending(ending, of: number, done: "Đã thả"))
            }
        }
    }

    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Throws an entry away for good.")

        @OptionGroup var option: ConfigurationOption
        @Argument(help: "The number that `quarantine list` prints.") var number: Int64
        @Option(name: .long, help: "Who decides; kept in the audit.") var by = "kỹ thuật viên"

        func run() async throws {
            try await withDesk(option.config) { _, store in
                let ending = try await store.discard(number, by: by, now: Date())
                show(QuarantineText.ending(ending, of: number, done: "Đã bỏ"))
            }
        }
    }
}

private func withDesk(_ config: String, _ body: (QuarantineDesk, GatewayStore) async throws -> Void) async throws {
    try await withStore(config) { settings, store in
        let desk = QuarantineDesk(
            settings: settings, store: store, environment: ProcessInfo.processInfo.environment)
        try await body(desk, store)
    }
}
