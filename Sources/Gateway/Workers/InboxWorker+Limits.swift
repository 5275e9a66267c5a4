import Channels
import Conversations
import Foundation
import PublicServices
import Storage

/// What is kept and not answered, or answered no more.
extension InboxWorker {
    /// The turn of a message to which nobody is answered; nil for all others.
    ///
    /// It is of a number of ours, of a sender that no answer reaches, or the provider has answered it. It is kept for staff to read; no reply, matter or alert comes of it.
    func silent(
        _ incoming: IncomingTurn, of channel: ChannelProfile, ourNumbers: OurNumbers
    ) -> HandledTurn? {
        let silence = ourNumbers.contains(incoming.sender) ? .ourselves : incoming.silence
        guard silence != nil || incoming.isWishKept else { return nil }
        return HandledTurn(
            message: incoming.message, conversation: incoming.conversation, channel: incoming.channel,
            understanding: Understanding(),
            decision: "silent: \((silence ?? .answeredByProvider).rawValue)", state: incoming.state,
            commune: incoming.state.commune ?? channel.commune, leavesState: true, owner: owner)
    }

    /// The turn of a message beyond the villager's limits, of some minutes or of the day; nil for what is answered.
    ///
    /// It is kept for staff, and answered only where the limit is met. Calls for help and wishes to be left alone always are.
    func limited(
        _ turn: Turn, _ message: VillagerMessage, of incoming: IncomingTurn, on channel: ChannelProfile,
        _ dialogue: Dialogue
    ) -> HandledTurn? {
        let isOverDay = pace.answersPerDay > 0 && incoming.answersToday >= pace.answersPerDay
        guard incoming.rate.isOver || isOverDay, !turn.isNeverLimited else { return nil }
        let beginsBurst = incoming.rate == .burstBegins
        let meetsDay = isOverDay && incoming.answersToday == pace.answersPerDay
        var limited = HandledTurn(
            message: incoming.message, conversation: incoming.conversation, channel: incoming.channel,
            understanding: turn.understanding,
            decision: "limited", state: incoming.state, answersToday: meetsDay ? pace.answersPerDay + 1 : nil,
            commune: dialogue.composer.commune.id, leavesState: true, owner: owner)
        if beginsBurst || meetsDay {
            let told = dialogue.limitedTurn(message, state: incoming.state, begins: true, now: now())
            limited.effects = told.effects
            if isOverDay {
                let text = dialogue.composer.replies.fill(.dayLimit, spelling: spelling(of: incoming, on: channel))
                limited.replies = meetsDay ? [Reply(template: ReplyTemplate.dayLimit.rawValue, text: text)] : []
            }
        }
        if beginsBurst { limited.burst = .begins }
        return limited
    }

    /// How many messages the villager was answered today with those of a turn; nil where nothing changes.
    ///
    /// Never beyond the limit, where the sentence about it is still to come.
    func answersToday(of incoming: IncomingTurn, with replies: Int) -> Int? {
        guard pace.answersPerDay > 0, replies > 0 else { return nil }
        return max(incoming.answersToday, min(incoming.answersToday + replies, pace.answersPerDay))
    }

    private func spelling(of incoming: IncomingTurn, on channel: ChannelProfile) -> Spelling {
        switch channel.spelling {
        case .marked: .marked
        case .unmarked: .unmarked
        case .asWritten: incoming.state.spelling ?? .unmarked
        }
    }
}

/// Phones of the communes' own staff, from which no villager asks: those on duty and those of the units.
struct OurNumbers: Sendable {
    private let numbers: Set<String>

    init(_ communes: some Sequence<Commune>) {
        numbers = Set(
            communes.flatMap { commune in
                ([commune.dutyPhone, commune.hotline] + commune.units.map(\.phone)).compactMap { $0 }
                    .compactMap { PhoneNumber($0)?.e164 }
            })
    }

    /// Also where a messenger is named in front of the number: `whatsapp:+84901234567`.
    func contains(_ sender: String) -> Bool {
        let bare = sender.utf8.count <= 200 ? sender.split(separator: ":").last.map(String.init) ?? sender : sender
        return numbers.contains(PhoneNumber(bare)?.e164 ?? sender)
    }
}
