import Foundation
import VietnameseText

extension String {
    /// The canonically composed form (NFC), in which nearly all texts come already.
    ///
    /// Foundation's way copies the text several times, so it is left to texts that may need it: all letters of Vietnamese
    /// in one scalar lie in the two ranges below, in which no scalar combines or has another composed form.
    var composed: String {
        let isComposed = unicodeScalars.allSatisfy { $0.value < 0x300 || (0x1E00...0x1EFF).contains($0.value) }
        return isComposed ? self : MarkRuns.bounded(self).precomposedStringWithCanonicalMapping
    }
}
