import Foundation
import VietnameseText

/// A villager's text as it is kept: composed (NFC), and without NUL, at which databases cut a text.
enum ReceivedText {
    static func kept(_ text: String) -> String {
        let text = text.utf8.contains(0) ? text.replacing("\u{0}", with: "\u{FFFD}") : text
        // Foundation's way copies the text several times, so it is left to texts that may need it: all letters of
        // Vietnamese in one scalar lie in these ranges, in which no scalar combines or has another composed form.
        let isComposed = text.unicodeScalars.allSatisfy { $0.value < 0x300 || (0x1E00...0x1EFF).contains($0.value) }
        return isComposed ? text : MarkRuns.bounded(text).precomposedStringWithCanonicalMapping
    }
}

/// Why a sender gets no answer, though what came is kept and staff can read it; the raw value is stored.
package enum Silence: String, Sendable, Codable, CaseIterable {
    /// A name such as VIETTEL, a short code, a landline: nothing that is sent arrives, or a machine reads it.
    case unanswerable
    /// A number of the gateway's own: the channel's, or the phone of an officer on duty.
    case ourselves
    /// The provider has answered it already, such as STOP and HELP.
    case answeredByProvider = "answered_by_provider"
}
