import Foundation
import PublicServices

/// Collects the sentences of one answer, fact by fact, and what could not be stated.
struct FactSentences {
    let composer: AnswerComposer
    let procedure: Procedure
    let spelling: Spelling
    let now: Date

    var sentences: [String] = []
    /// The facts told, as `code/kind`.
    var facts: [String] = []
    /// Facets for which no fact may be stated.
    var missing: [Facet] = []
    /// Whether a stated fact is only a reference ("tham khảo").
    var hasReference = false
    /// Whether the villager's case should be put to a person, the facts being general.
    var asksPerson = false
    /// The ends of law that the answer names already.
    private var lapsedDays: Set<CalendarDay> = []

    init(composer: AnswerComposer, procedure: Procedure, spelling: Spelling, now: Date) {
        self.composer = composer
        self.procedure = procedure
        self.spelling = spelling
        self.now = now
    }

    /// The short view of a topic: how long and how much, and the papers where one of the two is not sure.
    mutating func tellOverview() {
        for kind in Facet.overview.facts { state(kind) }
        if sentences.count < Facet.overview.facts.count { state(.documents) }
        if sentences.isEmpty { missing.append(.documents) }
    }

    mutating func tell(_ facet: Facet) {
        let told = facet.facts.reduce(false) { state($1) || $0 }
        if told { return }
        switch facet {
        case .steps:
            // No steps without a source: the papers and the place are what a villager needs to begin.
            let documents = state(.documents)
            if !state(.place), !documents { missing.append(facet) }
        case .form:
            if !state(.documents) { missing.append(facet) }
        case .eligibility:
            asksPerson = true
            if sentences.isEmpty { tellOverview() }
        case .documents, .fees, .time, .place, .online, .who, .deadline, .result, .original, .elsewhere:
            missing.append(facet)
        case .overview: tellOverview()
        }
    }

    /// Adds the sentence of a fact if it may be stated today; true if it stands in the answer.
    @discardableResult
    private mutating func state(_ kind: FactKind) -> Bool {
        let label = "\(procedure.code)/\(kind.rawValue)"
        if facts.contains(label) { return true }
        guard let fact = procedure.facts[kind] else { return false }
        var text = fact.text.withoutFullStop
        switch fact.standing(on: composer.commune.calendar.day(of: now)) {
        case .withheld: return false
        case .reference: hasReference = true
        case .lapsed:
            guard let end = fact.validUntil else { return false }
            let mark: ReplyTemplate = lapsedDays.insert(end).inserted ? .lapsedMark : .lapsedMarkBrief
            text += " " + composer.replies.fill(mark, ["day": end.vietnameseText], spelling: .marked)
        case .stated: break
        }
        let address = composer.commune.unit(procedure.unit)?.address ?? ""
        sentences.append(
            composer.replies.fill(
                kind.template, ["text": text, "address": address], spelling: spelling))
        facts.append(label)
        return true
    }
}

extension String {
    /// Without a full stop at the end: the template around a fact brings its own.
    fileprivate var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}

extension FactKind {
    /// The sentence that tells it.
    var template: ReplyTemplate {
        switch self {
        case .documents: .factDocuments
        case .fee: .factFee
        case .time: .factTime
        case .place: .factPlace
        case .link: .factLink
        case .steps: .factSteps
        case .form: .factForm
        case .eligibility: .factEligibility
        case .who: .factWho
        case .deadline: .factDeadline
        case .result: .factResult
        case .original: .factOriginal
        case .elsewhere: .factElsewhere
        case .legalBasis: .factLegalBasis
        }
    }
}
