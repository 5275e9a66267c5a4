import Foundation

/// A text in JSON that some senders write as a number: ids, times, sizes.
struct LooseText: Decodable, Equatable {
    var text: String

    init(_ text: String) { self.text = text }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self.text = text
        } else if let number = try? container.decode(Int64.self) {
            text = String(number)
        } else {
            text = String(try container.decode(Double.self))
        }
    }

    /// The moment, of a number of milliseconds since 1970.
    var moment: Date? { Double(text).map { Date(timeIntervalSince1970: $0 / 1000) } }
}
