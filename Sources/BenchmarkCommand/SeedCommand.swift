import ArgumentParser
import Foundation
import Gateway
import Storage

/// Fills a database with past conversations.
struct SeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed", abstract: "Fills a database with conversations that were answered before.",
        discussion: """
            Each conversation has a question of --texts, understood and answered by the configured content, and sent.
            Conversations that are there already stay.
            """)

    @Option var config: String
    @Option var channel = "zalo"
    @Option(help: "A file with one question on each line.") var texts: String
    @Option(help: "Conversations that the database already holds.") var from = 0
    @Option(help: "Conversations that it then holds.") var to: Int
    @Option(help: "Conversations in one transaction.") var batch = 2000

    func run() async throws {
        let past = try PastConversations(settings: .load(path: config), channel: channel, texts: texts)
        let longAgo = Date().addingTimeInterval(-30 * 24 * 3600)
        let questions = past.questions
        let turns = questions.map { past.turn($0, at: longAgo) }
        for first in stride(from: from, to: to, by: batch) {
            let now = longAgo.addingTimeInterval(Double(first) / 1000)
            try await past.add(
                first..<min(first + batch, to), at: now, text: { questions[$0 % questions.count] },
                turn: { turns[$0 % turns.count] })
            try await past.send(at: now, limit: batch)
            try await past.store.checkpoint()
        }
        try past.store.close()
    }
}
