import Foundation
package import VietnameseText

/// What an officer typed, made fit to leave on a channel, with what it costs: for the command line and for a console.
package struct OfficerText: Sendable, Equatable {
    /// What bounds a text and decides its price.
    package enum Carrier: Sendable, Equatable {
        /// Counted and billed in segments.
        case sms
        /// One message, free of charge, of at most so many characters.
        case chat
    }

    package enum Fault: Error, Sendable, Equatable {
        case empty
        /// An SMS of more segments than are sent without being asked for, or at all.
        case tooManySegments(SMSSize, allowed: Int)
        case tooManyCharacters(Int, allowed: Int)
    }

    /// Segments of an answer unless the officer asks for more.
    package static let segments = 6
    /// Segments of an answer at all: parts of one SMS are numbered by a byte, and phones join fewer.
    package static let longSegments = 20
    /// Characters of a chat message; Zalo takes no more.
    package static let chatCharacters = 2000

    /// As it leaves: composed, free of controls, and in the spelling of the channel.
    package var text: String
    /// Nil where segments are not counted.
    package var size: SMSSize?
    /// Whether the channel's spelling or the cheaper alphabet changed what was typed.
    package var isRespelled: Bool

    /// - Parameter allowsLong: whether the officer knows that the SMS is long.
    package init(
        _ typed: String, spelling: VillagerMessage.SpellingRule, carrier: Carrier, allowsLong: Bool = false
    ) throws(Fault) {
        let composed = VisibleText.message(typed).precomposedStringWithCanonicalMapping
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard composed.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { throw .empty }
        text = Self.spelled(composed, spelling: spelling, carrier: carrier)
        isRespelled = text != composed
        switch carrier {
        case .sms:
            let size = SMSEncoding.size(of: text)
            let allowed = allowsLong ? Self.longSegments : Self.segments
            guard size.segments <= allowed else { throw .tooManySegments(size, allowed: allowed) }
            self.size = size
        case .chat:
            // As providers count: a sign beyond the basic plane is two.
            let count = text.utf16.count
            guard count <= Self.chatCharacters else { throw .tooManyCharacters(count, allowed: Self.chatCharacters) }
            size = nil
        }
    }

    /// The cost as officers read it: `3 SMS, 412 ký tự`.
    package var cost: String {
        let characters = "\(text.count) ký tự"
        return size.map { "\($0.segments) SMS, \(characters)" } ?? characters
    }

    private static func spelled(
        _ text: String, spelling: VillagerMessage.SpellingRule, carrier: Carrier
    ) -> String {
        if spelling == .unmarked { return UnmarkedSpelling.of(withPlainSigns(text)) }
        guard carrier == .sms, !SMSEncoding.isGSM7(text) else { return text }
        // One dash of a word processor would halve what fits; where a marked letter needs the large alphabet anyhow, the
        // officer's signs stay.
        let plain = withPlainSigns(text)
        return SMSEncoding.isGSM7(plain) ? plain : text
    }

    /// The text with the twins on a keyboard for the dashes, quotes, dots and spaces that word processors put in.
    private static func withPlainSigns(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            result += scalar.isASCII ? String(Character(scalar)) : plainTwin(of: scalar)
        }
        return result
    }

    private static func plainTwin(of scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "‘", "’", "‚", "‛", "‹", "›", "′": return "'"
        case "″": return "\""
        case "…": return "..."
        case "•", "·", "●", "▪", "◦", "‣", "−": return "-"
        default: break
        }
        switch scalar.properties.generalCategory {
        case .dashPunctuation: return "-"
        case .initialPunctuation, .finalPunctuation: return "\""
        case .openPunctuation where scalar == "„": return "\""
        case .spaceSeparator: return " "
        // Letters and marks are left to the channel's spelling.
        case .uppercaseLetter, .lowercaseLetter, .nonspacingMark: return String(Character(scalar))
        default: return UnmarkedSpelling.of(String(Character(scalar)))
        }
    }
}
