package import PublicServices

/// What a message can be about, with the wordings that name it.
package struct Topic: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// An administrative procedure of the commune.
        case procedure
        /// Another subject that the gateway answers itself.
        case subject
        /// A matter of the state that somebody else decides.
        case referral
        case command
        case smallTalk = "small_talk"
        /// No business of a public office; its phrases are evidence against the others.
        case none
    }

    package var id: TopicID
    package var kind: Kind
    /// How menus and answers call it.
    package var name: String
    /// The unit of the commune that handles it.
    package var unit: UnitID?
    /// Who is in charge, where the commune is not (kind `referral`).
    package var authority: String?
    /// Whether its phrases count only when hardly anything else stands in the message.
    package var isWhole: Bool
    package var phrases: [PhrasePattern]
    /// Wordings that are something else without their marks: "tự vẫn", which is also "tư vấn".
    package var markedPhrases: [PhrasePattern]
    /// Wordings that count only when they are the whole message, such as a bare "hủy".
    package var wholePhrases: [PhrasePattern]
    /// The same for wordings that name something else without their marks: "đúng", which is also "dừng".
    package var markedWholePhrases: [PhrasePattern]
    package var hints: [PhrasePattern]
    package var counterPhrases: [PhrasePattern]
    package var examples: [Example]
    package var counterExamples: [Example]
    /// Words and texts of it that only the second opinion counts.
    package var counted: [PhrasePattern] = []

    /// A message that stands in an intents file, executed as a test.
    package struct Example: Sendable {
        package var text: String
        package var file: String
        package var line: Int?
    }
}

/// A facet with the wordings that ask for it.
package struct FacetWordings: Sendable {
    package var facet: Facet
    package var name: String
    package var phrases: [PhrasePattern]
    package var examples: [Topic.Example]
}

/// How people say that one thing is not meant, but another: "không phải khai sinh, ý tôi là khai tử".
package struct CorrectionWordings: Sendable {
    /// What follows is not meant: "không phải".
    package var not: [PhrasePattern] = []
    /// What follows is meant instead: "mà là".
    package var instead: [PhrasePattern] = []
    /// What stands before is meant, what follows is not: "chứ không phải".
    package var ratherThan: [PhrasePattern] = []
    /// What stands before, in the same clause, is not meant: "thường trú thì khỏi".
    package var behind: [PhrasePattern] = []

    package init() {}
}
