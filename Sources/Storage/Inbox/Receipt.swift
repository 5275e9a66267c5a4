package import Conversations

/// What became of one received event.
package enum Receipt: Sendable, Equatable {
    /// A new message, kept and waiting to be handled.
    case message(MessageID)
    /// A second copy; nothing was changed.
    case duplicate
    /// A delivery report was kept; `applied` says whether it moved the state of one of our messages.
    case report(applied: Bool)
    /// A message of an officer, written past the gateway, was kept and ended the question that it answers.
    case staffMessage(MessageID)
    /// The villager's leaving was noted.
    case unfollowed
    /// Unreadable bytes were sealed away and staff were told.
    case quarantined
    /// A call without a proof was sealed away until somebody releases it.
    case held
    /// A call without a proof was not kept, since too many are held already.
    case turnedAway
    /// A call without a proof was taken in; its events have receipts of their own.
    case unproven
    /// Of no interest, for this reason; nothing was kept.
    case ignored(String)
}
