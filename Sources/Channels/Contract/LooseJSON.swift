import Foundation
import JSONText

/// A text in JSON that some senders write as a number: ids, times, sizes.
struct LooseText: Decodable, Equatable {
    var text: String

    init(_ text: String) { self.text = text }

    init(from decoder: any Decoder) throws { text = try JSONLooseText(from: decoder).text }

    /// The moment, of a number of milliseconds since 1970.
    var moment: Date? { ProviderTime.milliseconds(text) }
}

/// A text or number that a message can do without: a value of any other type is nil, and spoils nothing around it.
struct SpareText: Decodable {
    var text: String?

    init(from decoder: any Decoder) { text = (try? JSONLooseText(from: decoder))?.text }

    var moment: Date? { text.flatMap(ProviderTime.milliseconds) }
}
