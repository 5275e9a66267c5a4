/// What a message is for, told by its words apart from its topic.
package struct Purpose: Sendable, Equatable, Codable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case question
        case wish
        /// A service does not work, is late, or nobody is there.
        case trouble
        /// Something harms or annoys people.
        case nuisance
        /// Somebody who serves the public is said to have behaved badly.
        case staffComplaint = "staff_complaint"
        /// Somebody who serves the public is said to want or to take what is not due.
        case bribery
        /// Somebody tells what they have or have done, and asks nothing.
        case statement
        case refusal
        /// Somebody sells, offers or recruits.
        case offer
        /// It is meant for others: chat, news, stories.
        case elsewhere
    }

    package var kind: Kind
    /// The writer's words that tell it.
    package var words: String
    /// Whether it also asks or wishes something.
    package var asks: Bool
    /// Whether it speaks of a procedure or a paper of the state.
    package var namesStateMatter: Bool
    /// Whether it uses a word of offices at all.
    package var soundsOfficial: Bool
}
