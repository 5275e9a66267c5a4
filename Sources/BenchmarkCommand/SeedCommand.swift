import ArgumentParser
import Content
import Conversations
import Foundation
import Gateway
import PublicServices
import Storage

/// Fills a database with past conversations through the store's own verbs, so that its rows are as real ones.
struct SeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed", abstract: "Fills a database with conversations that were answered before.",
        discussion: """
            Each conversation has a question of --texts, understood and answered by the configured content, and sent.
            Villager number N writes from the Zalo id \(firstVillager) + N. Conversations that are there already stay.
            """)

    static let firstVillager = 7_000_000_000_000_000_000

    @Option var config: String
    @Option var channel = "zalo"
    @Option(help: "A file with one question on each line.") var texts: String
    @Option(help: "Conversations that the database already holds.") var from = 0
    @Option(help: "Conversations that it then holds.") var to: Int
    @Option(help: "Conversations in one transaction.") var batch = 2000

    func run() async throws {
        let settings = try GatewaySettings.load(path: config)
        let content = try GatewayContent.load(settings)
        let store = try GatewayStore.open(
            path: settings.database,
            keys: StoreKeys.loadOrMake(path: settings.keyFile, forDatabase: settings.database))
        let channel = ChannelID(rawValue: channel)
        guard let dialogue = content.dialogues.byCommune.values.first else {
            throw ValidationError("there is no commune")
        }
        let longAgo = Date().addingTimeInterval(-30 * 24 * 3600)
        let questions = try String(contentsOfFile: texts, encoding: .utf8).split(separator: "\n").map(String.init)
        let turns = questions.map {
            dialogue.turn(VillagerMessage(text: $0, spelling: .marked), state: DialogueState(), now: longAgo)
        }
        for first in stride(from: from, to: to, by: batch) {
            let numbers = first..<min(first + batch, to)
            let now = longAgo.addingTimeInterval(Double(first) / 1000)
            _ = try await store.receive(
                numbers.map { number in
                    .message(
                        InboundMessage(
                            channel: channel, providerID: "seeded-\(number)",
                            sender: String(Self.firstVillager + number),
                            text: questions[number % questions.count], sentAt: now))
                }, at: now)
            let claimed = try await store.claimIncoming(limit: batch, owner: "seed", now: now, lease: 600)
            let handled = zip(numbers, claimed).map { number, incoming in
                let turn = turns[number % turns.count]
                return HandledTurn(
                    message: incoming.message, conversation: incoming.conversation,
                    understanding: turn.understanding, decision: turn.decision.name, state: turn.state,
                    effects: turn.replies.map(Effect.reply), commune: dialogue.composer.commune.id, owner: "seed")
            }
            _ = try await store.commit(handled, now: now)
            while case let due = try await store.claimOutgoing(limit: batch, owner: "seed", now: now, lease: 600),
                !due.isEmpty
            {
                let results = due.map {
                    SendResult(
                        message: $0.id, owner: "seed", outcome: .sent("Zalo took it", reference: "seeded-out-\($0.id)"))
                }
                try await store.recordSending(results, now: now)
            }
            try await store.checkpoint()
        }
        try store.close()
    }
}
