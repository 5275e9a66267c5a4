import Foundation
import Testing

@testable import Simulation

@Suite struct StormPlanTests {
    private static func plan(seed: UInt64 = 5, _ change: (inout StormWishes) -> Void = { _ in }) throws -> StormPlan {
        var wishes = StormWishes()
        wishes.seed = seed
        wishes.villagers = 120
        change(&wishes)
        let personas = try #require(Personas("một\nhai\nba"))
        return StormPlan(wishes: wishes, personas: personas, channels: 2, tag: "t")
    }

    @Test func `the same seed makes the same storm, another one another`() throws {
        let messages = try (0..<300).map(Self.plan().message).map { "\($0)" }
        #expect(try (0..<300).map(Self.plan().message).map { "\($0)" } == messages)
        #expect(try (0..<300).map(Self.plan(seed: 6).message).map { "\($0)" } != messages)
    }

    @Test func `each try of an answer has its luck from the seed alone`() {
        func luck(_ seed: UInt64, _ message: Int64, _ attempt: Int) -> Double {
            var luck = StormProvider.luck(seed: seed, message: message, attempt: attempt)
            return luck.next(upTo: 1)
        }
        #expect(luck(5, 7, 1) == luck(5, 7, 1))
        #expect(Set([luck(5, 7, 1), luck(5, 7, 2), luck(5, 8, 1), luck(6, 7, 1)]).count == 4)
        // Neighbours share no luck: about as many are refused as shall be.
        let refused = (1...4000).count {
            var luck = StormProvider.luck(seed: 5, message: Int64($0), attempt: 1)
            return luck.happens(0.1)
        }
        #expect((300...500).contains(refused))
    }

    @Test func `every villager sends every one of his messages`() throws {
        let plan = try Self.plan { $0.villagers = 100 }
        let count = plan.least
        #expect(count == 300)
        let byVillager = Dictionary(grouping: (0..<count).map(plan.message), by: \.villager)
        #expect(byVillager.count == 100)
        #expect(byVillager.values.allSatisfy { Set($0.map(\.text)) == ["một", "hai", "ba"] })
        #expect(byVillager.values.allSatisfy { Set($0.map(\.channel)).count == 1 })
        #expect(Set((0..<count).map { plan.message($0).id }).count == count)
    }

    @Test func `those who write on beyond the plan never say the same twice in a row`() throws {
        let plan = try Self.plan {
            ($0.villagers, $0.messages, $0.kills) = (20, 2, 1)
        }
        let texts = (0..<120).map(plan.message).filter { $0.villager == 3 }.map(\.text)
        #expect(texts.count == 6)
        #expect(zip(texts, texts.dropFirst()).allSatisfy { $0 != $1 })
    }

    @Test func `the same words of one villager never bear the same second`() {
        func message(_ villager: Int, _ text: String, isLate: Bool = false) -> StormMessage {
            StormMessage(
                id: "x", villager: villager, text: text, channel: 0, copies: 1, isLate: isLate, isHeldBack: false)
        }
        var words = SpokenWords()
        let now = Date(timeIntervalSince1970: 1_000.25)
        #expect(words.wait(of: message(1, "một"), at: now) == nil)
        #expect(words.wait(of: message(1, "một"), at: now + 0.5) == 0.25)
        // Others, other words and another time are no copies.
        #expect(words.wait(of: message(2, "một"), at: now) == nil)
        #expect(words.wait(of: message(1, "hai"), at: now) == nil)
        #expect(words.wait(of: message(1, "một", isLate: true), at: now) == nil)
        #expect(words.wait(of: message(1, "một"), at: now + 0.75) == nil)
    }

    @Test func `faults come in their shares`() throws {
        let none = try Self.plan {
            ($0.copies, $0.late, $0.reordered) = (0, 0, 0)
        }
        #expect((0..<500).map(none.message).allSatisfy { $0.copies == 1 && !$0.isLate && !$0.isHeldBack })
        let all = try Self.plan {
            ($0.copies, $0.late, $0.reordered) = (1, 1, 1)
        }
        #expect((0..<500).map(all.message).allSatisfy { (2...5).contains($0.copies) && $0.isLate && $0.isHeldBack })
    }

    @Test func `personas keep to their own texts, in order`() throws {
        let personas = try #require(Personas("# lời\nme\ta\n\nme\tb\nbo\tc\n"))
        #expect((0..<3).map { personas.text(of: 0, turn: $0) } == ["a", "b", "a"])
        #expect((0..<2).map { personas.text(of: 1, turn: $0) } == ["c", "c"])
        #expect(Personas("# nothing\n\n") == nil)
    }

    @Test func `a configuration keeps the sections that the storm does not own`() {
        let text = "# head\nserver:\n  port: 1\nlimits:\n  rate: 3\nchannels:\n  - id: x\n    # note\n"
        let made = StormSite.exchanged(text, for: ["server": "server:\n  port: 2", "channels": "channels: []"])
        #expect(made.contains("port: 2") && made.contains("limits:\n  rate: 3") && made.contains("channels: []"))
        #expect(!made.contains("port: 1") && !made.contains("id: x"))
    }

    @Test func `latencies count only what was taken`() {
        let record = LatencyRecord()
        for milliseconds in 1...100 { record.note(.status(200), after: .milliseconds(milliseconds)) }
        record.note(.status(503), after: .seconds(9))
        record.note(.problem("no connection"), after: .zero)
        let summary = record.summary()
        #expect((summary.calls, summary.taken) == (102, 100))
        #expect(abs(summary.p50 - 50) < 0.1 && abs(summary.p99 - 99) < 0.1 && abs(summary.max - 100) < 0.1)
        #expect(summary.outcomes == ["200": 100, "503": 1, "no connection": 1])
    }
}
