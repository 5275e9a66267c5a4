package import Foundation

/// What a run of personas showed; nothing in it depends on the machine or on when it was played.
package struct PersonaReport: Sendable, Codable, Equatable {
    /// How conversations ended, in one line of a table.
    package struct Share: Sendable, Codable, Equatable {
        package var name: String
        package var count = 0
        /// All that was wanted was there.
        package var reached = 0
        /// Staff got a question whose answer stands in the files.
        package var leftToStaff = 0
        package var failed = 0
    }

    /// Failures of one kind.
    package struct Group: Sendable, Codable, Equatable {
        package var failure: String
        package var want: String
        package var subject: String
        package var count: Int
        /// The messages of the shortest script.
        package var script: [String]
        /// The first words that were answered.
        package var heard: String
        /// The name of the scenario file.
        package var file: String
    }

    /// How often a wording failed, whatever it was about.
    package struct Wording: Sendable, Codable, Equatable {
        package var failure: String
        /// The message of whose answers the failure is, with `…` for what it is about.
        package var text: String
        package var count: Int
    }

    package var seed: UInt64
    package var count: Int
    package var messages: Int
    package var all: Share
    package var wants: [Share]
    package var personas: [Share]
    package var spellings: [Share]
    package var dialects: [Share]
    package var phones: [Share]
    package var faults: [Share]
    package var failures: [Group]
    package var wordings: [Wording]
    /// Scenario files by name.
    package var scenarios: [String: String]

    private enum CodingKeys: String, CodingKey {
        case seed, count, messages, all, wants, personas, spellings, dialects, phones, faults, failures
        case wordings
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        seed = try values.decode(UInt64.self, forKey: .seed)
        count = try values.decode(Int.self, forKey: .count)
        messages = try values.decode(Int.self, forKey: .messages)
        all = try values.decode(Share.self, forKey: .all)
        wants = try values.decode([Share].self, forKey: .wants)
        personas = try values.decode([Share].self, forKey: .personas)
        spellings = try values.decode([Share].self, forKey: .spellings)
        dialects = try values.decode([Share].self, forKey: .dialects)
        phones = try values.decode([Share].self, forKey: .phones)
        faults = try values.decode([Share].self, forKey: .faults)
        failures = try values.decode([Group].self, forKey: .failures)
        wordings = try values.decode([Wording].self, forKey: .wordings)
        scenarios = [:]
    }

    init(_ plan: PersonaPlan, _ outcomes: [PersonaOutcome], channels: [PersonaPhone: String]) {
        func shares(_ names: [String], _ isOf: (PersonaOutcome, String) -> Bool) -> [Share] {
            names.map { name in Share(name, outcomes.filter { isOf($0, name) }) }
        }
        seed = plan.seed
        count = outcomes.count
        messages = outcomes.reduce(0) { $0 + $1.messages }
        all = Share("all", outcomes)
        wants = PersonaWant.Kind.allCases.map { kind in Share(kind, outcomes) }
        personas = shares(Persona.kinds.map(\.name)) { $0.persona.kind == $1 }
        spellings = shares(PersonaSpelling.allCases.map(\.rawValue)) { $0.persona.spelling.rawValue == $1 }
        dialects = shares(PersonaDialect.allCases.map(\.rawValue)) { $0.persona.dialect.rawValue == $1 }
        phones = shares(PersonaPhone.allCases.map(\.rawValue)) { $0.persona.phone.rawValue == $1 }
        faults = shares(["none"] + PersonaFault.allCases.map(\.rawValue)) { outcome, name in
            name == "none"
                ? outcome.persona.faults.isEmpty : outcome.persona.faults.contains { $0.rawValue == name }
        }
        failures = []
        scenarios = [:]
        wordings = Dictionary(grouping: outcomes.compactMap(\.script), by: Self.wording).map { key, scripts in
            Wording(failure: key[0], text: key[1], count: scripts.count)
        }.sorted { ($1.count, $0.text, $0.failure) < ($0.count, $1.text, $1.failure) }
        let failed = Dictionary(grouping: outcomes.compactMap(\.script), by: Self.name)
        for (name, scripts) in failed {
            guard let shortest = scripts.min(by: Self.isShorter) else { continue }
            failures.append(
                Group(
                    failure: shortest.failure.rawValue, want: shortest.want.kind.rawValue,
                    subject: shortest.want.subject, count: scripts.count, script: shortest.turns.map(\.shown),
                    heard: shortest.heard, file: name + ".yaml"))
            scenarios[name + ".yaml"] = PersonaScenario.text(
                of: shortest, count: scripts.count, channel: channels[shortest.phone] ?? "", seed: plan.seed)
        }
        failures.sort { ($1.count, $0.file) < ($0.count, $1.file) }
    }

    private static func wording(of script: PersonaScript) -> [String] {
        let core = script.turns.indices.contains(script.judged) ? script.turns[script.judged].core : ""
        let filling = script.want.filling
        return [script.failure.rawValue, filling.isEmpty ? core : core.replacing(filling, with: "…")]
    }

    private static func name(of script: PersonaScript) -> String {
        let subject = UnmarkedName.of(script.want.subject)
        return "\(script.failure.rawValue)-\(script.want.kind.rawValue)-\(subject)".replacing("_", with: "-")
    }

    private static func isShorter(_ one: PersonaScript, _ other: PersonaScript) -> Bool {
        let texts = { (script: PersonaScript) in script.turns.map(\.text).joined(separator: "\n") }
        return (one.size, texts(one).count, texts(one)) < (other.size, texts(other).count, texts(other))
    }

    package var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
            return try encoder.encode(self)
        }
    }
}

extension PersonaReport.Share {
    fileprivate init(_ name: String, _ outcomes: [PersonaOutcome]) {
        self.init(name: name)
        count = outcomes.count
        for outcome in outcomes { note(outcome.script?.failure) }
    }

    /// What became of wants of a kind; those behind one that failed were never told.
    fileprivate init(_ kind: PersonaWant.Kind, _ outcomes: [PersonaOutcome]) {
        self.init(name: kind.rawValue)
        for outcome in outcomes {
            for (place, want) in outcome.wants.enumerated() where want.kind == kind && place <= outcome.fulfilled {
                count += 1
                note(place < outcome.fulfilled ? nil : outcome.script?.failure)
            }
        }
    }

    private mutating func note(_ failure: PersonaFailure?) {
        switch failure {
        case nil: reached += 1
        case .leftToStaff: leftToStaff += 1
        default: failed += 1
        }
    }
}

extension PersonaTurn {
    /// As reports show it, with what was done to it.
    fileprivate var shown: String {
        var marks: [String] = []
        if role == .officer { marks.append("officer") }
        if role.isAutomatic { marks.append("by the phone") }
        if late > 0 { marks.append("\(late) min late") }
        if copies > 1 { marks.append("\(copies) copies") }
        if lost != nil { marks.append("a part lost") }
        return text + (marks.isEmpty ? "" : " [" + marks.joined(separator: ", ") + "]")
    }
}
