import VietnameseText

/// A text that holds a quotation: what stands before it, in it and behind it.
struct QuotedText {
    var before: Substring
    var inside: Substring
    /// Empty where the quotation has no end: messengers cut long ones.
    var behind: Substring

    private static let openers: Set<Unicode.Scalar> = [
        "“", "„", "‟", "\"", "«", "‹", "‘", "‛", "”", "″", "＂", "「", "›", "»",
    ]
    private static let closers: Set<Unicode.Scalar> = ["”", "“", "\"", "»", "›", "’", "″", "＂", "」", "«", "‟"]

    /// The first quotation, up to the last sign that closes one; nil where there is none.
    init?(_ text: String) {
        let scalars = text.unicodeScalars
        var previous: Unicode.Scalar = " "
        let open = scalars.firstIndex { scalar in
            defer { previous = scalar }
            // A straight one opens a quotation at a word's begin, and else leaves letters out: "I'm".
            return Self.openers.contains(scalar) || (scalar == "'" && previous.properties.isWhitespace)
        }
        guard let open else { return nil }
        let begin = scalars.index(after: open)
        let isStraight = scalars[open] == "'"
        before = text[..<open]
        if let close = scalars[begin...].lastIndex(where: { isStraight ? $0 == "'" : Self.closers.contains($0) }) {
            inside = text[begin..<close]
            behind = text[scalars.index(after: close)...]
        } else {
            inside = text[begin...]
            behind = ""
        }
    }
}
