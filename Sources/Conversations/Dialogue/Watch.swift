import Foundation
import VietnameseText

/// What a conversation remembers against machines that answer machines, beyond the end of a session.
package struct Watch: Sendable, Equatable, Codable {
    /// Fingerprints of the last texts that differ, newest first.
    var texts: [String] = []
    /// How many of these came in a row, nothing else between them.
    var repeats = 0
    /// When the last of them came.
    var lastAt: Date?
    /// Until when nothing is answered to the same texts and to what is not understood.
    var silentUntil: Date?
    /// When calls for help were answered, of late.
    var helpAt: [Date] = []
    /// When it was last said that a message was added to a matter of staff.
    var addedAt: Date?

    /// Notes a text; equal ones, or two that alternate, count on while they follow one another closely.
    mutating func note(_ fingerprint: String, at now: Date, within seconds: TimeInterval) {
        let isClose = lastAt.map { abs(now.timeIntervalSince($0)) <= seconds } ?? false
        let isKnown = texts.contains(fingerprint)
        repeats = isKnown && isClose ? repeats + 1 : 1
        if !isKnown { texts = Array(([fingerprint] + texts).prefix(Self.remembered)) }
        lastAt = now
    }

    /// How many texts are remembered: of machines that send two in turn both are known.
    private static let remembered = 3

    /// A text as it is compared: case, marks and signs do not matter, and neither do numbers where nothing was understood, because
    /// machines count and tell the time.
    static func fingerprint(of words: Words, withNumbers: Bool) -> String {
        let kept = words.words.filter { withNumbers || !$0.letters.contains(where: \.isDigit) }
        var hash: UInt64 = kept.isEmpty ? UInt64(words.words.count) : 0
        for word in kept { hash = (hash ^ word.foldedKey.hash) &* 0x100_0000_01B3 }
        // In letters, highest four bits first: digits might be taken for a citizen number when the state is kept.
        var letters: [UInt8] = []
        for shift in stride(from: 60, through: 0, by: -4) {
            let bits = UInt8(truncatingIfNeeded: hash >> UInt64(shift)) & 0xF
            if bits > 0 || !letters.isEmpty || shift == 0 { letters.append(UInt8(ascii: "a") + bits) }
        }
        return String(decoding: letters, as: UTF8.self)
    }
}
