import Conversations
import PublicServices
import Simulation
import Storage
import Testing

@Suite(.timeLimit(.minutes(5))) struct InterestListTests {
    @Test func `DK after a subject with a list puts the sender on it, once`() async throws {
        try await GatewayBench.run { bench in
            let villager = bench.villager("+84901234599")
            _ = try await villager.send("khi nao co lop ky nang so o thon")
            #expect(try await bench.wait { bench.answers.to("+84901234599").count == 2 })
            _ = try await villager.send("DK")
            _ = try await villager.send("dk")
            #expect(try await bench.wait { bench.answers.to("+84901234599").count == 4 })
            let entries = try await bench.store.interests(of: "digital_skills", limit: 10)
            #expect(entries.map(\.address) == ["599"])
            #expect(entries.first?.channel == "sms")
        }
    }
}
