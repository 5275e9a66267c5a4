package import Content
import Conversations
import Foundation
import Gateway
import PublicServices
import Storage

/// What of the gateway's topics, facets, templates, decisions and effects scenarios touched.
package struct ScenarioCoverage: Sendable {
    /// One list of things that can be covered.
    package struct Part: Sendable, Codable {
        package var name: String
        package var covered: [String]
        package var missing: [String]
        /// What no scenario can cover, with the reason; it is not in the total.
        package var unreachable: [String: String] = [:]

        package var total: Int { covered.count + missing.count }
        /// From 0 to 100.
        package var percent: Double { total == 0 ? 100 : Double(covered.count) * 100 / Double(total) }
    }

    package let parts: [Part]

    package init(_ played: [StepOutcome], content: GatewayContent) {
        let replies = played.flatMap(\.told)
        let pairs = Self.facets(of: replies, content)
        let topics = Set(played.compactMap(\.best)).union(pairs.map { String($0.prefix { $0 != "/" }) })
        parts = [
            Self.part("topics", of: content.intents.topics.filter { $0.kind != .none }.map(\.id.rawValue), topics),
            Self.part(
                "facets of topics", of: Self.allFacets(content).keys.sorted(), pairs,
                unreachable: Self.allFacets(content).compactMapValues { $0 ? nil : Self.leftToStaff }),
            Self.part(
                "templates", of: ReplyTemplate.allCases.map(\.rawValue), Self.templates(of: replies, content)),
            Self.part(
                "decisions", of: ScenarioValues.decisions.map(\.name), Set(played.compactMap { $0.message?.decision })),
            Self.part(
                "escalations", of: EscalationReason.allCases.map(\.rawValue), Set(played.flatMap(\.raised)),
                unreachable: Dictionary(
                    uniqueKeysWithValues: ScenarioValues.unreachable.map { ($0.rawValue, $1) })),
            Self.part("effects", of: Self.effects.map(\.name), Self.effects(of: played)),
        ]
    }

    private static func part(
        _ name: String, of all: [String], _ seen: Set<String>, unreachable: [String: String] = [:]
    ) -> Part {
        let all = Set(all).sorted()
        let missing = all.filter { !seen.contains($0) }
        return Part(
            name: name, covered: all.filter(seen.contains), missing: missing.filter { unreachable[$0] == nil },
            unreachable: unreachable.filter { missing.contains($0.key) })
    }

    // MARK: - Facets

    /// Why no reply can tell a facet.
    private static let leftToStaff = "every fact of it has confidence L and is left to staff"

    /// `topic/fact` for each fact that the catalogue has of a topic, and whether any of them may be told.
    private static func allFacets(_ content: GatewayContent) -> [String: Bool] {
        let all = content.services.procedures.flatMap { procedure in
            procedure.facts.filter { $0.key != .legalBasis }.map { kind, fact in
                ("\(procedure.topic.rawValue)/\(kind.rawValue)", fact.confidence != .low)
            }
        }
        return Dictionary(all) { $0 || $1 }
    }

    /// The same of what was told: replies name their facts as `code/kind`.
    private static func facets(of replies: [StoredMessage], _ content: GatewayContent) -> Set<String> {
        Set(
            replies.flatMap(\.facts).compactMap { fact in
                let sides = fact.split(separator: "/")
                guard sides.count == 2, let procedure = content.services[ProcedureCode(rawValue: String(sides[0]))]
                else { return nil }
                return "\(procedure.topic.rawValue)/\(sides[1])"
            })
    }

    // MARK: - Templates

    /// Letters and signs that the fixed parts of a template must have to be looked for in replies: "Hồ sơ {code} ({name}):" has them.
    private static let longEnough = 6

    /// The templates of replies, the sentences of the facts that they tell, and what else stands in one of them, sign by sign.
    private static func templates(of replies: [StoredMessage], _ content: GatewayContent) -> Set<String> {
        // "Kết quả" stands in sentences of other facts too: which facts were told is known.
        let ofFacts = Set(FactKind.allCases.map { "fact_\($0.rawValue)" })
        let told = replies.flatMap(\.facts).compactMap { $0.split(separator: "/").last.map { "fact_\($0)" } }
        let found = Set(replies.compactMap(\.template)).union(ofFacts.intersection(told))
        let texts = Set(replies.map { Spelling.unmarked.applied(to: $0.text).lowercased() })
        let inside = content.replies.all.filter { id, template in
            guard !found.contains(id.rawValue), !ofFacts.contains(id.rawValue) else { return false }
            return forms(of: template).contains { form in texts.contains { stands(form, in: $0) } }
        }
        return found.union(inside.map(\.id.rawValue))
    }

    /// As it is written, without marks, and as the first of an answer, which names what it is about before its colon.
    private static func forms(of template: ReplyTemplates.Template) -> [String] {
        let written = [template.text, template.plain, template.headed].compactMap { $0 }
        return written
            + written.compactMap { text in
                text.firstRange(of: ": ").map { text.replacingCharacters(in: $0, with: " {topic}: ") }
            }
    }

    /// Whether all parts between placeholders stand in a reply, signs and all, one behind the other.
    private static func stands(_ form: String, in reply: String) -> Bool {
        let parts = form.replacing(/\{[a-z_]+\}/, with: "\u{1}").split(separator: "\u{1}").map {
            Spelling.unmarked.applied(to: String($0)).lowercased()
        }
        guard parts.joined().count >= longEnough else { return false }
        var rest = reply[...]
        for part in parts {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }

    // MARK: - Decisions and effects

    /// Each effect with the sign by which the database shows that it happened.
    private static let effects: [(name: String, happened: @Sendable (StepOutcome) -> Bool)] = [
        ("reply", { !$0.replies.isEmpty }),
        ("escalate", { $0.deeds.contains("escalation.opened") }),
        ("addToMatter", { $0.deeds.contains("escalation.added") }),
        ("alert", { $0.raised.contains("emergency") }),
        ("burst", { $0.raised.contains("too_many_messages") }),
        ("optOut", { step in step.replies.contains { $0.template == "opted_out" || $0.template == "opted_in" } }),
        ("dossier", { $0.deeds.contains("dossier.followed") || $0.replies.contains { $0.template == "dossier" } }),
        ("waitingQuestion", { step in step.replies.contains { $0.template == "dossier_later" } }),
        ("tellLinked", { $0.deeds.contains("contact.linked") }),
        ("interest", { $0.deeds.contains("interest.noted") }),
        ("machineBack", { $0.deeds.contains("matter.machine_back") }),
        ("satisfaction", { $0.deeds.contains("matter.rated") }),
    ]

    private static func effects(of played: [StepOutcome]) -> Set<String> {
        Set(effects.filter { effect in played.contains { effect.happened($0) } }.map(\.name))
    }
}

extension ScenarioCoverage: CustomStringConvertible {
    /// A line for each list, then what nothing covers.
    package var description: String {
        parts.map { part in
            let share = "\((part.percent * 10).rounded() / 10) %"
            let head = "\(part.name): \(part.covered.count) of \(part.total), \(share)"
            let left = part.missing.isEmpty ? [] : ["  not covered: " + part.missing.joined(separator: ", ")]
            let never = part.unreachable.sorted { $0.key < $1.key }.map { "  cannot be covered: \($0), \($1)" }
            return ([head] + left + never).joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
