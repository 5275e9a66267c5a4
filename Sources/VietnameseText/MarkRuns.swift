/// Piles of combining marks, as decorated texts have them and attacks make them.
///
/// Composing a text sorts the marks behind each letter, which takes time by the square of their number: 64 KB of marks took
/// seconds. No writing puts more than a few on a letter.
package enum MarkRuns {
    /// Marks that stay behind one letter.
    package static let most = 8

    /// The text without the marks beyond that.
    package static func bounded(_ text: String) -> String {
        // Marks begin at U+0300, whose bytes begin with CC; most texts have none in such a number.
        guard text.utf8.count > most * 2, text.hasByte({ $0 >= 0xCC }) else { return text }
        var run = 0
        var isBounded = true
        for scalar in text.unicodeScalars {
            run = isMark(scalar) ? run + 1 : 0
            if run > most {
                isBounded = false
                break
            }
        }
        if isBounded { return text }
        var result = String.UnicodeScalarView()
        run = 0
        for scalar in text.unicodeScalars {
            run = isMark(scalar) ? run + 1 : 0
            if run <= most { result.append(scalar) }
        }
        return String(result)
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x300 && scalar.properties.canonicalCombiningClass != .notReordered
    }
}
