import Content
import Foundation
import PublicServices
import Testing

@testable import Conversations

/// Every sentence that villagers can be told about a topic stems from a fact that may be stated, or from a template.
// One at a time: each loads or renders all content, which would starve the tests that wait for servers.
@Suite(.serialized) struct RenderedAnswersTests {
    let dialogue: Dialogue
    let renderings: [RenderedAnswers.Rendering]
    let day: CalendarDay

    init() throws {
        dialogue = try ShippedContent.dialogue.get()
        renderings = RenderedAnswers.all(dialogue, now: ShippedContent.morning)
        day = dialogue.composer.commune.calendar.day(of: ShippedContent.morning)
    }

    @Test func `every procedure and every subject is among them, with every facet and in both spellings`() {
        let composer = dialogue.composer
        let labels = Set(renderings.map { "\($0.label) \($0.spelling)" })
        #expect(composer.services.procedures.count > 100)
        for procedure in composer.services.procedures
        where composer.intents[procedure.topic]?.kind == .procedure {
            for facet in Facet.allCases {
                for spelling in ["marked", "unmarked"] {
                    let label = "\(procedure.topic) × \(procedure.code) × \(facet.rawValue) \(spelling)"
                    #expect(labels.contains(label))
                }
            }
        }
        for subject in composer.services.subjects { #expect(labels.contains("\(subject.topic) marked")) }
    }

    @Test func `nothing stands in an answer but stated facts and templates`() throws {
        for rendering in renderings where rendering.procedure != nil || !rendering.facts.isEmpty {
            guard !rendering.facts.contains(where: { $0.hasPrefix("commune/") }) else { continue }
            let left = try remainder(of: rendering)
            #expect(left.isEmpty, "\(rendering.label) \(rendering.spelling): \"\(left)\"")
        }
    }

    @Test func `no fact that is withheld today stands in any answer`() {
        let composer = dialogue.composer
        for procedure in composer.services.procedures {
            let told = procedure.facts.values.filter { $0.standing(on: day) != .withheld }.map(\.text)
            for (kind, fact) in procedure.facts where fact.standing(on: day) == .withheld {
                // A text that the same procedure states elsewhere is no secret.
                guard !told.contains(where: { $0.contains(fact.text) }) else { continue }
                for rendering in renderings where rendering.procedure == procedure.code {
                    #expect(!rendering.facts.contains("\(procedure.code)/\(kind.rawValue)"))
                    let text = rendering.texts.joined(separator: " ")
                    #expect(!text.contains(plain(fact.text, rendering.spelling)), "\(rendering.label)")
                }
            }
        }
    }

    @Test func `no answer holds a link outside the allow list, and none tells an unsure code`() {
        #expect(RenderedAnswers.linkProblems(dialogue, now: ShippedContent.morning) == [])
        let unsure = dialogue.composer.services.procedures.filter(\.isCodeUnsure).map(\.code.rawValue)
        #expect(unsure.count > 10)
        for rendering in renderings {
            let text = rendering.texts.joined(separator: " ")
            #expect(!unsure.contains { text.contains($0) }, "\(rendering.label)")
        }
    }

    @Test func `no clause of an answer holds two colons`() {
        let doubled = renderings.filter(\.isAnswer).flatMap { rendering in
            rendering.texts.compactMap { text in DoubleColon.first(in: text).map { "\(rendering.label): \($0)" } }
        }
        #expect(doubled.isEmpty, "\(doubled.joined(separator: "\n"))")
    }

    @Test func `half of the answers without marks cost one segment, and the notice one more`() {
        let costs = AnswerCosts(renderings)
        #expect(costs.answers > 1000)
        #expect(costs.unmarked.median <= 1.6)
        #expect(costs.unmarked.highest <= 2)
        #expect(costs.unmarked.notice == 1 && costs.marked.notice <= 2)
    }

    @Test func `a way to do it is told only where a source gives one`() {
        for rendering in renderings where rendering.label.hasSuffix("× steps") {
            guard let procedure = rendering.procedure.flatMap({ dialogue.composer.services[$0] }) else { continue }
            let stated = procedure.facts[.steps].map { $0.standing(on: day) != .withheld } ?? false
            let says = rendering.texts.contains { $0.contains("Cách làm") || $0.contains("Cach lam") }
            #expect(says == stated, "\(rendering.label)")
        }
    }

    /// The entry and the kind or number that a told fact is named by.
    private func parts(of label: String) throws -> (entry: String, item: String) {
        let parts = label.split(separator: "/")
        try #require(parts.count == 2, "\(label)")
        return (String(parts[0]), String(parts[1]))
    }

    /// What may stand behind a fact: nothing, or that it is for reference.
    private func marks(of fact: Fact) -> [String] {
        guard fact.standing(on: day) == .reference else { return [""] }
        return [true, false].map { " " + dialogue.composer.referenceMark(explained: $0) }
    }

    private func plain(_ text: String, _ spelling: Spelling) -> String {
        let bare = text.hasSuffix(".") ? String(text.dropLast()) : text
        return spelling == .marked ? bare : ReplyTemplates.unmarked(bare)
    }

    /// What is left of an answer when its facts and templates are taken away.
    private func remainder(of rendering: RenderedAnswers.Rendering) throws -> String {
        let composer = dialogue.composer
        let spelling = rendering.spelling
        func filled(_ template: ReplyTemplate, _ values: [String: String] = [:]) -> String {
            composer.replies.fill(template, values, spelling: spelling)
        }
        let procedure = rendering.procedure.flatMap { composer.services[$0] }
        let topic = try #require(composer.intents[TopicID(rawValue: String(rendering.label.prefix { $0 != " " }))])
        let name = procedure?.label ?? topic.name
        var text = rendering.texts.joined(separator: " ").replacing(filled(.more), with: "")

        var matter = ""
        for (place, label) in rendering.facts.enumerated() {
            let (entry, item) = try parts(of: label)
            var sentences: [String] = []
            if let procedure {
                let kind = try #require(FactKind(rawValue: item))
                let fact = try #require(procedure.facts[kind])
                #expect(fact.standing(on: day) != .withheld, "\(rendering.label): \(label)")
                let reading = FactSentences(
                    composer: composer, procedure: procedure, spelling: spelling, now: ShippedContent.morning)
                for template in kind == .place ? [.factPlace, .placeBrief] : [try #require(kind.template)] {
                    sentences += marks(of: fact).map {
                        reading.sentence(fact, by: template, mark: $0, isFirst: place == 0)
                    }
                }
            } else {
                let referral = composer.services.referral(ProcedureCode(rawValue: entry))
                matter = referral?.name ?? ""
                let statements = try #require(referral?.statements ?? composer.services.subject(topic.id)?.statements)
                let statement = statements[try #require(Int(item)) - 1]
                #expect(statement.standing(on: day) != .withheld, "\(rendering.label): \(label)")
                sentences = marks(of: statement).map { mark in
                    spelling.applied(to: statement.text.withoutFullStop + mark + ".")
                }
            }
            let range = try #require(
                sentences.compactMap { text.range(of: $0) }.first,
                "\(rendering.label): \(sentences) is not in \(text)")
            text.removeSubrange(range)
        }
        let (_, promise) = composer.escalation(.noCheckedFact, unit: procedure?.unit, now: ShippedContent.morning)
        let office = topic.unit.flatMap { composer.commune.unit($0) }
        let unit = procedure.flatMap { composer.commune.unit($0.unit) }
        var templates = [
            filled(.askPerson), filled(.interestOffer), filled(.formPlace, ["office": unit?.name ?? ""]),
        ]
        templates.append(
            filled(.askUnit, ["office": office?.name ?? "", "phone": office?.phone ?? composer.commune.hotline]))
        templates.append(
            filled(.noCheckedTopic, ["topic": AnswerComposer.inSentence(name), "promise": promise]))
        for unit in composer.commune.units {
            let contact = [unit.name, unit.address, unit.phone.map { "điện thoại \($0)" }].compactMap { $0 }
            templates.append(
                filled(.referral, ["topic": matter, "body": "", "contact": contact.joined(separator: ", ")]))
        }
        for facet in Facet.allCases {
            let facetName = composer.intents.facets.first { $0.facet == facet }?.name ?? facet.rawValue
            templates.append(
                filled(
                    .noCheckedFact,
                    ["topic": AnswerComposer.inSentence(name), "facet": facetName, "promise": promise]))
        }
        // The list of what else may be asked stands behind every overview.
        let offer = spelling == .marked ? "Hỏi thêm: " : "Hoi them: "
        if let start = text.range(of: offer), let end = text[start.upperBound...].firstIndex(of: ".") {
            text.removeSubrange(start.lowerBound...end)
        }
        for template in templates where !template.isEmpty { text = text.replacing(template, with: "") }
        text = text.replacing(
            filled(.subject, ["topic": name, "body": ""]).trimmingCharacters(in: .whitespaces), with: "")
        return text.trimmingCharacters(in: .whitespaces)
    }
}
