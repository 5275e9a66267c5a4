import Conversations
import VietnameseText

/// What people or machines get to see is looked at here.
enum ShownText {
    /// What is wrong with a text that stands readable in the database, a list, a message or the log.
    static func violations(_ text: String, in place: String) -> [Violation] {
        guard let number = CitizenNumbers.first(in: text) else { return [] }
        return [Violation(.masked, "\(number.prefix(3))… stands in clear in \(place)")]
    }

    /// What is wrong with a line of a list.
    static func lineViolations(_ text: String, in place: String) -> [Violation] {
        let line = VisibleText.line(text)
        let isObeyed = line.unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
            case .format: scalar.value != 0x200D && !(0xE0020...0xE007F).contains(scalar.value)
            default: false
            }
        }
        var violations = violations(text, in: place)
        if isObeyed { violations.append(Violation(.visible, "a line of \(place) holds signs that a terminal obeys")) }
        if line.unicodeScalars.count > 2 * VisibleText.lineLength {
            violations.append(Violation(.visible, "a line of \(place) is longer than any window"))
        }
        return violations
    }

    /// What is wrong with an answer: its length or cost by what carries it, and what it holds.
    static func answerViolations(
        _ text: String, on carrier: OfficerText.Carrier, in place: String
    ) -> [Violation] {
        var violations: [Violation] = []
        switch carrier {
        case .sms:
            let size = SMSEncoding.size(of: text)
            let most = size.alphabet == .gsm7 ? 2 : 4
            if size.segments > most {
                violations.append(
                    Violation(.page, "\(place) has \(size.segments) segments of \(size.alphabet.rawValue)"))
            }
        case .chat:
            let length = text.utf16.count
            if length > OfficerText.chatCharacters {
                violations.append(Violation(.page, "\(place) has \(length) characters"))
            }
        }
        let isObeyed = text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" }
        if isObeyed { violations.append(Violation(.visible, "\(place) holds control signs")) }
        if text.isEmpty { violations.append(Violation(.errors, "\(place) is empty")) }
        return violations
    }
}
