import PublicServices
import VietnameseText

/// What is answered to a menu, in numbers or in words.
extension Dialogue {
    /// The decision where a menu is open and the text is about it; nil where it is about something else.
    func menuDecision(
        _ alone: Decision, _ words: Words, _ understanding: Understanding, in context: TalkContext
    ) -> Decision? {
        let asked = understanding.facets.map(\.facet)
        switch context.state.step {
        case .choosing(let topics, let facet):
            let facets = asked.isEmpty ? facet.map { [$0] } ?? [] : asked
            // Of one topic was asked whether it is meant.
            if topics.count == 1, let topic = topics.first, isYes(words, alone) {
                return matcher.decision(for: topic, facets)
            }
            let named = alone.topics.count == 1 ? alone.topics.first.flatMap { topics.firstIndex(of: $0) } : nil
            let names = topics.map { matcher.catalogue[$0]?.name ?? $0.rawValue }
            switch answer(to: names, named: named, alone, words, in: context) {
            case .chosen(let place): return matcher.decision(for: topics[place], facets)
            case .denied(let place):
                let left = topics.enumerated().filter { $0.offset != place }.map(\.element)
                guard let only = left.first else { return .smallTalk(.deny) }
                return left.count == 1 ? matcher.decision(for: only, facets) : .menu(left, facets)
            case .deniedAll: return .smallTalk(.deny)
            case nil: break
            }
            if case .question = alone { return onMenu(asked, of: topics, in: context) }
        case .choosingVariant(let topic, let codes, let facet):
            let facets = asked.isEmpty ? facet.map { [$0] } ?? [] : asked
            let names = codes.map { code in composer.services[code].map { $0.label ?? $0.name } ?? code.rawValue }
            switch answer(to: names, named: nil, alone, words, in: context) {
            case .chosen(let place): return .procedure(codes[place], topic, facets)
            case .denied(let place):
                let left = codes.enumerated().filter { $0.offset != place }.map(\.element)
                guard let only = left.first else { return .smallTalk(.deny) }
                return left.count == 1 ? .procedure(only, topic, facets) : .variants(topic, left, facets)
            case .deniedAll: return .smallTalk(.deny)
            case nil: break
            }
        case .open, .awaitingTopic, .offeredStaff, .askedDanger, .awaitingDossierCode, .awaitingDossierDigits: break
        }
        return nil
    }

    /// Who asks on and chooses nothing asks of the only procedure in the menu, or of the matter that it came amid.
    private func onMenu(_ facets: [Facet], of topics: [TopicID], in context: TalkContext) -> Decision? {
        let procedures = topics.filter(isProcedure)
        if let only = topics.count == 1 ? topics.first : procedures.first, procedures.count < 2 {
            return matcher.decision(for: only, facets)
        }
        if let topic = context.state.topic, !topics.contains(topic), surelyAsked(in: context) != nil { return nil }
        return .menu(topics, facets)
    }

    private enum MenuAnswer {
        case chosen(Int)
        case denied(Int)
        case deniedAll
    }

    /// - Parameter named: the entry whose topic the text names itself.
    private func answer(
        to names: [String], named: Int?, _ alone: Decision, _ words: Words, in context: TalkContext
    ) -> MenuAnswer? {
        if let place = ShortAnswers.choice(words, of: names.count) { return .chosen(place) }
        let text = words.words.map(\.foldedKey)
        if let place = names.firstIndex(where: { Words($0).words.map(\.foldedKey) == text }) { return .chosen(place) }
        if let place = ShortAnswers.denied(words, of: names.count) { return .denied(place) }
        if ShortAnswers.deniesAll(words) { return .deniedAll }
        let denies = ShortAnswers.onlyDenies(words)
        if let named {
            // "không phải, ý tôi là …" names what is meant.
            return denies ? .denied(named) : .chosen(named)
        }
        switch alone {
        case .none, .question, .menu: break
        default: return nil
        }
        guard context.remark.wordCount <= limits.menuWords, let place = Self.closest(to: words, among: names) else {
            return nil
        }
        return denies ? .denied(place) : .chosen(place)
    }

    /// The one name that shares most words with a text, of those that tell the names apart.
    static func closest(to words: Words, among names: [String]) -> Int? {
        let keys = names.map { Set(Words($0).words.map(\.foldedKey).filter { !FunctionWords.folded.contains($0) }) }
        let common = keys.count > 1 ? keys.dropFirst().reduce(keys.first ?? []) { $0.intersection($1) } : []
        let text = Set(words.words.map(\.foldedKey))
        let shared = keys.map { $0.subtracting(common).intersection(text).count }
        guard let best = shared.max(), best > 0, shared.count(where: { $0 == best }) == 1 else { return nil }
        return shared.firstIndex(of: best)
    }

    /// The open menu once more, for a word that is no answer to it.
    func menuAgain(_ state: DialogueState, spelling: Spelling) -> Reply? {
        switch state.step {
        case .choosing(let topics, _): composer.menu(topics, spelling: spelling)
        case .choosingVariant(let topic, let codes, _):
            composer.variantMenus(topic, codes, atMost: limits.variants, spelling: spelling).first
        case .open, .awaitingTopic, .offeredStaff, .askedDanger, .awaitingDossierCode, .awaitingDossierDigits: nil
        }
    }
}
