import PublicServices
import VietnameseText

/// What one message may cost: the rest of its answers waits for "TIẾP".
extension Dialogue {
    /// What a reply costs as an SMS, with the number that the store fills in.
    package static func segments(of text: String) -> Int {
        SMSEncoding.size(of: Reply.filled(text, with: "1234567")).segments
    }

    /// The turn with as many of its replies as it may cost, in their order; the others become pages.
    func withinSegments(_ turn: Turn) -> Turn {
        guard turn.replies.count > 1, turn.replies.reduce(0, { $0 + Self.segments(of: $1.text) }) > limits.segments
        else {
            return turn
        }
        var turn = turn
        if turn.replies.contains(where: { Reply.holdsMark($0.text) }) {
            // The store fills the number into replies only, so this one goes out whole; the notice comes with the next.
            turn.replies.removeAll { $0.template == ReplyTemplate.privacyNotice.rawValue }
            turn.state.noticeGiven = false
            return turn
        }
        let spelling = turn.state.spelling ?? .marked
        let more = composer.replies.fill(.more, spelling: spelling)
        // Said once and with nothing left out: the notice, and that a picture was seen.
        let fixed = turn.replies.filter { Self.fixed.contains($0.template) }
        var room = limits.segments - fixed.reduce(0) { $0 + Self.segments(of: $1.text) }
        var kept: [Reply] = []
        var pages: [String] = []
        for reply in turn.replies where !Self.fixed.contains(reply.template) {
            let cost = Self.segments(of: reply.text)
            if pages.isEmpty, cost <= room {
                kept.append(reply)
                room -= cost
            } else {
                pages.append(reply.text.withoutSuffix(more))
            }
        }
        let waiting = turn.state.pages
        if kept.isEmpty, let first = pages.first,
            let reply = turn.replies.first(where: { !Self.fixed.contains($0.template) })
        {
            // One answer fills the message alone: its begin goes out.
            let parts = Pages.split(first, spelling: spelling, more: more, isLast: false, first: max(1, room))
            var reply = reply
            reply.text = parts[0].withoutSuffix(more)
            kept = [reply]
            pages = parts.dropFirst().map { $0.withoutSuffix(more) } + pages.dropFirst()
        }
        if let last = kept.indices.last, !(pages.isEmpty && waiting.isEmpty) {
            let text = kept[last].text.withoutSuffix(more)
            let spent = kept.dropLast().reduce(0) { $0 + Self.segments(of: $1.text) }
            let budget = limits.segments - fixed.reduce(0) { $0 + Self.segments(of: $1.text) } - spent
            let parts = Pages.split(
                text, spelling: spelling, more: more, isLast: false, first: min(budget, Pages.budget(spelling)))
            kept[last].text = parts[0]
            pages = parts.dropFirst().map { $0.withoutSuffix(more) } + pages
        }
        turn.replies = kept + fixed
        turn.state.pages =
            pages.enumerated().flatMap { place, page in
                Pages.split(
                    page, spelling: spelling, more: more, isLast: place == pages.count - 1 && waiting.isEmpty)
            } + waiting
        return turn
    }

    private static let fixed = Set([ReplyTemplate.privacyNotice, .attachmentReceived].map(\.rawValue))
}

extension String {
    func withoutSuffix(_ suffix: String) -> String {
        !suffix.isEmpty && hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
