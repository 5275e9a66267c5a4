import Content
import Conversations
import Foundation
import Gateway
import Storage
import VietnameseText

/// Plays one conversation of a corpus beside others, on a store and a clock that all of them share.
struct TalkPlayer {
    /// Minutes without a message from which on what is due in them happens before the next one.
    private static let longPause = 10
    /// The longest that a step of a scenario waits, in minutes.
    private static let longestWait = 100_000

    let assembly: GatewayAssembly
    let content: GatewayContent
    let clock: SettableClock
    let channel: ChannelID
    /// The conversation's place in the corpus.
    let number: Int

    private var phone: String { "+8490" + String(number + 1_000_000) }

    func play(_ talk: CorpusTalk) async throws -> [TalkRecording.Turn] {
        var turns: [TalkRecording.Turn] = []
        // As in a scenario of this conversation alone, where nobody has taken anything yet.
        var officer: Officer?
        var matters: Set<Int64> = []
        var last: Date?
        for (index, sent) in talk.messages.enumerated() {
            let at = max(sent.at ?? TalkRecording.moment(of: index), last ?? .distantPast)
            if sent.at != nil, let last {
                for (end, minutes) in Self.waits(from: last, to: at) {
                    turns.append(
                        try await turn(.init(text: ""), &matters, "waits", at: end, minutes: minutes) {
                            try await assembly.doWhatIsDue()
                        })
                }
            }
            last = at
            let place = turns.count
            let speaker = sent.speaker == .villager ? nil : sent.speaker.rawValue
            var turn = try await turn(sent, &matters, speaker, at: at) {
                try await act(sent, at: at, place: place, officer: &officer)
            }
            if sent.at == nil { turn.at = nil }
            turns.append(turn)
        }
        return turns
    }

    /// The ends and lengths of what nobody writes between two messages.
    private static func waits(from last: Date, to next: Date) -> [(end: Date, minutes: Int)] {
        var left = Int(exactly: (next.timeIntervalSince(last) / 60).rounded(.down)) ?? 0
        guard left >= longPause else { return [] }
        var (waits, end) = ([(Date, Int)](), last)
        while left > 0 {
            let minutes = min(left, longestWait)
            left -= minutes
            end += Double(minutes) * 60
            waits.append((end, minutes))
        }
        return waits
    }

    private func act(_ sent: CorpusTalk.Message, at: Date, place: Int, officer: inout Officer?) async throws {
        let key = "\(number)-\(place)"
        if sent.speaker == .villager {
            let message = InboundMessage(
                channel: channel, providerID: key, sender: phone, text: sent.text,
                // As in scenarios, where messages of the same minute are none the less messages of their own.
                sentAt: at.addingTimeInterval(Double(place) / 1000), kind: sent.kind,
                attachments: sent.kind.playedAttachments)
            _ = try await assembly.store.receive([.message(message)], at: at)
            return try await assembly.handlePending()
        }
        guard let matter = try await assembly.store.openEscalations(of: channel, address: phone).last else { return }
        let staff = PlayedStaff(content: content, assembly: assembly)
        if sent.speaker == .staff {
            try await staff.answer(
                matter.id, sent.text, number: place, key: key, by: officer, restricted: true, at: at)
        } else {
            officer = try await staff.take(matter.id, sent.speaker == .takes, at: at)
        }
    }

    /// Does something, and tells what came of it in this conversation.
    private func turn(
        _ sent: CorpusTalk.Message, _ matters: inout Set<Int64>, _ speaker: String?, at: Date, minutes: Int? = nil,
        _ work: () async throws -> Void
    ) async throws -> TalkRecording.Turn {
        clock.set(at)
        let store = assembly.store
        let deed = try await store.lastDeed()
        let heard = try await store.messages(of: channel, address: phone).count
        try await work()
        let log = Array(try await store.messages(of: channel, address: phone).dropFirst(heard))
        let opened = try await store.mattersOpened(after: deed, of: channel, address: phone)
        matters.formUnion(opened.map(\.matter.number))
        let replies = log.filter { $0.direction == .outgoing }
        return TalkRecording.Turn(
            text: Corpus.masked(sent.text), speaker: speaker, at: at, minutes: minutes,
            kind: sent.kind == .text ? nil : sent.kind.rawValue,
            decision: log.first { $0.direction == .incoming }?.decision ?? "",
            replies: replies.map { reply in
                let template = reply.template ?? "staff"
                // Codes are drawn by chance, and numbers of matters depend on the conversations before.
                let isFree = reply.template == nil
                let shown =
                    template == "link_code" ? "…" : isFree ? reply.text : Self.withoutNumbers(matters, in: reply.text)
                return TalkRecording.Reply(template: template, text: shown)
            }, segments: replies.reduce(0) { $0 + SMSEncoding.size(of: $1.text).segments },
            escalated: opened.map(\.reason))
    }

    private static func withoutNumbers(_ numbers: Set<Int64>, in text: String) -> String {
        guard !numbers.isEmpty else { return text }
        return text.replacing(/\b[0-9]+\b/) { match in
            Int64(match.output).map(numbers.contains) == true ? "N" : String(match.output)
        }
    }
}
