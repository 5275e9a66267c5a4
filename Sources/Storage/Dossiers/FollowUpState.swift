/// How far a question about a dossier has come that had to wait; the raw value is stored.
enum FollowUpState: String, CaseIterable {
    case waiting
    /// Its answer was sent.
    case told
    /// A later message of the villager brought the answer.
    case answered
    /// The villager wants no messages any more.
    case stopped
    /// Staff have it.
    case givenUp = "given_up"
}
