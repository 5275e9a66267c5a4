import Foundation
import PublicServices

/// Collects the sentences of one answer, fact by fact, and what could not be stated.
struct FactSentences {
    let composer: AnswerComposer
    let procedure: Procedure
    let spelling: Spelling
    let now: Date
    /// What the answer is about, as it stands within a sentence.
    let name: String
    /// Whether the first half-sure fact says what "tham khảo" means.
    let explainsReference: Bool

    /// What the answer begins with, before the sentences.
    var opening = ""
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

    init(
        composer: AnswerComposer, procedure: Procedure, spelling: Spelling, explainsReference: Bool = false, now: Date
    ) {
        self.composer = composer
        self.procedure = procedure
        self.spelling = spelling
        self.explainsReference = explainsReference
        self.now = now
        name = AnswerComposer.inSentence(procedure.label ?? composer.name(of: procedure.topic))
    }

    /// The short view of a topic: what to bring and where to, or what to do; how long and how much where that costs no
    /// further message, or where nothing else is sure.
    mutating func tellOverview() {
        if !state(.documents) { state(.steps) }
        state(.place, by: .placeBrief)
        let isThin = sentences.count < 2
        for kind in Facet.overview.facts { state(kind, onlyFree: !isThin) }
        tellSparedPapers()
    }

    mutating func tell(_ facet: Facet) {
        let told = facet.facts.reduce(false) { state($1) || $0 }
        if told {
            if facet == .documents { tellSparedPapers() }
            return
        }
        switch facet {
        case .steps:
            // No steps without a source: the papers and the place are what a villager needs to begin.
            let documents = state(.documents)
            if !state(.place), !documents { missing.append(facet) }
        case .form:
            guard state(.documents) else {
                missing.append(facet)
                break
            }
            let office = composer.commune.unit(procedure.unit)?.name ?? composer.commune.name
            sentences.append(composer.replies.fill(.formPlace, ["office": office], spelling: spelling))
        case .eligibility:
            // "Nộp qua mạng được không" asks whether one can, and was answered.
            guard sentences.isEmpty else { break }
            asksPerson = true
            tellOverview()
        case .documents, .fees, .time, .place, .online, .who, .deadline, .result, .original, .elsewhere:
            missing.append(facet)
        case .overview: tellOverview()
        }
    }

    /// Behind the papers to bring, those that need not be, where that costs no further message.
    private mutating func tellSparedPapers() {
        guard facts.contains("\(procedure.code)/\(FactKind.documents.rawValue)") else { return }
        state(.inDatabases, onlyFree: true)
    }

    /// Adds the sentence of a fact if it may be stated today; true if it stands in the answer.
    @discardableResult
    private mutating func state(
        _ kind: FactKind, by template: ReplyTemplate? = nil, onlyFree: Bool = false
    ) -> Bool {
        let label = "\(procedure.code)/\(kind.rawValue)"
        if facts.contains(label) { return true }
        guard let fact = procedure.facts[kind] else { return false }
        var isReference = false
        var mark = ""
        switch fact.standing(on: composer.commune.calendar.day(of: now)) {
        case .withheld: return false
        case .reference:
            isReference = true
            mark = " " + composer.referenceMark(explained: explainsReference && !hasReference)
        case .lapsed:
            guard let end = fact.validUntil else { return false }
            let template: ReplyTemplate = lapsedDays.insert(end).inserted ? .lapsedMark : .lapsedMarkBrief
            mark = " " + composer.replies.fill(template, ["day": end.vietnameseText], spelling: .marked)
        case .stated: break
        }
        guard let template = template ?? (kind == .place && fact.namesSeveralPlaces ? .placeBrief : kind.template)
        else { return false }
        let sentence = sentence(fact, by: template, mark: mark, isFirst: sentences.isEmpty)
        // What is spared is never worth a page, so the opening counts too.
        let before = (kind == .inDatabases ? opening : "") + sentences.joined(separator: " ")
        guard !onlyFree || composer.isFree(sentence, behind: before) else { return false }
        if isReference { hasReference = true }
        sentences.append(sentence)
        facts.append(label)
        return true
    }

    /// How a fact reads: the first of an answer names what it is about.
    func sentence(_ fact: Fact, by template: ReplyTemplate, mark: String, isFirst: Bool) -> String {
        let values = [
            "text": fact.text.withoutFullStop + mark, "address": composer.commune.unit(procedure.unit)?.address ?? "",
        ]
        return DoubleColon.mended(
            isFirst
                ? composer.replies.headed(template, topic: name, values, spelling: spelling)
                : composer.replies.fill(template, values, spelling: spelling))
    }
}

extension String {
    /// Without a full stop at the end: the template around a fact brings its own.
    var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}

extension Fact {
    /// Whether it says more than where one office is, so that the unit's address would stand behind another place.
    fileprivate var namesSeveralPlaces: Bool {
        text.contains(", ") || text.contains(";") || text.contains(" hoặc ")
    }
}

extension FactKind {
    /// The sentence that tells it; nil for what only staff read.
    var template: ReplyTemplate? {
        switch self {
        case .documents: .factDocuments
        case .inDatabases: .factInDatabases
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
        case .legalBasis: nil
        }
    }
}
