import Conversations

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
