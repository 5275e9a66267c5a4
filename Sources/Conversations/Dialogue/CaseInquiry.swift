package import Foundation
package import VietnameseText

/// A question after the state of one's own case: "YK 12".
package enum CaseInquiry {
    /// The number asked for; nil when the text is no such question.
    package static func number(in read: Words) -> EscalationID? {
        guard (1...2).contains(read.words.count) else { return nil }
        let words = read.words.map(\.folded)
        guard let first = words.first else { return nil }
        if words.count == 2, first == "yk", let number = Int64(words[1]) { return EscalationID(number) }
        if words.count == 1, first.hasPrefix("yk"), let number = Int64(first.dropFirst(2)) {
            return EscalationID(number)
        }
        return nil
    }
}

/// What may be told of a case to whom it belongs; a case of somebody else is as unknown as none.
package enum CaseState: Sendable, Equatable {
    case open(promisedBy: Date?)
    case answered
    case unknown
}
