/// How sure a fact is; the raw values are those of the fact files.
package enum Confidence: String, CaseIterable, Sendable, Codable {
    case high = "H"
    case medium = "M"
    case low = "L"
}

/// What a fact is about; the raw values are the keys in the configuration.
package enum FactKind: String, CaseIterable, Sendable, Codable {
    case documents
    /// Papers that need not be brought where the authority finds what they say in a national database (Resolution
    /// 66.7/2025/NQ-CP): told behind the papers, never alone.
    case inDatabases = "in_databases"
    case fee
    case time
    case place
    case link
    case steps
    case form
    case eligibility
    /// Who may submit or fetch it.
    case who
    /// Until when it must be done, and the penalty for being late.
    case deadline
    /// What one gets, where and how, and for how long it holds.
    case result
    /// Original, certified or plain copy.
    case original
    /// Whether another commune than one's own takes it.
    case elsewhere
    case legalBasis = "legal_basis"
}

/// One sentence about a procedure, with its sources and its end.
package struct Fact: Sendable, Equatable {
    /// What the villager reads.
    package var text: String
    /// How sure it is.
    package var confidence: Confidence
    /// Where it was found, readable, at least one.
    package var sources: [String]
    /// The day on which it was last compared with the sources.
    package var checkedOn: CalendarDay
    /// The last day on which it may be said; nil when no end is known.
    package var validUntil: CalendarDay?
    /// A remark for staff and maintainers, which is never sent.
    package var note: String?

    /// Makes a fact from its parts.
    package init(
        text: String,
        confidence: Confidence,
        sources: [String],
        checkedOn: CalendarDay,
        validUntil: CalendarDay? = nil,
        note: String? = nil
    ) {
        self.text = text
        self.confidence = confidence
        self.sources = sources
        self.checkedOn = checkedOn
        self.validUntil = validUntil
        self.note = note
    }

    /// The same sentence of two procedures, no surer than the less sure of them and told no longer; nil where they read otherwise.
    func common(with other: Fact) -> Fact? {
        guard text == other.text else { return nil }
        var common = self
        let rank = Confidence.allCases
        common.confidence = rank.last { $0 == confidence || $0 == other.confidence } ?? confidence
        common.validUntil = [validUntil, other.validUntil].compactMap(\.self).min()
        return common
    }

    /// How a fact may be told on a given day.
    package enum Standing: String, Sendable, CaseIterable {
        /// Sure: told as it is.
        case stated
        /// Half sure: told as "tham khảo", for reference.
        case reference
        /// Past its end: told with that day, and that the commune is checking it.
        case lapsed
        /// Unsure, or past its end for too long: left to staff.
        case withheld
    }

    /// A fact past its end is told as such for so many days: a law that ends must not send every question to staff at once.
    package static let lapsedDays = 180

    /// How the fact may be told on this day.
    package func standing(on day: CalendarDay) -> Standing {
        if let validUntil, day > validUntil {
            let isOver = day > validUntil.adding(days: Self.lapsedDays)
            return confidence == .low || isOver ? .withheld : .lapsed
        }
        switch confidence {
        case .high: return .stated
        case .medium: return .reference
        case .low: return .withheld
        }
    }
}
