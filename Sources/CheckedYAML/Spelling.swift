/// Finds what somebody probably meant to write.
enum Spelling {
    /// The candidate with the fewest edits, when they are few enough to be a slip of the hand.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        let best = candidates.map { (candidate: $0, edits: edits(from: word, to: $0)) }.min { $0.edits < $1.edits }
        guard let best, best.edits <= max(1, word.count / 3) else { return nil }
        return best.candidate
    }

    /// The Levenshtein distance in characters.
    private static func edits(from first: String, to second: String) -> Int {
        let target = Array(second)
        var row = Array(0...target.count)
        for (index, letter) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in target.indices {
                let substituted = diagonal + (letter == target[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substituted, diagonal + 1, row[column] + 1)
            }
        }
        return row.last ?? 0
    }
}
