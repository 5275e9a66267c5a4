/// What messages say to one another in a conversation, whatever their topic, from `conversation` of the intents files.
package struct ConversationWordings: Sendable {
    package enum Sign: String, Sendable, CaseIterable {
        /// Something is asked or wished for.
        case asks
        case thanks
        /// Closes what was spoken of where it opens a short message: "ok", "ừ biết rồi".
        case closes
        /// Closes it wherever it stands: "vậy nhé", "để em hỏi lại".
        case farewell
        /// Points back to what was spoken of: "giấy đó", "vụ này".
        case refersBack = "refers_back"
        /// Whether somebody is there.
        case hours
        /// A person is wished for.
        case person
        /// Officers shall come.
        case visit
        /// The villager wishes to be called, or not to be.
        case callBack = "call_back"
    }

    /// An example of a question, for whoever wrote one of the words.
    package struct Suggestion: Sendable {
        package var example: String
        package var words: [PhrasePattern]
    }

    package var signs: [Sign: [PhrasePattern]] = [:]
    /// Short words for facets, which count only where the topic is known.
    package var facets: [Facet: [PhrasePattern]] = [:]
    /// Words for facets that count only where they are the whole message: "tiền?", "phí".
    package var bareFacets: [Facet: [PhrasePattern]] = [:]
    /// The first is for whoever wrote none of the words of any.
    package var suggestions: [Suggestion] = []

    package init() {}
}
