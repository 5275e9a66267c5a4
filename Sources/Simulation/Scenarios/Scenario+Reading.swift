package import CheckedYAML
import Conversations
import Foundation
import Gateway
import PublicServices

extension Scenario {
    /// Reads a scenario file; problems name file, line, entry and mend.
    ///
    /// - Parameter known: what the configuration knows; without it topics and channels are taken as they stand.
    package static func load(
        path: String, known: ScenarioValues = ScenarioValues()
    ) throws(FileProblems) -> Scenario {
        do throws(FileProblem) {
            return try Scenario(YAMLEntry.load(path: path), known)
        } catch {
            throw FileProblems([error])
        }
    }

    /// Reads all files for a player; the problems of all of them come at once.
    package static func load(paths: [String], for player: ScenarioPlayer) throws -> [Scenario] {
        let known = try player.known
        var problems: [FileProblem] = []
        var scenarios: [Scenario] = []
        for path in paths {
            do throws(FileProblems) {
                scenarios.append(try load(path: path, known: known))
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw FileProblems(problems) }
        return scenarios
    }

    fileprivate init(_ root: YAMLEntry, _ known: ScenarioValues) throws(FileProblem) {
        try root.allow(keys: ScenarioKey.names(of: .scenario))
        title = try root.entry("scenario").string()
        file = root.file
        channel = try known.channel(root.entry("channel"))
        let phone = try root.ifAny("phone", Self.phone) ?? "+84901234567"
        commune = try root.optional("commune").map { (entry) throws(FileProblem) in try CommuneWishes(entry) }
        limits = try root.optional("limits")
        if let limits { _ = try ScenarioLimits(limits, over: MessagePace()) }
        portal = try root.optional("portal")?.dossiers()
        dossiers = try root.optional("dossiers")?.dossiers() ?? []
        tags = Set(try root.optional("tags")?.strings() ?? [])
        let isPartial = try root.optional("partial")?.bool() ?? false
        var clock = try root.entry("start").moment(after: nil)
        steps = []
        let list = try root.entry("steps")
        guard try !list.entries().isEmpty else {
            throw list.problem("nothing happens, so nothing can differ", mend: "write a step such as - villager: …")
        }
        for entry in try list.entries() {
            try entry.allow(keys: ScenarioKey.names(of: .step))
            try entry.requireOneSpeaker()
            if let at = try entry.optional("at") { clock = try at.moment(after: clock) }
            let speaker: Speaker
            if let message = try entry.villagersMessage() {
                speaker = .villager(message.text, message.kind)
            } else if let text = try entry.optional("staff")?.string() {
                speaker = .staff(text)
            } else if let list = try entry.optional("dossiers") {
                speaker = .register(try list.dossiers())
            } else if let takes = try entry.optional("takes")?.bool() {
                speaker = .officer(takes: takes)
            } else if let minutes = try entry.optional("waits")?.int(in: 1...100_000) {
                speaker = .nobody
                clock.addTimeInterval(Double(minutes) * 60)
            } else if let brought = try entry.optional("brings") {
                speaker = .provider(try brought.oneOf(Brought.self))
            } else {
                throw entry.problem("nobody speaks", mend: "write villager: …, staff: … or dossiers: […]")
            }
            let channel = try entry.ifAny("channel", known.channel) ?? channel
            let ownPhone = try entry.ifAny("phone", Self.phone)
            var others: [OtherExpectation] = []
            if let list = try entry.optional("others") {
                for item in try list.entries() { others.append(try OtherExpectation(item, channel: channel, known)) }
            }
            var expected: [Expectation] = []
            if let list = try entry.optional("expect") {
                for item in try list.entries() { expected.append(try Expectation(item, known)) }
            }
            steps.append(
                Step(
                    speaker: speaker, at: clock, sent: try entry.optional("sent")?.moment(after: clock - 86_400),
                    copies: try entry.optional("copies")?.int(in: 1...20) ?? 1,
                    phone: ownPhone ?? phone, namesPhone: ownPhone != nil, channel: channel,
                    expected: expected, others: others,
                    portal: try entry.optional("portal")?.oneOf(PortalState.self),
                    provider: try entry.optional("provider")?.oneOf(ProviderState.self),
                    escalated: try entry.ifAny("escalated", known.reason),
                    isPartial: try entry.optional("partial")?.bool() ?? isPartial,
                    decision: try entry.ifAny("decision", known.decision),
                    topic: try entry.ifAny("topic", known.topic),
                    segments: try entry.optional("segments")?.int(in: 0...1000), line: entry.line))
            clock.addTimeInterval(60)
        }
    }
}

extension Scenario {
    /// A number as the gateway knows it; the ids of other channels stay as they are.
    private static func phone(_ entry: YAMLEntry) throws(FileProblem) -> String {
        let text = try entry.string()
        return PhoneNumber(text)?.e164 ?? text
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
    fileprivate init(_ entry: YAMLEntry, channel: String, _ known: ScenarioValues) throws(FileProblem) {
        try entry.allow(keys: ScenarioKey.names(of: .other))
        to = try entry.entry("to").string()
        self.channel = try entry.ifAny("channel", known.channel) ?? channel
        template = try entry.ifAny("template", known.template)
        contains = try entry.optional("contains")?.strings() ?? []
        line = entry.line
        guard template != nil || !contains.isEmpty else {
            throw entry.problem("it would accept anything", mend: "write template: … or contains: […]")
        }
    }
}

extension Scenario.Expectation {
    fileprivate init(_ entry: YAMLEntry, _ known: ScenarioValues) throws(FileProblem) {
        try entry.allow(keys: ScenarioKey.names(of: .expectation))
        template = try entry.ifAny("template", known.template)
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
    /// What a villager sends in a step, nil where another acts; what is no text may come without words.
    func villagersMessage() throws(FileProblem) -> (text: String, kind: MessageKind)? {
        guard let words = try optional("villager") else { return nil }
        let kind = try optional("kind")?.oneOf(MessageKind.self) ?? .text
        let text = try words.textOrBlank()
        guard kind != .text || text.contains(where: { !$0.isWhitespace }) else {
            throw words.problem(
                "the text is blank", mend: "write the villager's words, or what comes instead, such as kind: image")
        }
        return (text, kind)
    }
}

extension YAMLEntry {
    /// What stands under a key, read; nil where it is left out.
    fileprivate func ifAny(
        _ key: String, _ read: (YAMLEntry) throws(FileProblem) -> String
    ) throws(FileProblem) -> String? {
        guard let entry = try optional(key) else { return nil }
        return try read(entry)
    }

    /// Of two who speak in one step only one would be heard.
    fileprivate func requireOneSpeaker() throws(FileProblem) {
        var found: [String] = []
        for key in ["villager", "staff", "dossiers", "takes", "waits", "brings"] where try optional(key) != nil {
            found.append(key)
        }
        guard found.count <= 1 else {
            throw problem("\(found.joined(separator: " and ")) stand in one step", mend: "write a step for each")
        }
    }

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
