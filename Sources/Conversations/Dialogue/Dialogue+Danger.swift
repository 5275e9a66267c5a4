import Foundation
import PublicServices

/// What is done where somebody may be in danger.
extension Dialogue {
    /// Answers a call for help with the numbers for its kind, tells the officer on duty, and hands it to staff.
    func callHelp(
        on turn: inout Turn, _ message: VillagerMessage, before state: DialogueState, _ spelling: Spelling, now: Date
    ) {
        turn.alert = composer.alert(message, now: now)
        let isTold = message.reachesDuty && turn.alert != nil
        turn.replies = [
            composer.emergency(kind(of: turn.understanding, in: state), isTold: isTold, spelling: spelling)
        ]
        boundHelp(on: &turn, now: now)
    }

    /// Asks back where a text may be a call for help, and lets staff know; signs alone ("🔥") are only asked about.
    func askOfDanger(on turn: inout Turn, spelling: Spelling, now: Date) {
        turn.replies = [composer.plain(.urgentQuestion, spelling: spelling)]
        turn.state.step = .askedDanger(turn.understanding.distress?.kind ?? .other)
        guard turn.understanding.distress?.level == .doubt else { return }
        turn.escalation = composer.escalation(.possibleDanger, unit: nil, now: now).0
    }

    /// While staff have a matter that is open, a mere likeness to calls for help, without any sign of danger, asks nothing back.
    func withoutLikeness(_ understanding: Understanding, to matter: OpenMatter?, now: Date) -> Understanding {
        guard let distress = understanding.distress, distress.level == .doubt, distress.score == 0,
            distress.signs.allSatisfy({ $0.group == DistressReader.examples }), let matter, isOpen(matter, now: now)
        else { return understanding }
        var understanding = understanding
        understanding.distress = nil
        return understanding
    }

    /// Amid a conversation about a matter, where danger is rarer, signs of it need more behind them.
    ///
    /// - What frames made an alarm is asked back where examples rather know it as harmless and the second opinion does not believe in
    ///   danger; a doubt that both know so is none ("nằm liệt thì có được tiền không").
    /// - What examples alone made an alarm is asked back unless the second opinion bears it out; a weak doubt of theirs is none
    ///   ("trả lời đi").
    /// - Parameter asked: what the text surely asks of the matter; then what examples know as harmless is no danger ("nộp ở xã hay chạy
    ///   xuống huyện"), but how to do something is also asked in need ("làm sao bây giờ").
    func calmed(_ understanding: Understanding, amid state: DialogueState, asked: Facet?) -> Understanding {
        guard let distress = understanding.distress, distress.level != .none, state.topic != nil, !state.asksOfDanger
        else { return understanding }
        let rules = matcher.rules
        let likeness = understanding.likeness ?? 0
        let isBelieved =
            matcher.score(of: .emergency, in: understanding.opinions ?? []) >= rules.distressBelievedAmid
        let isFramed = distress.score >= rules.distressAlarm
        let isFramedAlarm = isFramed && distress.level == .alarm
        let level: Distress.Level =
            if distress.score >= rules.distressSure {
                distress.level
            } else if let asked, asked != .steps, likeness < (isFramedAlarm ? rules.distressUnlikelyAmid : 0) {
                .none
            } else if isFramedAlarm {
                likeness < rules.distressUnlikelyAmid && !isBelieved ? .doubt : .alarm
            } else if isFramed {
                likeness < rules.distressHarmlessAmid && !isBelieved ? .none : .doubt
            } else if distress.level == .alarm {
                likeness >= rules.distressLikelyAmid && isBelieved ? .alarm : .doubt
            } else {
                distress.signs.contains { $0.group == DistressReader.examples && $0.worth > 0 } ? .doubt : .none
            }
        var understanding = understanding
        understanding.distress?.level = level
        if level == .none { understanding.distress = nil }
        return understanding
    }

    /// Whether nothing in a text is like a call for help, so that it may be passed over: who takes leave of life closes a conversation
    /// too ("tối nay tui uống thuốc cho xong, khỏi phiền ai").
    func isFarFromDanger(_ understanding: Understanding) -> Bool {
        understanding.distress == nil && (understanding.likeness ?? 0) <= matcher.rules.distressFar
            && matcher.score(of: .emergency, in: understanding.opinions ?? []) < 0
    }

    /// A "1" after the question is of the danger that was asked about.
    private func kind(of understanding: Understanding, in state: DialogueState) -> Distress.Kind {
        if let distress = understanding.distress, distress.level != .none { return distress.kind }
        if case .askedDanger(let kind) = state.step { return kind }
        return .other
    }
}

extension DialogueState {
    /// Whether it was just asked if somebody is in danger.
    fileprivate var asksOfDanger: Bool {
        if case .askedDanger = step { true } else { false }
    }
}
