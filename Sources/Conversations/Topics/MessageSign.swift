/// Words that tell what a message is for, whatever it is about: the lists of `intents/loai-tin.yaml`.
package enum MessageSign: String, Sendable, Codable, CaseIterable {
    /// It asks.
    case question
    /// It asks for something to be done or given.
    case wish
    /// A service does not work, is late, or nobody is there.
    case trouble
    /// Something harms or annoys people, said in full: "rác chất đống".
    case nuisance
    /// What belongs to all, or annoys all, and in which state it is; both together are a nuisance.
    case commonThing = "common_thing"
    case badState = "bad_state"
    /// Who serves the public; what they are said to demand or to take; how they are said to behave.
    case staff
    case demand
    case misconduct
    /// Somebody denounces, whoever it is.
    case denunciation
    /// Somebody has, or has done, what they speak of.
    case having
    /// Somebody wants nothing.
    case refusal
    /// Somebody sells, offers or recruits.
    case offer
    /// It is addressed to others, or tells news and stories.
    case elsewhere
    /// A procedure or a paper of the state is spoken of, whichever it is.
    case stateMatter = "state_matter"
    /// A word of offices that shops and schools use too: "hồ sơ", "lệ phí".
    case officialWord = "official_word"
}

/// The wordings of each sign.
package struct SignWordings: Sendable {
    package var phrases: [MessageSign: [PhrasePattern]] = [:]
    /// Those that count only with their marks.
    package var markedPhrases: [MessageSign: [PhrasePattern]] = [:]

    package init() {}
}
