import ArgumentParser
import CheckedYAML
import Content
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
        static let configuration = CommandConfiguration(
            abstract: "Lists the open questions: emergencies first, then by promise, then the oldest.")

        @OptionGroup var option: ConfigurationOption
        @Option(name: .long, help: "The most questions to list; emergencies are listed beyond it.") var limit = 50
        @Flag(name: .long, help: "List denunciations instead, which only their handler may see.") var restricted = false

        func validate() throws {
            guard limit > 0 else { throw ValidationError("--limit must be 1 or more.") }
        }

        func run() async throws {
            try await withStore(option.config) { settings, store in
                let open = try await store.openEscalationList(limit: limit, restricted: restricted)
                let text = EscalationText(communes: try Commune.loadAll(folder: settings.communes))
                show(text.lines(open, restricted: restricted, now: Date()))
                announceEnds(settings)
            }
        }

        /// Facts that end are announced beside the list, 60 days ahead; a catalogue that cannot be read is another's concern.
        private func announceEnds(_ settings: GatewaySettings) {
            guard let catalogue = try? ServiceCatalogue.load(folder: settings.services),
                let calendar = try? Commune.loadAll(folder: settings.communes).values.first?.calendar
            else { return }
            for sentence in FactEnds.sentences(catalogue, on: calendar.day(of: Date())) { warn(sentence) }
        }
    }

    struct Answer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Answers a question; the text goes to the villager on the channel that they used.",
            discussion: "The text may begin with a dash. With - for the text it is read from standard input.")

        @OptionGroup var option: ConfigurationOption
        @Argument(help: "The number that `escalations list` prints.") var id: Int64
        @Argument(help: "The answer, in the villager's language; - reads it from standard input.") var text: String
        @Option(name: .long, help: "Who answers; kept with the message.") var by = "cán bộ xã"
        @Flag(name: .long, help: "Send it even if it takes more than 6 SMS, 20 at most.") var long = false
        @Flag(name: .long, help: "Answer a question of the restricted list.") var restricted = false

        func run() async throws {
            let typed = text == "-" ? try Self.standardInput() : text
            try await withStore(option.config) { settings, store in
                let escalation = try await store.escalation(EscalationID(id), restricted: restricted)
                let traits = try? settings.channelTraits()
                // Of a channel that is no longer configured the dearest is supposed.
                let channel = escalation?.channel.flatMap { traits?[$0] }
                let answer = try composed(typed, on: channel)
                _ = try await store.answer(
                    escalation: EscalationID(id), text: answer.text, by: by, restricted: restricted, now: Date())
                show("Đã xếp câu trả lời cho câu hỏi số \(id) vào hàng gửi (\(answer.cost)).")
                if answer.isRespelled { show("Nội dung gửi đi: " + answer.text) }
            }
        }

        private func composed(_ typed: String, on channel: ChannelTraits?) throws -> OfficerText {
            do throws(OfficerText.Fault) {
                return try OfficerText(
                    typed, spelling: channel?.spelling ?? .asWritten, carrier: channel?.carrier ?? .sms,
                    allowsLong: long)
            } catch {
                throw fail(AnswerFault.words(error), code: 64)
            }
        }

        /// What is piped in, bounded: an answer is no file.
        private static func standardInput() throws -> String {
            let data = try FileHandle.standardInput.read(upToCount: 64 * 1024) ?? Data()
            guard let text = String(validating: data, as: UTF8.self) else {
                throw fail("Nội dung không phải văn bản UTF-8, chưa gửi gì.", code: 64)
            }
            return text
        }
    }
}
