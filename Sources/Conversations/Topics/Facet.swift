package import PublicServices

/// What is asked about a topic.
package enum Facet: String, Sendable, Codable, CaseIterable {
    case documents = "documents_required"
    case fees
    case time = "processing_time"
    case place
    case online
    case form
    case steps
    case eligibility
    /// Who may submit or fetch: in person, both spouses, somebody else in their place.
    case who
    /// Until when it must be done, and what being late costs.
    case deadline
    /// What one gets, where and how, and for how long it holds.
    case result
    /// Whether the original, a certified copy or a plain one is needed.
    case original
    /// Whether it can be done at another commune than one's own.
    case elsewhere
    case overview

    /// The facts of the catalogue that answer it, in the order they are told.
    package var facts: [FactKind] {
        switch self {
        case .documents: [.documents]
        case .fees: [.fee]
        case .time: [.time]
        case .place: [.place]
        case .online: [.link]
        case .form: [.form]
        case .steps: [.steps]
        case .eligibility: [.eligibility]
        case .who: [.who]
        case .deadline: [.deadline]
        case .result: [.result]
        case .original: [.original]
        case .elsewhere: [.elsewhere]
        case .overview: [.time, .fee]
        }
    }

    /// The wider facet under which sets of messages label a narrower one.
    package var wider: Facet? {
        switch self {
        case .original: .documents
        case .deadline: .time
        case .elsewhere: .place
        default: nil
        }
    }
}
