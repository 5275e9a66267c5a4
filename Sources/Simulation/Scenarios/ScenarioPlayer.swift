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

    /// Plays one scenario on a new, empty store that is thrown away.
    package func play(_ scenario: Scenario) async throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("scenario-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = settings
        settings.database = folder.appendingPathComponent("data/gateway.sqlite").path
        settings.keyFile = folder.appendingPathComponent("keys/gateway.key").path
        // A scenario recorded at the bench may be of a kind that the configuration has no channel of.
        if try settings.channels.allSatisfy({ try $0.entry("id").string() != scenario.channel }) {
            settings.channels += try OwnChannels.missing(in: settings)
        }
        let clock = SettableClock(scenario.steps.first?.at ?? Date(timeIntervalSince1970: 0))
        var logger = Logger(label: "scenario")
        logger.logLevel = .critical
        let assembly = try GatewayAssembly(
            settings: settings, content: content, httpClient: LoopbackHTTP.client, environment: environment,
            logger: logger,
            now: { clock.now })
        defer { try? assembly.store.close() }

        if !scenario.dossiers.isEmpty {
            try await register(scenario.dossiers, of: scenario, in: assembly, at: clock.now)
        }

        var outcome = Outcome(title: scenario.title, file: scenario.file, differences: [], steps: scenario.steps.count)
        for (number, step) in scenario.steps.enumerated() {
            clock.set(step.at)
            let before = try await log(of: step, of: scenario, in: assembly).count
            let openBefore = try await assembly.store.openEscalations(limit: 1000)
            let acted = try await assembly.store.lastDeed()
            try await act(step, number: number, scenario: scenario, assembly: assembly)
            let new = Array(try await log(of: step, of: scenario, in: assembly).dropFirst(before))
            let openAfter = try await assembly.store.openEscalations(limit: 1000)
            let opened = openAfter.filter { now in !openBefore.contains { $0.id == now.id } }
            let came = StepOutcome(
                step: step, log: new, opened: opened.map(\.reason.rawValue),
                raised: try await assembly.store.reasonsOpened(after: acted),
                deeds: try await assembly.store.deeds(after: acted))
            outcome.played.append(came)
            outcome.differences += came.differences.map { "\(scenario.file):\(step.line ?? 0): \($0)" }
        }
        return outcome
    }

    private func act(_ step: Scenario.Step, number: Int, scenario: Scenario, assembly: GatewayAssembly) async throws {
        switch step.speaker {
        case .villager(let text, let kind):
            let message = InboundMessage(
                channel: ChannelID(rawValue: scenario.channel), providerID: "scenario-\(number)", sender: step.phone,
                text: text.precomposedStringWithCanonicalMapping,
                // Steps of the same minute are none the less messages of their own.
                sentAt: (step.sent ?? step.at).addingTimeInterval(Double(number) / 1000), kind: kind,
                attachments: kind == .text || kind == .follow ? [] : [MessageAttachment(kind: kind)])
            for _ in 0..<step.copies {
                _ = try await assembly.store.receive([.message(message)], at: step.at)
                try await assembly.handlePending()
            }
        case .staff(let text):
            guard let open = try await assembly.store.openEscalations(limit: 1).first else { return }
            _ = try await assembly.store.answer(escalation: open.id, text: text, by: "cán bộ", now: step.at)
        case .register(let dossiers):
            try await register(dossiers, of: scenario, in: assembly, at: step.at)
            try await assembly.announceDossierNews()
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

    private func log(
        of step: Scenario.Step, of scenario: Scenario, in assembly: GatewayAssembly
    ) async throws -> [StoredMessage] {
        let phone = PhoneNumber(step.phone)?.e164 ?? step.phone
        return try await assembly.store.messages(of: ChannelID(rawValue: scenario.channel), address: phone)
    }
}

/// A clock that a scenario sets.
final class SettableClock: Sendable {
    private let time: Mutex<Date>

    init(_ date: Date) { time = Mutex(date) }
    var now: Date { time.withLock { $0 } }
    func set(_ date: Date) { time.withLock { $0 = date } }
}
