import VietnameseText

/// A text cut into what a search hit and what lies between, as it is written.
package struct Highlight: Sendable, Equatable {
    package struct Piece: Sendable, Equatable {
        package var text: String
        package var isHit: Bool
    }

    package let pieces: [Piece]

    /// - Parameters:
    ///   - words: without marks, as `FoldedWords` gives them.
    ///   - limit: characters that are shown around the first hit; the whole text where it has no more.
    package init(_ text: String, words: Set<String>, limit: Int = .max) {
        let bytes = Array(text.utf8)
        let all = Words(text).words
        let hits = all.filter { words.contains($0.folded) }.map(\.range)
        let shown = Self.window(around: hits.first, in: bytes, limit: limit)
        var pieces: [Piece] = []
        func add(_ range: Range<Int>, isHit: Bool) {
            guard !range.isEmpty else { return }
            pieces.append(Piece(text: String(decoding: bytes[range], as: UTF8.self), isHit: isHit))
        }
        if shown.lowerBound > 0 { pieces.append(Piece(text: "…", isHit: false)) }
        var next = shown.lowerBound
        for hit in hits where hit.lowerBound >= next && hit.upperBound <= shown.upperBound {
            add(next..<hit.lowerBound, isHit: false)
            add(hit, isHit: true)
            next = hit.upperBound
        }
        add(next..<shown.upperBound, isHit: false)
        if shown.upperBound < bytes.count { pieces.append(Piece(text: "…", isHit: false)) }
        self.pieces = pieces
    }

    /// The bytes that are shown: whole words, a third of them before the hit.
    private static func window(around hit: Range<Int>?, in bytes: [UInt8], limit: Int) -> Range<Int> {
        guard bytes.count > limit else { return 0..<bytes.count }
        let space = UInt8(ascii: " ")
        var start = max(0, (hit?.lowerBound ?? 0) - limit / 3)
        while start > 0, bytes[start - 1] != space { start -= 1 }
        var end = min(bytes.count, max(start + limit, hit?.upperBound ?? 0))
        while end < bytes.count, bytes[end] != space { end += 1 }
        return start..<end
    }
}
