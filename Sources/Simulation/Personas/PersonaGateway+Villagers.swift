import Channels
import Conversations
import Foundation
import Gateway
import HTTPTypes
import PublicServices
import Storage
import Synchronization

extension PersonaGateway {
    /// A villager who has never written before, with one conversation.
    struct Villager: Sendable {
        var channel: BenchChannel
        var address: String
        var start: Date
        var losesReceipts: Bool
    }

    /// What came of one message.
    struct Came: Sendable {
        var texts: [String] = []
        /// Whether staff got a matter by it.
        var openedMatter = false
        var isRefused = false
    }

    func newVillager(on phone: PersonaPhone, start: Date, losesReceipts: Bool, dossier: Dossier?) async throws
        -> Villager
    {
        guard let channel = channels[phone] else {
            throw Bench.Refusal(description: "There is no channel of kind \(phone.rawValue).")
        }
        let number = villagers.withLock { number in
            number += 1
            return number
        }
        let villager = Villager(
            channel: channel, address: channel.address(of: number), start: start, losesReceipts: losesReceipts)
        clock.set(start)
        if var dossier {
            if phone == .basic { dossier.phone = villager.address }
            _ = try await assembly.store.importDossiers([dossier], of: commune, by: "cán bộ", now: start)
        }
        return villager
    }

    /// Brings a message and lets the gateway answer it; the provider's reports come right behind, unless they are lost.
    func deliver(_ turn: PersonaTurn, of villager: Villager, number: Int) async throws -> Came {
        let time = villager.start.addingTimeInterval(Double(turn.minute * 60))
        clock.set(time)
        let before = try await assembly.store.openEscalations(of: villager.channel.id, address: villager.address)
        var came = Came()
        if turn.role == .officer {
            guard let matter = before.last else { return came }
            _ = try await assembly.store.answer(
                escalation: matter.id, text: turn.core, by: "cán bộ", restricted: true, now: time)
        } else {
            // A second apart, so that two messages of one minute are not taken for copies.
            let written = time.addingTimeInterval(Double(number - turn.late * 60))
            let id = "\(villager.address)-\(number)"
            guard
                let call = try villager.channel.signer.call(
                    of: .text(turn.text), id: id, from: villager.address, at: written)
            else { return came }
            for _ in 0..<turn.copies {
                guard let answer = await assembly.take(WebhookRequest(call), on: villager.channel.id),
                    (200..<300).contains(Int(answer.status.code))
                else {
                    came.isRefused = true
                    return came
                }
                try await assembly.handlePending()
            }
        }
        came.texts = try await send(to: villager)
        let after = try await assembly.store.openEscalations(of: villager.channel.id, address: villager.address)
        came.openedMatter = after.contains { now in !before.contains { $0.id == now.id } }
        return came
    }

    /// Lets time pass; what arrives then.
    func wait(until minute: Int, _ villager: Villager) async throws -> [String] {
        clock.set(villager.start.addingTimeInterval(Double(minute * 60)))
        try await assembly.handlePending()
        return try await send(to: villager)
    }

    private func send(to villager: Villager) async throws -> [String] {
        try await assembly.sendPending()
        let all = arrivals.take()
        if !villager.losesReceipts {
            for report in all.compactMap(\.reports.last) {
                _ = await assembly.take(WebhookRequest(report), on: ChannelID(rawValue: report.url.lastPathComponent))
            }
        }
        return all.filter { $0.to == villager.address }.map(\.text)
    }
}
