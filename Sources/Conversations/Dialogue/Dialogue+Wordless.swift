import Foundation
import PublicServices

extension TopicID {
    /// What the trace of a turn names that had no words.
    static let attachment: TopicID = "attachment"
    static let erasure: TopicID = "erasure_request"
}

/// What is answered to events and to messages that are more than words.
extension Dialogue {
    func wordless(_ message: VillagerMessage, state: DialogueState, now: Date) -> Turn {
        switch message.kind {
        case .follow: welcome(message, state: state, now: now)
        case .erasureRequest: erasure(state: state, now: now)
        case .sticker: courtesy(message, state: state, now: now)
        default: attachment(message, state: state, now: now)
        }
    }

    private func welcome(_ message: VillagerMessage, state: DialogueState, now: Date) -> Turn {
        var turn = unspoken(.smallTalk(.greeting), state: state)
        if let last = state.welcomedAt, abs(now.timeIntervalSince(last)) < limits.welcomeSeconds { return turn }
        let spelling = spelling(of: message, state: state)
        turn.state.welcomedAt = now
        turn.replies = [composer.plain(.welcome, spelling: spelling)]
        giveNotice(to: &turn, spelling: spelling)
        return turn
    }

    /// Nothing is answered: whoever withdraws does not want to be written to.
    private func erasure(state: DialogueState, now: Date) -> Turn {
        var turn = unspoken(.command(.erasure), state: state)
        turn.escalation = composer.escalation(.erasureRequest, unit: nil, now: now).0
        return turn
    }

    private func courtesy(_ message: VillagerMessage, state: DialogueState, now: Date) -> Turn {
        var turn = unspoken(.smallTalk(.greeting), state: state)
        let spelling = spelling(of: message, state: state)
        turn.state.lastTurn = now
        // A machine may send stickers too.
        var watch = state.watch ?? Watch()
        watch.note("sticker", at: now, within: limits.repeatSeconds)
        turn.state.watch = watch
        guard watch.repeats < limits.repeats else { return turn }
        turn.replies = [composer.plain(.affirm, spelling: spelling)]
        giveNotice(to: &turn, spelling: spelling)
        return turn
    }

    /// Answers the words beside a picture where there are any, and always says that a person will look at the picture.
    private func attachment(_ message: VillagerMessage, state: DialogueState, now: Date) -> Turn {
        var turn: Turn
        // The words beside a place are its name.
        let hasCaption = message.kind != .location && message.text.contains { !$0.isWhitespace }
        if hasCaption {
            let caption = VillagerMessage(
                text: message.text, spelling: message.spelling, sender: message.sender, matter: message.matter,
                reachesDuty: message.reachesDuty)
            turn = answering(caption, state: state, now: now)
            if turn.decision == .none(foreign: false) || turn.decision == .none(foreign: true) {
                turn.state.misses = state.misses
                turn.state.step = state.step
                turn.replies.removeAll { $0.template != ReplyTemplate.privacyNotice.rawValue }
            }
        } else {
            turn = unspoken(.command(.attachment), state: state)
            turn.state.lastTurn = now
        }
        let spelling = spelling(of: message, state: turn.state)
        let (escalation, promise) = composer.escalation(.attachment, unit: nil, now: now)
        if turn.escalation == nil {
            // A picture to a matter that staff have belongs to it; so it is as restricted as that is.
            if let matter = message.matter, isOpen(matter, now: now) || isAnswered(matter, now: now) {
                turn.add(to: matter.id, promisedBy: replyPromise(to: matter, now: now))
            } else {
                turn.escalation = escalation
            }
        }
        let isOfAlbum = state.attachmentNotedAt.map { abs(now.timeIntervalSince($0)) < limits.albumSeconds } ?? false
        if !isOfAlbum || (hasCaption && turn.replies.isEmpty) {
            turn.replies.insert(
                composer.plain(.attachmentReceived, ["promise": promise], spelling: spelling),
                at: turn.replies.last?.template == ReplyTemplate.privacyNotice.rawValue
                    ? turn.replies.count - 1 : turn.replies.count)
            turn.state.attachmentNotedAt = now
        }
        giveNotice(to: &turn, spelling: spelling)
        return turn
    }

    private func unspoken(_ decision: Decision, state: DialogueState) -> Turn {
        Turn(understanding: matcher.understand(""), decision: decision, state: state)
    }

    private func giveNotice(to turn: inout Turn, spelling: Spelling) {
        guard !turn.state.noticeGiven, !turn.replies.isEmpty else { return }
        turn.replies.append(composer.privacyNotice(spelling: spelling))
        turn.state.noticeGiven = true
    }

    /// As the villager wrote before; with marks to whoever has not written yet, since these channels cost nothing by length.
    private func spelling(of message: VillagerMessage, state: DialogueState) -> Spelling {
        switch message.spelling {
        case .marked: .marked
        case .unmarked: .unmarked
        case .asWritten: state.spelling ?? .marked
        }
    }
}
