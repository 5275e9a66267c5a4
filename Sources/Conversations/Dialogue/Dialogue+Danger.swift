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

    /// Amid a conversation about a matter, a weak sign of danger that examples do not bear out is none ("trả lời đi"), and what
    /// examples alone made an alarm is asked back.
    ///
    /// - Parameter asked: what the text surely asks of the matter; then a stronger sign that examples know as harmless is none either
    ///   ("nộp ở xã hay chạy xuống huyện"), but how to do something is also asked in need ("làm sao bây giờ").
    func calmed(_ understanding: Understanding, amid state: DialogueState, asked: Facet?) -> Understanding {
        guard var distress = understanding.distress, state.topic != nil, !state.asksOfDanger else {
            return understanding
        }
        let rules = matcher.rules
        var understanding = understanding
        let isFramed = distress.level == .alarm && distress.score >= rules.distressAlarm
        if let asked, asked != .steps, !isFramed, distress.score < rules.distressSure,
            understanding.likeness.map({ $0 < 0 }) ?? false
        {
            understanding.distress = nil
            return understanding
        }
        guard distress.score < rules.distressAlarm else { return understanding }
        let odds = distress.signs.first { $0.group == DistressReader.examples }?.worth ?? 0
        switch distress.level {
        case .alarm:
            distress.level = .doubt
            understanding.distress = distress
        case .doubt where odds <= 0: understanding.distress = nil
        case .doubt, .none: break
        }
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
