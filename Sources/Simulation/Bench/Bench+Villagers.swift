package import Conversations
import Foundation
import Gateway
package import Storage

extension Bench {
    /// What a villager sent, and how the gateway took it.
    package struct Sent: Sendable, Equatable {
        /// The provider's id of it, as the gateway knows it.
        package var id: String
        /// The place of the newest message at all phones before it.
        package var place: Int
    }

    /// Brings to the gateway what a villager does; throws in the tester's words where it was not taken.
    ///
    /// - Parameter id: the same again is a provider's retry.
    @discardableResult
    package func send(
        _ act: VillagerAct, from address: String, on channel: BenchChannel, id: String = UUID().uuidString
    ) async throws -> Sent {
        let place = board.last
        guard var call = try channel.signer.call(of: act, id: id, from: address, at: now) else {
            throw Refusal(description: "Kênh \(channel.id) (\(channel.kind)) không gửi được thứ này; chưa gửi gì.")
        }
        if stations.contains(where: { $0.mood == .forging && $0.serves(channel) }) { call = call.forged }
        if let own {
            guard let answer = await own.take(call) else {
                throw Refusal(description: "There is no channel \(channel.id)")
            }
            try Self.require(answer)
            try await own.assembly.handlePending()
            try await own.keepAttachments { [stations] url in
                URL(string: url).flatMap { url in stations.lazy.compactMap { $0.media(url.lastPathComponent) }.first }?
                    .bytes
            }
            try await own.assembly.sendPending()
        } else {
            try Self.require(try await LoopbackHTTP.post(call))
        }
        return Sent(id: channel.signer.providerID(of: id), place: place)
    }

    private static func require(_ answer: LoopbackHTTP.Answer) throws {
        guard (200..<300).contains(answer.status) else {
            throw Refusal(description: sentence(answer))
        }
    }

    private static func sentence(_ answer: LoopbackHTTP.Answer) -> String {
        switch answer.status {
        case 401, 403:
            "Cổng không nhận tin (\(answer.status)): chữ ký hoặc mật khẩu của nhà mạng sai. Tin chưa vào cổng. "
                + "Muốn gửi được: chỉnh nhà mạng giả về bình thường, hoặc xem lại mật khẩu của kênh."
        case 429: "Cổng không nhận tin (429): đang có quá nhiều tin cùng lúc. Chờ một lát rồi gửi lại."
        case 500...: "Cổng chưa nhận được tin (\(answer.status)). Chờ một lát rồi gửi lại."
        default: "Cổng không nhận tin (\(answer.status)): \(answer.body)"
        }
    }

    /// Puts a file where the gateway may fetch it; its address.
    package func keep(_ bytes: [UInt8], type: String, name: String, on channel: BenchChannel) throws -> String {
        let station = stations.first { $0.serves(channel) }
        guard let station else { throw Refusal(description: "There is no provider of \(channel.id)") }
        return "http://\(station.host):\(station.port)" + station.keep(bytes, type: type, name: name)
    }

    /// The log of a conversation, oldest first.
    package func log(of address: String, on channel: BenchChannel) async throws -> [StoredMessage] {
        try await store().messages(of: channel.id, address: address)
    }

    /// What the gateway remembers of a conversation; nil for one that it does not know.
    package func memory(of address: String, on channel: BenchChannel) async throws -> DialogueState? {
        try await store().memory(of: channel.id, address: address)
    }

    /// What waits for staff of this villager, restricted matters too, the newest last.
    package func matters(of address: String, on channel: BenchChannel) async throws -> [EscalationSummary] {
        try await store().openEscalations(of: channel.id, address: address)
    }

    /// An officer answers the newest open matter of this villager.
    package func answer(_ text: String, to address: String, on channel: BenchChannel) async throws {
        guard let matter = try await matters(of: address, on: channel).last else {
            throw Refusal(description: "Chưa có việc nào của số này chờ cán bộ, nên không có gì để trả lời.")
        }
        _ = try await store().answer(
            escalation: matter.id, text: text, by: "cán bộ", restricted: true, now: now)
        try await settle()
        await untilSent(to: address, on: channel)
    }
}
