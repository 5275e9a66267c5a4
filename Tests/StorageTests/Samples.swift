import Conversations
import PublicServices

/// Values that stand for what the matcher gives.
enum Samples {
    static let understanding = Understanding(
        facets: [],
        entities: [],
        usedMarks: true,
        isFollowUp: false,
        wordCount: 3
    )
}

extension DossierCode {
    /// A code that a test wrote down itself.
    static func sample(_ text: String) -> DossierCode {
        guard let code = DossierCode(text) else { preconditionFailure("\(text) is no dossier code") }
        return code
    }
}
