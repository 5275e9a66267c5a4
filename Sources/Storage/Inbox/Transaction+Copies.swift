import Conversations
import Foundation

extension Transaction {
    /// Whether a message is kept already that its provider gives once more under a new id, as an SMS centre does that
    /// did not hear our answer in time.
    ///
    /// Then the sender, the words and the provider's time of it are the same to the last unit: nobody writes the same
    /// twice in that time. Where the provider tells no time, or where there are no words, nothing is assumed. A time on
    /// the whole minute may be of a clock that knows no seconds, and a villager may well write "1" twice in a minute: so
    /// such copies are known only when they arrive together.
    func isRepeated(_ message: InboundMessage, in conversation: ConversationID) throws -> Bool {
        guard message.kind == .text, !message.text.isEmpty, let sentAt = message.sentAt?.milliseconds else {
            return false
        }
        let within = sentAt % 60_000 == 0 ? StoreLimits.coarseCopyWindow : StoreLimits.copyWindow
        let earliest = now - within.inMilliseconds
        let masked = PersonalNumbers.masked(message.text)
        var looked = 0
        var isRepeated = false
        // Back from the newest, and only as far as a copy may lie: mostly one row.
        try step(
            """
            SELECT created_at, sent_at, text, original_sealed, is_unproven FROM message
            WHERE conversation_id = ? AND direction = 'in' ORDER BY id DESC
            """,
            [conversation.number]
        ) { row in
            looked += 1
            guard looked <= StoreLimits.copiesLookedAt, try row.next() >= earliest else { return false }
            guard row.nextIfAny() == sentAt, try row.next() == masked else { return true }
            let text = GuardedText(masked: masked, sealed: row.nextIfAny())
            // What proves nothing must not take the place of what does.
            guard try !row.next() || message.isUnproven else { return true }
            isRepeated = (try? sealing.full(text, in: .original(conversation))) == message.text
            return !isRepeated
        }
        return isRepeated
    }
}
