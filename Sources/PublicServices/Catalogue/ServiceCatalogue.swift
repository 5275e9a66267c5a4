/// The procedures that the gateway can tell about, found by code and by topic.
package struct ServiceCatalogue: Sendable {
    /// The procedures, in the order of the files.
    package let procedures: [Procedure]
    /// What is known of subjects that are no procedures.
    package let subjects: [Subject]
    /// Matters that somebody else decides, with whom to ask.
    package let referrals: [Referral]

    private let places: [ProcedureCode: Int]
    private let topics: [TopicID: [Int]]

    /// Makes a catalogue; of two procedures with one code the first is found.
    package init(procedures: [Procedure], subjects: [Subject] = [], referrals: [Referral] = []) {
        self.procedures = procedures
        self.subjects = subjects
        self.referrals = referrals
        let numbered = Array(procedures.enumerated())
        places = Dictionary(numbered.map { ($0.element.code, $0.offset) }, uniquingKeysWith: { first, _ in first })
        topics = Dictionary(grouping: numbered, by: \.element.topic).mapValues { group in
            group.filter(\.element.isMain).map(\.offset) + group.filter { !$0.element.isMain }.map(\.offset)
        }
    }

    /// The procedure with this code.
    package subscript(code: ProcedureCode) -> Procedure? {
        places[code].map { procedures[$0] }
    }

    /// The procedures of a topic, the main one first.
    package func procedures(of topic: TopicID) -> [Procedure] {
        (topics[topic] ?? []).map { procedures[$0] }
    }

    /// The procedure that is meant when only the topic is named.
    package func main(of topic: TopicID) -> Procedure? {
        procedures(of: topic).first { $0.isMain }
    }

    /// What the procedures in a topic's menu have in common where none is the main one: the facts that read alike in all of them; nil
    /// where the topic has no such menu.
    package func common(of topic: TopicID) -> Procedure? {
        let listed = procedures(of: topic).filter { !$0.isOnlyNamed }
        guard var common = listed.first, listed.count > 1, main(of: topic) == nil,
            listed.allSatisfy({ $0.unit == common.unit })
        else { return nil }
        common.label = nil
        for procedure in listed.dropFirst() {
            common.facts = common.facts.reduce(into: [:]) { facts, entry in
                facts[entry.key] = procedure.facts[entry.key].flatMap { entry.value.common(with: $0) }
            }
        }
        return common
    }

    /// The catalogue as it holds in one commune.
    package func applying(overrides commune: Commune) -> ServiceCatalogue {
        var changed = procedures
        for change in commune.overrides {
            guard let place = places[change.code] else { continue }
            if let level = change.level { changed[place].level = level }
            if let unit = change.unit { changed[place].unit = unit }
            changed[place].facts.merge(change.facts) { _, new in new }
        }
        var subjects = subjects
        for change in commune.subjectOverrides {
            guard let place = subjects.firstIndex(where: { $0.topic == change.topic }) else { continue }
            subjects[place] = change
        }
        return ServiceCatalogue(procedures: changed, subjects: subjects, referrals: referrals)
    }

    /// The matter of somebody else that stands under this name among a topic's procedures.
    package func referral(_ code: ProcedureCode) -> Referral? {
        referrals.first { $0.id == code }
    }

    /// Where a topic leads when none of its matters is named.
    package func mainReferral(of topic: TopicID) -> Referral? {
        referrals.first { $0.topic == topic && $0.phrases.isEmpty }
    }

    /// What is known of a subject.
    package func subject(_ topic: TopicID) -> Subject? {
        subjects.first { $0.topic == topic }
    }
}
