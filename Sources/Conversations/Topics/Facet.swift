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
        case .overview: [.time, .fee]
        }
    }
}
