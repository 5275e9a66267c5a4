package import CheckedYAML
package import Conversations
package import Foundation
package import PublicServices

/// A conversation written down with what is expected of the gateway; a golden test that people can read.
package struct Scenario: Sendable {
    package enum Speaker: Sendable {
        case villager(String, MessageKind)
        /// Staff answer the conversation's open question.
        case staff(String)
        /// Staff import these dossiers, none perhaps; then followers are told what is new at that hour.
        case register([Dossier])
        /// An officer takes the conversation's open question, or gives it back.
        case officer(takes: Bool)
        /// Nothing comes; what is due is done.
        case nobody
    }

    package enum PortalState: String, Sendable, CaseIterable {
        case well, down
    }

    /// What the commune's profile says otherwise.
    package struct CommuneWishes: Sendable {
        package var asksSatisfaction: Bool?
        package var practicePhones: [String]?
        package var dutyPhone: String?
        package var hasNoDutyPhone = false
        package var addressee: String?

        init() {}
    }

    /// One message that is expected at somebody who did not write.
    package struct OtherExpectation: Sendable {
        package var to: String
        package var channel: String
        package var template: String?
        package var contains: [String]
        package var line: Int?
    }

    /// One reply that is expected: its template, parts of its text, or both.
    package struct Expectation: Sendable {
        package var template: String?
        /// The whole text.
        package var text: String?
        /// The most SMS segments.
        package var segments: Int?
        package var contains: [String]
        package var lacks: [String]
        package var line: Int?
    }

    package struct Step: Sendable {
        package var speaker: Speaker
        package var at: Date
        /// When it was written, where it comes late.
        package var sent: Date? = nil
        /// How often the provider brings it.
        package var copies = 1
        /// Whose phone; villagers of a scenario may be several.
        package var phone: String
        package var channel: String
        package var expected: [Expectation]
        package var others: [OtherExpectation] = []
        /// How the portal answers from now on; nil where nothing changes.
        package var portal: PortalState?
        /// The reason of the escalation that is expected, `none` for none, nil for no matter.
        package var escalated: String?
        /// Whether other replies than the expected ones may come too.
        package var isPartial: Bool
        package var decision: String?
        package var topic: String?
        /// The most SMS segments of all replies together.
        package var segments: Int?
        package var line: Int?
    }

    package var title: String
    package var file: String
    package var channel: String
    package var commune: CommuneWishes?
    /// What a portal knows; nil where the commune has none.
    package var portal: [Dossier]?
    /// What the register holds before the first step.
    package var dossiers: [Dossier]
    package var tags: Set<String>
    package var steps: [Step]

    /// Reads a scenario file; problems name file, line, entry and mend.
    package static func load(path: String) throws(FileProblems) -> Scenario {
        do throws(FileProblem) {
            return try Scenario(YAMLEntry.load(path: path))
        } catch {
            throw FileProblems([error])
        }
    }

    private init(_ root: YAMLEntry) throws(FileProblem) {
        try root.allow(keys: ScenarioKey.names(of: .scenario))
        title = try root.entry("scenario").string()
        file = root.file
        channel = try root.entry("channel").string()
        let phone = try root.optional("phone")?.string() ?? "+84901234567"
        commune = try root.optional("commune").map { (entry) throws(FileProblem) in try CommuneWishes(entry) }
        portal = try root.optional("portal")?.dossiers()
        dossiers = try root.optional("dossiers")?.dossiers() ?? []
        tags = Set(try root.optional("tags")?.strings() ?? [])
        let isPartial = try root.optional("partial")?.bool() ?? false
        var clock = try root.entry("start").moment(after: nil)
        steps = []
        for entry in try root.entry("steps").entries() {
            try entry.allow(keys: ScenarioKey.names(of: .step))
            if let at = try entry.optional("at") { clock = try at.moment(after: clock) }
            let speaker: Speaker
            if let text = try entry.optional("villager")?.string() {
                speaker = .villager(text, try entry.optional("kind")?.oneOf(MessageKind.self) ?? .text)
            } else if let text = try entry.optional("staff")?.string() {
                speaker = .staff(text)
            } else if let list = try entry.optional("dossiers") {
                speaker = .register(try list.dossiers())
            } else if let takes = try entry.optional("takes")?.bool() {
                speaker = .officer(takes: takes)
            } else if let minutes = try entry.optional("waits")?.int(in: 1...100_000) {
                speaker = .nobody
                clock.addTimeInterval(Double(minutes) * 60)
            } else {
                throw entry.problem("nobody speaks", mend: "write villager: …, staff: … or dossiers: […]")
            }
            let channel = try entry.optional("channel")?.string() ?? channel
            var others: [OtherExpectation] = []
            if let list = try entry.optional("others") {
                for item in try list.entries() { others.append(try OtherExpectation(item, channel: channel)) }
            }
            var expected: [Expectation] = []
            if let list = try entry.optional("expect") {
                for item in try list.entries() { expected.append(try Expectation(item)) }
            }
            steps.append(
                Step(
                    speaker: speaker, at: clock, sent: try entry.optional("sent")?.moment(after: clock - 86_400),
                    copies: try entry.optional("copies")?.int(in: 1...20) ?? 1,
                    phone: try entry.optional("phone")?.string() ?? phone, channel: channel,
                    expected: expected, others: others,
                    portal: try entry.optional("portal")?.oneOf(PortalState.self),
                    escalated: try entry.optional("escalated")?.string(),
                    isPartial: try entry.optional("partial")?.bool() ?? isPartial,
                    decision: try entry.optional("decision")?.string(), topic: try entry.optional("topic")?.string(),
                    segments: try entry.optional("segments")?.int(in: 0...1000), line: entry.line))
            clock.addTimeInterval(60)
        }
    }
}

extension Scenario.CommuneWishes {
    fileprivate init(_ entry: YAMLEntry) throws(FileProblem) {
        try entry.allow(keys: ScenarioKey.names(of: .commune))
        asksSatisfaction = try entry.optional("asks_satisfaction")?.bool()
        practicePhones = try entry.optional("practice_phones")?.strings().map { PhoneNumber($0)?.e164 ?? $0 }
        let duty = try entry.optional("duty_phone")?.string()
        hasNoDutyPhone = duty == "none"
        dutyPhone = hasNoDutyPhone ? nil : duty
        addressee = try entry.optional("addressee")?.string()
    }
}

extension Scenario.OtherExpectation {
    fileprivate init(_ entry: YAMLEntry, channel: String) throws(FileProblem) {
        try entry.allow(keys: ScenarioKey.names(of: .other))
        to = try entry.entry("to").string()
        self.channel = try entry.optional("channel")?.string() ?? channel
        template = try entry.optional("template")?.string()
        contains = try entry.optional("contains")?.strings() ?? []
        line = entry.line
        guard template != nil || !contains.isEmpty else {
            throw entry.problem("it would accept anything", mend: "write template: … or contains: […]")
        }
    }
}

extension Scenario.Expectation {
    fileprivate init(_ entry: YAMLEntry) throws(FileProblem) {
        try entry.allow(keys: ScenarioKey.names(of: .expectation))
        template = try entry.optional("template")?.string()
        text = try entry.optional("text")?.string()
        segments = try entry.optional("segments")?.int(in: 1...1000)
        contains = []
        lacks = []
        if let list = try entry.optional("contains") { contains = try list.strings() }
        if let list = try entry.optional("lacks") { lacks = try list.strings() }
        line = entry.line
        guard template != nil || text != nil || segments != nil || !contains.isEmpty else {
            throw entry.problem("it would accept anything", mend: "write template: … or contains: […]")
        }
    }
}

extension YAMLEntry {
    /// `2026-11-24 08:00`, or `08:05` for the next time that the clock shows it; Vietnamese time.
    fileprivate func moment(after clock: Date?) throws(FileProblem) -> Date {
        let text = try string()
        let parts = text.split(separator: " ")
        let vietnam: TimeInterval = 7 * 3600
        func seconds(_ time: Substring) -> TimeInterval? {
            let numbers = time.split(separator: ":").compactMap { Int($0) }
            guard numbers.count == 2, (0...23).contains(numbers[0]), (0...59).contains(numbers[1]) else { return nil }
            return TimeInterval(numbers[0] * 3600 + numbers[1] * 60)
        }
        if parts.count == 2, let time = seconds(parts[1]),
            let day = try? Date(String(parts[0]) + "T00:00:00Z", strategy: .iso8601)
        {
            return day.addingTimeInterval(time - vietnam)
        }
        if parts.count == 1, let clock, let time = seconds(parts[0]) {
            let local = clock.timeIntervalSince1970 + vietnam
            let midnight = (local / 86_400).rounded(.down) * 86_400
            let today = Date(timeIntervalSince1970: midnight + time - vietnam)
            return today >= clock ? today : today.addingTimeInterval(86_400)
        }
        throw problem("\"\(text)\" is no time", mend: "write 2026-11-24 08:00, or 08:05 behind an earlier time")
    }
}
