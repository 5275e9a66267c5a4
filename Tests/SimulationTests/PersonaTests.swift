import Content
import Conversations
import Evaluation
import Foundation
import Gateway
import PublicServices
import Storage
import Testing

@testable import Simulation

@Suite(.serialized) struct PersonaTests {
    static let configuration = BenchTests.root.appending(path: "config/gateway.yaml").path

    static let loaded = Result {
        let settings = try GatewaySettings.load(path: configuration)
        return (settings, try GatewayContent.load(settings))
    }

    /// Monday 2026-11-23, ten in the morning in Vietnam.
    static let start = PersonaPlan.begin.addingTimeInterval(10 * 3600)

    static func withGateway<Value: Sendable>(
        _ work: @escaping @Sendable (PersonaGateway, PersonaWants) async throws -> Value
    ) async throws -> Value {
        let (settings, content) = try loaded.get()
        return try await PersonaGateway.with(settings, content: content, environment: [:]) { gateway in
            let commune = try #require(content.communes[gateway.commune])
            return try await work(gateway, PersonaWants(content: content, commune: commune))
        }
    }

    static func persona(patience: Int = 3, faults: Set<PersonaFault> = [], phone: PersonaPhone = .basic) -> Persona {
        Persona(
            kind: "elder", spelling: .marks, dialect: .north, patience: patience, phone: phone, isPolite: false,
            isWordy: false, faults: faults)
    }

    static func talk(
        _ persona: Persona, _ wanted: [PersonaWant], _ gateway: PersonaGateway, _ wants: PersonaWants
    ) async throws -> (PersonaOutcome, [PersonaTurn]) {
        let villager = try await gateway.newVillager(
            on: persona.phone, start: start, losesReceipts: persona.faults.contains(.lostReceipt),
            dossier: wanted.first?.dossier)
        var talk = PersonaTalk(
            persona: persona, wants: wanted, reader: PersonaReader(signs: wants.signs), gateway: gateway,
            villager: villager, phrases: .own, seed: 1)
        return (try await talk.hold(), talk.turns)
    }

    static func fact(_ kind: PersonaWant.Kind, of code: String, _ wants: PersonaWants) throws -> PersonaWant {
        let procedure = try #require(wants.services[ProcedureCode(rawValue: code)])
        let phrase = try #require(PersonaMatters.phrases.first { $0.code.rawValue == code }?.phrases.first)
        return wants.fact(kind, of: procedure, phrase: phrase, at: start)
    }

    // MARK: - Runs

    @Test func `the same seed gives the same run, however many databases are filled at once`() async throws {
        var one = PersonaPlan(seed: 11, count: 24, jobs: 1)
        one.blockSize = 8
        var other = one
        other.jobs = 3
        let runs = try [one, other].map { try PersonaRun($0, configuration: Self.configuration, environment: [:]) }
        let (first, second) = (try await runs[0].play(), try await runs[1].play())
        #expect(try first.json == second.json)
        #expect("\(first)" == "\(second)")
        #expect(first.scenarios == second.scenarios)
        #expect(first.count == 24 && first.all.reached + first.all.leftToStaff + first.all.failed == 24)
        one.seed = 12
        let third = try await PersonaRun(one, configuration: Self.configuration, environment: [:]).play()
        #expect(try third.json != first.json)
    }

    @Test func `a villager gets the fee, the papers and an officer`() async throws {
        try await Self.withGateway { gateway, wants in
            let wanted = [
                try Self.fact(.fee, of: "1.000894", wants), try Self.fact(.time, of: "1.000894", wants),
            ]
            let (outcome, turns) = try await Self.talk(Self.persona(), wanted, gateway, wants)
            #expect(outcome.script == nil, "\(turns.map(\.text))")
            #expect(outcome.fulfilled == 2 && turns.count == 2)
            var random = SplitMix(state: 1)
            let (met, spoken) = try await Self.talk(
                Self.persona(phone: .zalo), [wants.person(&random)], gateway, wants)
            #expect(met.script == nil, "\(spoken.map(\.text))")
            #expect(spoken.map(\.role) == [.ask, .officer])
        }
    }

    @Test func `who wants what no answer can hold gives up, and the scenario of it fails`() async throws {
        let script = try await Self.withGateway { gateway, wants in
            var want = try Self.fact(.fee, of: "1.001193", wants)
            want.expected.pieces = ["một con voi trắng"]
            let (outcome, turns) = try await Self.talk(Self.persona(patience: 2), [want], gateway, wants)
            let script = try #require(outcome.script)
            #expect(outcome.fulfilled == 0 && turns.count == 2, "\(turns.map(\.text))")
            let reader = PersonaReader(signs: wants.signs)
            return try await PersonaShrinking { try await $0.fails(on: gateway, reader: reader) }.shortest(of: script)
        }
        #expect(script.turns.count <= 2 && script.failure == .otherFact)
        let text = PersonaScenario.text(of: script, count: 1, channel: "sms-dak-ha", seed: 1)
        let file = FileManager.default.temporaryDirectory.appending(path: "persona-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try text.write(to: file, atomically: true, encoding: .utf8)
        let player = try ScenarioPlayer(
            settings: try GatewaySettings.load(path: Self.configuration), environment: [:])
        let played = try await player.play(try Scenario.load(path: file.path))
        #expect(played.differences.contains { $0.contains("một con voi trắng") })
        #expect(text.contains(#"["một con voi trắng", "đăng ký khai sinh"]"#))
        // With what the gateway does say, the same file passes.
        try text.replacing("một con voi trắng", with: "Miễn phí").write(to: file, atomically: true, encoding: .utf8)
        #expect(try await player.play(try Scenario.load(path: file.path)).differences.isEmpty)
    }

    // MARK: - Faults

    @Test func `copies are answered once, and a late message is late`() async throws {
        try await Self.withGateway { gateway, _ in
            let once = PersonaTurn(role: .ask, core: "lệ phí đăng ký kết hôn", minute: 1)
            var thrice = once
            thrice.copies = 3
            var counts: [Int] = []
            for turn in [once, thrice] {
                let villager = try await gateway.newVillager(
                    on: .basic, start: Self.start, losesReceipts: false, dossier: nil)
                counts.append(try await gateway.deliver(turn, of: villager, number: 0).texts.count)
            }
            #expect(counts[0] > 0 && counts[0] == counts[1])
            // Alone it means nothing; behind a later message the gateway says when it was sent.
            let villager = try await gateway.newVillager(
                on: .basic, start: Self.start, losesReceipts: false, dossier: nil)
            _ = try await gateway.deliver(once, of: villager, number: 0)
            var late = PersonaTurn(role: .ask, core: "còn giấy tờ", minute: 200)
            late.late = 200
            let came = try await gateway.deliver(late, of: villager, number: 1)
            #expect(came.texts.contains { $0.contains("10:00") }, "\(came.texts)")
        }
    }

    @Test func `a lost receipt leaves an answer sent, one that comes makes it delivered`() async throws {
        try await Self.withGateway { gateway, _ in
            for (isLost, state) in [(true, DeliveryState.sent), (false, .delivered)] {
                let villager = try await gateway.newVillager(
                    on: .basic, start: Self.start, losesReceipts: isLost, dossier: nil)
                let turn = PersonaTurn(role: .ask, core: "lệ phí đăng ký kết hôn", minute: 1)
                _ = try await gateway.deliver(turn, of: villager, number: 0)
                let log = try await gateway.assembly.store.messages(
                    of: ChannelID(rawValue: gateway.channel(of: .basic)), address: villager.address)
                #expect(Set(log.compactMap(\.deliveryState)) == [state])
                #expect(try await gateway.wait(until: 300, villager).isEmpty)
            }
        }
    }

    @Test func `a part that is lost takes its words away, and short messages have no parts`() {
        var turn = PersonaTurn(role: .ask, core: String(repeating: "chờ cán bộ trả lời ", count: 8), minute: 1)
        let whole = turn.text
        let parts = SMSParts.of(whole)
        #expect(parts.count == 3 && parts.joined() == whole && parts.allSatisfy { $0.utf16.count <= 67 })
        turn.lost = .last
        #expect(turn.text == parts[0] + parts[1])
        turn.lost = .first
        #expect(turn.text == parts[1] + parts[2])
        turn.core = "chờ"
        #expect(turn.text == "chờ")
    }

    @Test(arguments: PersonaFault.allCases) func `each fault shows in what is sent`(fault: PersonaFault) async throws {
        try await Self.withGateway { gateway, wants in
            let want = try Self.fact(.fee, of: "1.000894", wants)
            let wanted = [
                want, try Self.fact(.time, of: "1.000894", wants), try Self.fact(.place, of: "1.000894", wants),
            ]
            let (outcome, turns) = try await Self.talk(Self.persona(faults: [fault]), wanted, gateway, wants)
            switch fault {
            case .duplicate: #expect(turns.contains { $0.copies > 1 })
            case .reorder: #expect(turns.prefix(2).map(\.role) == [.ask, .hello] && turns[1].late > 0)
            case .late: #expect(turns.contains { $0.late == 180 })
            case .lostPart: #expect(turns[0].lost != nil && SMSParts.of(turns[0].before).count > 1)
            case .lostReceipt: #expect(outcome.script == nil)
            case .autoReply: #expect(turns.contains { $0.role == .autoReply })
            case .reaction: #expect(turns.contains { $0.role == .reaction && $0.text.contains("“") })
            }
        }
    }
}
