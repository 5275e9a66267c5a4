import Channels
package import CheckedYAML
package import Content
import Conversations
import Foundation
package import Gateway
import Logging
import PublicServices
import Storage
import Synchronization

/// Plays scenarios against the real content, dialogue and store, with the scenario's own clock; nothing leaves this machine.
package struct ScenarioPlayer: Sendable {
    /// What came of one scenario.
    package struct Outcome: Sendable {
        package var title: String
        package var file: String
        /// Readable differences; empty when all went as written.
        package var differences: [String]
        package var steps: Int
        /// What came of each step.
        package var played: [StepOutcome] = []
    }

    private let settings: GatewaySettings
    package let content: GatewayContent
    private let environment: [String: String]

    /// Loads the content once for all scenarios.
    package init(settings: GatewaySettings, environment: [String: String]) throws(FileProblems) {
        self.settings = settings
        content = try GatewayContent.load(settings)
        try LoopbackHTTP.requirePortals(of: content)
        self.environment = environment
    }

    /// The words that scenarios for this configuration may write.
    package var known: ScenarioValues {
        get throws {
            let own = try OwnChannels.missing(in: settings).map { try $0.entry("id").string() }
            return ScenarioValues(
                topics: content.intents.topics.map(\.id.rawValue), channels: try Self.ids(of: settings) + own)
        }
    }

    private static func ids(of settings: GatewaySettings) throws -> [String] {
        try settings.channels.map { try $0.entry("id").string() }
    }

    /// Plays one scenario on a new, empty store that is thrown away; beside a portal where it has one.
    package func play(_ scenario: Scenario) async throws -> Outcome {
        guard let known = scenario.portal else { return try await play(scenario, beside: nil) }
        let portal = SimulatedPortal(token: Self.portalToken, dossiers: known.map(PortalDossier.init))
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        return try await withThrowingTaskGroup(of: Outcome?.self) { group in
            group.addTask {
                try await portal.run { listening.yield($0) }
                return nil
            }
            for await port in ports {
                group.addTask { try await play(scenario, beside: (portal, "http://127.0.0.1:\(port)")) }
                break
            }
            defer { group.cancelAll() }
            while let outcome = try await group.next() {
                if let outcome { return outcome }
            }
            throw CancellationError()
        }
    }

    private static let portalToken = "token-of-the-scenario"

    private func play(
        _ scenario: Scenario, beside portal: (played: SimulatedPortal, url: String)?
    ) async throws -> Outcome {
        guard scenario.isSent else { return try await play(scenario, beside: portal, sendingTo: nil) }
        let provider = try ScenarioProvider(of: settings, environment: environment)
        return try await provider.run { try await play(scenario, beside: portal, sendingTo: provider) }
    }

    private func play(
        _ scenario: Scenario, beside portal: (played: SimulatedPortal, url: String)?,
        sendingTo provider: ScenarioProvider?
    ) async throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("scenario-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = settings
        settings.database = folder.appendingPathComponent("data/gateway.sqlite").path
        settings.keyFile = folder.appendingPathComponent("keys/gateway.key").path
        if let limits = scenario.limits {
            let limits = try ScenarioLimits(limits, over: settings.pace)
            settings.pace = limits.pace
            if let alarm = limits.alarm { settings.channelAlarmSeconds = alarm }
        }
        if let provider {
            settings.channels = provider.channels
        } else if try !Set(Self.ids(of: settings)).isSuperset(of: scenario.steps.map(\.channel) + [scenario.channel]) {
            // A scenario recorded at the bench may be of a kind that the configuration has no channel of.
            settings.channels += try OwnChannels.missing(in: settings)
        }
        let clock = SettableClock(scenario.steps.first?.at ?? Date(timeIntervalSince1970: 0))
        var logger = Logger(label: "scenario")
        logger.logLevel = .critical
        // How long the played provider takes is no part of a scenario, however busy this machine is.
        var limits = GatewayLimits()
        limits.provider.seconds = 120
        let assembly = try GatewayAssembly(
            settings: settings, content: try content(for: scenario, settings, portal: portal?.url), limits: limits,
            httpClient: LoopbackHTTP.client,
            environment: environment,
            logger: logger,
            now: { clock.now })
        defer { try? assembly.store.close() }
        if provider != nil { try await OwnChannels.keepTokens(of: settings, in: assembly.store, now: clock.now) }

        if !scenario.dossiers.isEmpty {
            try await register(scenario.dossiers, of: scenario, in: assembly, at: clock.now)
        }

        var outcome = Outcome(title: scenario.title, file: scenario.file, differences: [], steps: scenario.steps.count)
        for (number, step) in scenario.steps.enumerated() {
            clock.set(step.at)
            if let state = step.portal { portal?.played.change(to: state == .down ? .down : .well) }
            if let state = step.provider { await provider?.change(to: state) }
            let before = try await log(of: step, in: assembly).count
            let othersBefore = try await messagesToOthers(of: step, in: assembly).map(\.count)
            let openBefore = try await assembly.store.openEscalations(limit: 1000)
            let acted = try await assembly.store.lastDeed()
            let codes = Self.codes(in: outcome.played)
            try await act(step, number: number, scenario: scenario, codes: codes, assembly: assembly)
            if provider != nil { try await assembly.sendPending() }
            let new = Array(try await log(of: step, in: assembly).dropFirst(before))
            let others = try await messagesToOthers(of: step, in: assembly)
            let openAfter = try await assembly.store.openEscalations(limit: 1000)
            let opened = openAfter.filter { now in !openBefore.contains { $0.id == now.id } }
            let came = StepOutcome(
                step: step, log: new, toOthers: zip(others, othersBefore).map { Array($0.dropFirst($1)) },
                opened: opened.map(\.reason.rawValue),
                raised: try await assembly.store.mattersOpened(after: acted).map(\.reason),
                deeds: try await assembly.store.deeds(after: acted))
            outcome.played.append(came)
            outcome.differences += came.differences.map { "\(scenario.file):\(step.line ?? 0): \($0)" }
        }
        return outcome
    }

    /// The content with what the scenario says otherwise of its commune.
    private func content(
        for scenario: Scenario, _ settings: GatewaySettings, portal: String?
    ) throws -> GatewayContent {
        guard scenario.commune != nil || portal != nil,
            let id = try settings.channels.first(where: { try $0.entry("id").string() == scenario.channel })?
                .entry("commune").string(),
            var commune = content.communes[CommuneID(rawValue: id)],
            let dialogue = content.dialogues.byCommune[commune.id]
        else { return content }
        let wishes = scenario.commune ?? Scenario.CommuneWishes()
        if let portal { commune.dossiers.portal = DossierRules.Portal(url: portal, token: Self.portalToken) }
        if let asks = wishes.asksSatisfaction { commune.asksSatisfaction = asks }
        if let phones = wishes.practicePhones { commune.practicePhones = phones }
        if wishes.hasNoDutyPhone { commune.dutyPhone = nil }
        if let phone = wishes.dutyPhone { commune.dutyPhone = phone }
        if let addressee = wishes.addressee { commune.addressee = addressee }
        var content = content
        content.communes[commune.id] = commune
        var dialogues = content.dialogues.byCommune
        dialogues[commune.id] = Dialogue(
            matcher: dialogue.matcher, services: content.services, commune: commune, replies: content.replies,
            limits: dialogue.limits, shared: dialogue.shared)
        content.dialogues = Dialogues(dialogues)
        return content
    }

    /// The number that stood last behind letters such as LK in what was told.
    private static func codes(in played: [StepOutcome]) -> [String: String] {
        var codes: [String: String] = [:]
        for message in played.flatMap(\.told) {
            for match in message.text.matches(of: /\b(LK|KT|YK) ?([0-9]{2,8})\b/) {
                codes[String(match.1)] = String(match.2)
            }
        }
        return codes
    }

    private func messagesToOthers(of step: Scenario.Step, in assembly: GatewayAssembly) async throws
        -> [[StoredMessage]]
    {
        var lists: [[StoredMessage]] = []
        for other in step.others {
            let address = PhoneNumber(other.to)?.e164 ?? other.to
            let all = try await assembly.store.messages(of: ChannelID(rawValue: other.channel), address: address)
            lists.append(all.filter { $0.direction == .outgoing })
        }
        return lists
    }

    private func act(
        _ step: Scenario.Step, number: Int, scenario: Scenario, codes: [String: String], assembly: GatewayAssembly
    ) async throws {
        switch step.speaker {
        case .villager(let written, let kind):
            let text = codes.reduce(written) { $0.replacing("{\($1.key)}", with: $1.value) }
            let message = InboundMessage(
                channel: ChannelID(rawValue: step.channel), providerID: "scenario-\(number)", sender: step.phone,
                text: text.precomposedStringWithCanonicalMapping,
                // Steps of the same minute are none the less messages of their own.
                sentAt: (step.sent ?? step.at).addingTimeInterval(Double(number) / 1000), kind: kind,
                attachments: kind.playedAttachments)
            for _ in 0..<step.copies {
                _ = try await assembly.store.receive([.message(message)], at: step.at)
                try await assembly.handlePending()
            }
        case .staff(let text):
            guard let open = try await matter(in: step, in: assembly) else { return }
            let staff = PlayedStaff(content: try self.content(for: scenario, settings, portal: nil), assembly: assembly)
            try await staff.answer(
                open.id, text, number: number, key: "scenario-\(number)",
                by: try await staff.known(), restricted: step.namesPhone, at: step.at)
        case .register(let dossiers):
            try await register(dossiers, of: scenario, in: assembly, at: step.at)
            try await assembly.announceDossierNews()
        case .officer(let takes):
            guard let open = try await matter(in: step, in: assembly) else { return }
            let staff = PlayedStaff(content: content, assembly: assembly)
            _ = try await staff.take(open.id, takes, at: step.at)
        case .provider(let brought):
            _ = try await assembly.store.receive([brought.event(number, of: step)], at: step.at)
            try await assembly.handlePending()
        case .nobody: try await assembly.doWhatIsDue()
        }
    }

    private func register(
        _ dossiers: [Dossier], of scenario: Scenario, in assembly: GatewayAssembly, at time: Date
    ) async throws {
        let entry = try settings.channels.first { try $0.entry("id").string() == scenario.channel }
        guard let commune = try entry?.entry("commune").string() else { return }
        _ = try await assembly.store.importDossiers(
            dossiers, of: CommuneID(rawValue: commune), by: "cán bộ", now: time)
    }

    private func log(of step: Scenario.Step, in assembly: GatewayAssembly) async throws -> [StoredMessage] {
        let phone = PhoneNumber(step.phone)?.e164 ?? step.phone
        return try await assembly.store.messages(of: ChannelID(rawValue: step.channel), address: phone)
    }
}

extension PortalDossier {
    fileprivate init(_ dossier: Dossier) {
        self.init(
            code: dossier.code.description, procedureName: dossier.procedureName, state: String(dossier.state.rawValue),
            promisedOn: dossier.promisedOn?.description, reason: dossier.reason, newDate: dossier.newDate?.description,
            phone: dossier.phone)
    }
}

/// A clock that a scenario sets.
final class SettableClock: Sendable {
    private let time: Mutex<Date>

    init(_ date: Date) { time = Mutex(date) }
    var now: Date { time.withLock { $0 } }
    func set(_ date: Date) { time.withLock { $0 = date } }
}
