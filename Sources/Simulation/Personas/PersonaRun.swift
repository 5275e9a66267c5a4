import CheckedYAML
import Content
import Conversations
import Evaluation
import Foundation
import Gateway
import PublicServices
import Synchronization

/// Holds the conversations of a plan with gateways of this process, and shrinks what failed.
package struct PersonaRun: Sendable {
    private let settings: GatewaySettings
    private let content: GatewayContent
    private let environment: [String: String]
    private let plan: PersonaPlan

    package init(_ plan: PersonaPlan, configuration: String, environment: [String: String]) throws {
        self.plan = plan
        self.environment = environment
        settings = try GatewaySettings.load(path: configuration)
        content = try GatewayContent.load(settings)
        try LoopbackHTTP.requirePortals(of: content)
    }

    /// Plays all; the report is the same for the same seed, count, program and content.
    ///
    /// - Parameter progress: told how many conversations are over.
    package func play(progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws -> PersonaReport {
        let blocks = plan.blocks
        var outcomes: [[PersonaOutcome]] = Array(repeating: [], count: blocks.count)
        let over = Mutex(0)
        try await withThrowingTaskGroup(of: (Int, [PersonaOutcome]).self) { group in
            var next = 0
            func begin() {
                guard next < blocks.count else { return }
                let place = next
                next += 1
                group.addTask { (place, try await self.play(blocks[place])) }
            }
            for _ in 0..<plan.jobs { begin() }
            while let (place, played) = try await group.next() {
                outcomes[place] = played
                let count = over.withLock { over in
                    over += played.count
                    return over
                }
                progress(count)
                begin()
            }
        }
        return PersonaReport(plan, outcomes.flatMap { $0 }, channels: try channels())
    }

    /// The conversations of one database, and behind them the search for the shortest scripts of those that failed.
    private func play(_ numbers: Range<Int>) async throws -> [PersonaOutcome] {
        try await PersonaGateway.with(settings, content: content, environment: environment) { gateway in
            guard let commune = content.communes[gateway.commune] else {
                throw Bench.Refusal(description: "There is no commune \(gateway.commune).")
            }
            let wants = PersonaWants(content: content, commune: commune)
            var outcomes: [PersonaOutcome] = []
            for number in numbers { outcomes.append(try await hold(number, wants, gateway)) }
            let shrinking = PersonaShrinking { [reader = PersonaReader(signs: wants.signs)] script in
                try await script.fails(on: gateway, reader: reader)
            }
            for place in outcomes.indices {
                guard let script = outcomes[place].script else { continue }
                outcomes[place].script = try await shrinking.shortest(of: script)
            }
            return outcomes
        }
    }

    private func hold(_ number: Int, _ wants: PersonaWants, _ gateway: PersonaGateway) async throws -> PersonaOutcome {
        var random = plan.random(of: number)
        let persona = Persona.draw(&random)
        let start = plan.start(of: number, &random)
        let wanted = wants.draw(&random, number: number, phone: "+84901234567", at: start)
        let villager = try await gateway.newVillager(
            on: persona.phone, start: start, losesReceipts: persona.faults.contains(.lostReceipt),
            dossier: wanted.first?.dossier)
        var talk = PersonaTalk(
            persona: persona, wants: wanted, reader: PersonaReader(signs: wants.signs), gateway: gateway,
            villager: villager, phrases: .own, seed: random.next())
        return try await talk.hold()
    }

    /// The channel of each phone, as scenarios name it.
    private func channels() throws -> [PersonaPhone: String] {
        var channels: [PersonaPhone: String] = [.zalo: "zalo"]
        do throws(FileProblem) {
            for entry in settings.channels.reversed() {
                let kind = try entry.entry("kind").string()
                if kind == "kannel" { channels[.basic] = try entry.entry("id").string() }
                if kind == "zalo" { channels[.zalo] = try entry.entry("id").string() }
            }
        } catch { throw FileProblems([error]) }
        if channels[.basic] == nil { channels[.basic] = "sms" }
        return channels
    }
}
