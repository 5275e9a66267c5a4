import Content
import Conversations
import Foundation
import Gateway
import PublicServices
import Storage

/// Conversations of earlier, written through the store's own verbs, so that their rows are as real ones.
///
/// Villager number N writes from the Zalo id 7 000 000 000 000 000 000 + N.
struct PastConversations {
    private static let firstVillager = 7_000_000_000_000_000_000

    let store: GatewayStore
    let dialogue: Dialogue
    let channel: ChannelID
    let questions: [String]

    init(settings: GatewaySettings, channel: String, texts: String) throws {
        let content = try GatewayContent.load(settings)
        guard let dialogue = content.dialogues.byCommune.values.first else { throw NoCommune() }
        store = try settings.openStore()
        self.dialogue = dialogue
        self.channel = ChannelID(rawValue: channel)
        questions = try String(contentsOfFile: texts, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    struct NoCommune: Error, CustomStringConvertible { var description: String { "there is no commune" } }

    /// What a villager is told; the same for all who ask the same.
    func turn(_ text: String, at now: Date) -> Turn {
        dialogue.turn(VillagerMessage(text: text, spelling: .marked), state: DialogueState(), now: now)
    }

    /// One message of each villager, answered and sent; the providers' ids begin with `label`.
    ///
    /// - Parameter effects: what shall happen in the turn of a villager; the replies of the turn by itself.
    func add(
        _ numbers: Range<Int>, label: String = "seeded", at now: Date, text: (Int) -> String,
        turn: (Int) -> Turn, effects: (Int, Turn) -> [Effect] = { $1.replies.map(Effect.reply) }
    ) async throws {
        _ = try await store.receive(
            numbers.map { number in
                .message(
                    InboundMessage(
                        channel: channel, providerID: "\(label)-\(number)",
                        sender: String(Self.firstVillager + number), text: text(number), sentAt: now))
            }, at: now)
        let claimed = try await store.claimIncoming(limit: numbers.count, owner: "seed", now: now, lease: 600)
        let handled = zip(numbers, claimed).map { number, incoming in
            let turn = turn(number)
            return HandledTurn(
                message: incoming.message, conversation: incoming.conversation, channel: incoming.channel,
                understanding: turn.understanding,
                decision: turn.decision.name, state: turn.state, effects: effects(number, turn),
                commune: dialogue.composer.commune.id, owner: "seed")
        }
        _ = try await store.commit(handled, now: now)
    }

    /// Sends what is due.
    func send(at now: Date, limit: Int) async throws {
        while case let due = try await store.claimOutgoing(limit: limit, owner: "seed", now: now, lease: 600),
            !due.isEmpty
        {
            let results = due.map {
                SendResult(
                    message: $0.id, owner: "seed", outcome: .sent("Zalo took it", reference: "seeded-out-\($0.id)"))
            }
            try await store.recordSending(results, now: now)
        }
    }
}
