import Foundation
import PublicServices
import Storage
import Testing

@testable import Simulation

/// Dossiers over real HTTP, with the workers running.
@Suite(.timeLimit(.minutes(5))) struct DossierWayTests {
    @Test func `a registered phone is told its dossier's state, another one is not`() async throws {
        try await GatewayBench.run { bench in
            let dossier = Dossier(
                code: DossierCode.sample("000.00.53.H48-261120-0001"), procedureName: "Đăng ký khai sinh",
                state: .finished,
                phone: "+84901234567")
            _ = try await bench.store.importDossiers([dossier], of: "dak-ha", by: "Lan", now: Date())
            for phone in ["+84901234567", "+84901234568"] {
                try await bench.villager(phone).send("000.00.53.H48-261120-0001")
                #expect(try await bench.wait { bench.answers.to(phone).count == 2 })
            }
            #expect(bench.answers.to("+84901234567").contains { $0.text.contains("da co ket qua") })
            #expect(!bench.answers.to("+84901234568").contains { $0.text.contains("da co ket qua") })
            #expect(bench.answers.to("+84901234568").contains { $0.text.contains("4 so cuoi") })
        }
    }
}
