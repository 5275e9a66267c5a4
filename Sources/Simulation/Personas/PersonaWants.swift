import Content
import Conversations
import Evaluation
import Foundation
import Gateway
import PublicServices

/// What can be wanted in one commune, and what its files say that the answer must be.
struct PersonaWants: Sendable {
    let commune: Commune
    let services: ServiceCatalogue
    let signs: PersonaSigns
    private let topicNames: [TopicID: String]
    /// The procedures that villagers have words for, of those that the catalogue holds.
    private let known: [(procedure: Procedure, phrases: [String])]

    /// The share of questions for facts that stand nowhere, in hundredths: staff must get them.
    private static let unknownFacts = 6

    init(content: GatewayContent, commune: Commune) {
        self.commune = commune
        services = content.services.applying(overrides: commune)
        signs = PersonaSigns(content.replies)
        topicNames = Dictionary(
            content.intents.topics.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let services = services
        known = PersonaMatters.phrases.compactMap { code, phrases in services[code].map { ($0, phrases) } }
    }

    /// The wants of one conversation, in the order in which they are asked.
    func draw(_ random: inout SplitMix, number: Int, phone: String, at time: Date) -> [PersonaWant] {
        switch random.next(below: 100) {
        case ..<70: return facts(&random, at: time)
        case ..<78: return [dossier(&random, number: number, phone: phone, at: time)]
        case ..<85: return [hours(&random, at: time)]
        case ..<89: return [contact(&random)]
        case ..<92: return [person(&random)]
        case ..<96: return [report(&random)]
        case ..<98: return [referral(&random)]
        default: return [danger(&random)]
        }
    }

    private func facts(_ random: inout SplitMix, at time: Date) -> [PersonaWant] {
        guard !known.isEmpty else { return [person(&random)] }
        let (procedure, phrases) = random.element(of: known)
        let phrase = random.element(of: phrases)
        let day = commune.calendar.day(of: time)
        let isTold = { (kind: PersonaWant.Kind) in
            kind.fact.flatMap { procedure.facts[$0] }.map { $0.standing(on: day) != .withheld } ?? false
        }
        let told = PersonaWant.Kind.facts.filter(isTold)
        let untold = PersonaWant.Kind.facts.filter { !isTold($0) && $0 != .deadline }
        guard !told.isEmpty, untold.isEmpty || random.next(below: 100) >= Self.unknownFacts else {
            guard !untold.isEmpty else { return [person(&random)] }
            return [fact(random.element(of: untold), of: procedure, phrase: phrase, at: time)]
        }
        var wants: [PersonaWant] = []
        for _ in 0..<(1 + random.next(below: 3)) {
            let kind = random.element(of: told)
            if wants.contains(where: { $0.kind == kind }) { continue }
            wants.append(fact(kind, of: procedure, phrase: phrase, at: time))
        }
        return wants
    }

    /// A fact of a procedure; where none may be told, that staff get the question.
    func fact(_ kind: PersonaWant.Kind, of procedure: Procedure, phrase: String, at time: Date) -> PersonaWant {
        let day = commune.calendar.day(of: time)
        let topic = topicNames[procedure.topic] ?? procedure.name
        let own = [procedure.label ?? topic, procedure.name]
        var want = PersonaWant(
            kind: kind, subject: procedure.code.rawValue, wording: kind.rawValue, filling: phrase,
            names: procedure.isMain ? own + [topic] : own, expected: PersonaExpectation())
        guard let fact = kind.fact.flatMap({ procedure.facts[$0] }), fact.standing(on: day) != .withheld else {
            want.expected.needsMatter = true
            return want
        }
        want.expected.pieces = Self.sentences(of: fact.text)
        // A sibling of which the same is true is as good an answer.
        let same = services.procedures(of: procedure.topic).filter { sibling in
            kind.fact.flatMap { sibling.facts[$0] }?.text == fact.text
        }
        want.expected.about = want.names + same.map { $0.label ?? topic }
        return want
    }

    /// The sentences and items of a fact, each of which must be told whole.
    static func sentences(of text: String) -> [String] {
        text.replacing("; ", with: ". ").split(separator: ". ").map(String.init).filter { !PersonaWords($0).isEmpty }
    }

    private func dossier(_ random: inout SplitMix, number: Int, phone: String, at time: Date) -> PersonaWant {
        let state = random.element(of: DossierState.allCases)
        let day = commune.calendar.day(of: time)
        let promised = day.adding(days: 2 + random.next(below: 9))
        let digits = String(10_000 + number % 90_000)
        let issuer = commune.dossiers.issuers.sorted().first ?? "H48"
        let text = "\(issuer)-261101-\(digits)"
        let names = ["Đăng ký khai sinh", "Chứng thực bản sao", "Đăng ký tạm trú", "Cấp đổi sổ đỏ"]
        let dossier = DossierCode(text).map {
            Dossier(
                code: $0, procedureName: random.element(of: names), state: state,
                promisedOn: state.clock == .running ? promised : nil, phone: phone)
        }
        return PersonaWant(
            kind: .dossier, subject: state.officialName, wording: "dossier", filling: text, names: [],
            expected: PersonaExpectation(pieces: [text, signs.sentence(of: state)]), dossier: dossier)
    }
}
