import Foundation

/// Times as ISO 8601 writes them.
enum ISOTime {
    /// The time, with or without parts of a second; nil when the text is none.
    static func date(_ text: String) -> Date? {
        (try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text))
            ?? (try? Date.ISO8601FormatStyle().parse(text))
    }
}
