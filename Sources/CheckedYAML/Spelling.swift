/// Finds what somebody probably meant to write.
enum Spelling {
    /// The candidate with the fewest edits, when they are few enough to be a slip of the hand.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        let best = candidates.map { (candidate: $0, edits: edits(from: word, to: $0)) }.min { $0.edits < $1.edits }
        guard let best, best.edits <= max(1, word.count / 3) else { return nil }
        return best.candidate
    }

    /// Up to three candidates that may be meant: slips of the hand first, then those of which it is a part.
    static func near(to word: String, among candidates: [String]) -> [String] {
        let measured = candidates.map { (candidate: $0, edits: edits(from: word, to: $0)) }
        let slips = measured.filter { $0.edits <= max(1, word.count / 3) }.sorted { $0.edits < $1.edits }
        let parts = word.count < 3 ? [] : candidates.filter { $0.contains(word) || word.contains($0) }
        var near: [String] = []
        for candidate in slips.map(\.candidate) + parts where !near.contains(candidate) { near.append(candidate) }
        return Array(near.prefix(3))
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
