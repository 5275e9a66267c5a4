import ArgumentParser
import Conversations
import Foundation
import Gateway
import PublicServices
import Storage

/// What staff use until there is a console; their side speaks Vietnamese.
struct EscalationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "escalations", abstract: "Questions that wait for commune staff.",
        subcommands: [List.self, Answer.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the open questions, oldest first.")

        @OptionGroup var option: ConfigurationOption
        @Option(name: .long, help: "The most questions to list.") var limit = 50
        @Flag(name: .long, help: "List denunciations instead, which only their handler may see.") var restricted = false

        func run() async throws {
            try await withStore(option.config) { settings, store in
                let open = try await store.openEscalations(limit: limit, restricted: restricted)
                if open.isEmpty { print("Không có câu hỏi nào đang chờ.") }
                let names = try unitNames(settings)
                for escalation in open { print(EscalationText.of(escalation, unitNames: names)) }
            }
        }
    }

    struct Answer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Answers a question; the text goes to the villager on the channel that he used.")

        @OptionGroup var option: ConfigurationOption
        @Argument(help: "The number that `escalations list` prints.") var id: Int64
        @Argument(help: "The answer, in the villager's language.") var text: String
        @Option(name: .long, help: "Who answers; kept with the message.") var by = "cán bộ xã"

        func run() async throws {
            let answer = text.trimmingCharacters(in: .whitespacesAndNewlines)
            guard !answer.isEmpty else { throw fail("Câu trả lời trống, chưa gửi gì.", code: 64) }
            try await withStore(option.config) { _, store in
                _ = try await store.answer(escalation: EscalationID(id), text: answer, by: by, now: Date())
                print("Đã xếp câu trả lời cho câu hỏi số \(id) vào hàng gửi.")
            }
        }
    }
}

/// What the communes call their units; the first commune's name where several have the same id.
private func unitNames(_ settings: GatewaySettings) throws -> [UnitID: String] {
    let units = try Commune.loadAll(folder: settings.communes).values.flatMap(\.units)
    return Dictionary(units.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
}
