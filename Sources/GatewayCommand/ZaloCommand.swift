import ArgumentParser
import CheckedYAML
import Conversations
import Foundation
import Gateway
import Storage

struct ZaloCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zalo", abstract: "What a Zalo Official Account needs beside the configuration.",
        subcommands: [Tokens.self])

    struct Tokens: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes the refresh token that Zalo's API Explorer gave; from then on the gateway renews it.",
            discussion: "The token is read from standard input, so that it stands in no history and no process list.")

        @OptionGroup var option: ConfigurationOption
        @Argument(help: "The id of the channel in gateway.yaml.") var channel: String

        func run() async throws {
            try await withStore(option.config, mayBegin: true) { settings, store in
                let ids = try settings.channels.filter { try $0.entry("kind").string() == "zalo" }
                    .map { try $0.entry("id").string() }
                guard ids.contains(channel) else {
                    let known = ids.isEmpty ? "there is none" : "there are: " + ids.joined(separator: ", ")
                    throw fail("No channel of kind zalo is called \"\(channel)\"; \(known).", code: 64)
                }
                FileHandle.standardError.write(Data("Refresh token of \(channel): ".utf8))
                let token = (readLine() ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
                guard token.utf8.count >= 8, !token.contains(where: \.isWhitespace) else {
                    throw fail("That is no refresh token; nothing was changed.", code: 64)
                }
                try await store.keepFirstToken(refresh: token, of: ChannelID(rawValue: channel), now: Date())
                show("The token of \(channel) is kept; the gateway exchanges it before its next message.")
            }
        }
    }
}
