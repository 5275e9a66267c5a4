import ArgumentParser
import CheckedYAML
import Conversations
import Foundation
import Gateway
import Simulation

struct ChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "A villager at the keyboard: what you type goes through the channel's real webhook.",
        discussion: "/why explains how the last message was understood, /quit ends.")

    @OptionGroup var options: ChannelOptions

    func run() async throws {
        let (settings, channel) = try options.simulatedChannel()
        let phone = Phone(number: options.from)
        let matcher = try Self.matcher(settings)
        try await withProvider(channel, phone: phone) {
            print("Nhắn tin đến kênh \(channel.id) từ số \(phone.number). Gõ /why để xem vì sao, /quit để thoát.")
            var last = ""
            while let line = Self.prompt() {
                switch line.trimmingCharacters(in: .whitespaces) {
                case "": continue
                case "/quit", "/thoat": return
                case "/why": print(WhyText.of(last, matcher: matcher))
                case let text:
                    last = text
                    do {
                        try await deliver(text, from: phone, on: channel)
                    } catch is ExitCode {
                        continue
                    }
                    let answers = await phone.answers(within: 5)
                    for answer in answers { print(Phone.shown(answer, to: phone.number)) }
                    if answers.isEmpty { print("(chưa có trả lời)") }
                }
            }
        }
    }

    private static func prompt() -> String? {
        FileHandle.standardOutput.write(Data("→ ".utf8))
        return readLine()
    }

    private static func matcher(_ settings: GatewaySettings) throws -> IntentMatcher {
        do {
            return IntentMatcher(try IntentCatalogue.load(folder: settings.intents))
        } catch {
            throw fail("\(error)", code: 78)
        }
    }
}
