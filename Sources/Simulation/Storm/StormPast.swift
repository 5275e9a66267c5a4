import CheckedYAML
import Content
import Conversations
import Foundation
import Gateway
import PublicServices
import Storage

/// Conversations of two and a half years ago, so that a gateway has something to forget while it is killed.
struct StormPast: Sendable {
    private static let batch = 1000
    private static let age: TimeInterval = 900 * 86_400

    let site: StormSite
    let personas: Personas

    /// Puts them into the database, which no gateway has open; the number of the last message.
    func put(conversations count: Int) async throws -> MessageID {
        let content = try GatewayContent.load(site.settings)
        let store = try site.settings.openStore()
        let channel = try site.settings.channels.first.map { ChannelID(rawValue: try $0.entry("id").string()) }
        guard let channel, let dialogue = content.dialogues.byCommune.values.first else {
            throw StormGateway.Problem(description: "the storm has no channel or no commune")
        }
        let then = Date().addingTimeInterval(-Self.age)
        for first in stride(from: 0, to: count, by: Self.batch) {
            let numbers = first..<min(first + Self.batch, count)
            let messages = numbers.map { number in
                InboundEvent.message(
                    InboundMessage(
                        channel: channel, providerID: "past-\(number)", sender: "+849\(80_000_000 + number)",
                        text: personas.text(of: number, turn: 0), sentAt: then))
            }
            _ = try await store.receive(messages, at: then)
            let claimed = try await store.claimIncoming(limit: Self.batch, owner: "past", now: then, lease: 600)
            let handled = claimed.map { incoming in
                let turn = dialogue.turn(
                    VillagerMessage(text: "cảm ơn", spelling: .marked), state: DialogueState(), now: then)
                return HandledTurn(
                    message: incoming.message, conversation: incoming.conversation, channel: incoming.channel,
                    understanding: turn.understanding,
                    decision: "quiet", state: turn.state, effects: [], commune: dialogue.composer.commune.id,
                    owner: "past")
            }
            _ = try await store.commit(handled, now: then)
        }
        try store.close()
        let doctor = try site.doctor()
        defer { try? doctor.close() }
        return try await doctor.lastMessage()
    }
}
