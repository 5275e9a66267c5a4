import CheckedYAML
import Content
import Conversations
import Foundation
import PublicServices
import Testing

@testable import Gateway
@testable import Simulation

@Suite struct PortalOrderTests {
    private let portal = SimulatedPortal(
        token: "t",
        dossiers: [
            PortalDossier(code: "H48-261120-0001", procedureName: "Đăng ký khai sinh", state: "4", phone: "0901234567")
        ])

    @Test func `the state of a dossier changes while the portal runs`() throws {
        let said = try portal.carryOut(PortalOrder("state H48-261120-0001 9"))
        #expect(said == "H48-261120-0001: Đăng ký khai sinh, state 9")
        #expect(try portal.carryOut(PortalOrder("list")).contains("state 9"))
    }

    @Test func `fields are set, with spaces, and taken away`() throws {
        let order = "set H48-261120-0001 reason=Thiếu bản sao căn cước new_date=2026-12-01"
        let said = try portal.carryOut(PortalOrder(order))
        #expect(said.contains("new date 2026-12-01, Thiếu bản sao căn cước"))
        let emptied = try portal.carryOut(PortalOrder("set H48-261120-0001 reason="))
        #expect(!emptied.contains("Thiếu"))
        #expect(throws: Bench.Refusal.self) { try portal.carryOut(PortalOrder("set H48-261120-0001 state=")) }
        #expect(try portal.carryOut(PortalOrder("list")).contains("state 4"))
    }

    @Test func `the shipped file is a portal that the sample commune can ask`() throws {
        let file = BenchTests.root.appending(path: "config/examples/portal.jsonl")
        let text = try String(contentsOf: file, encoding: .utf8)
        let dossiers = try SimulatedPortal.dossiers(in: text, file: "portal.jsonl")
        #expect(dossiers.count == text.split(whereSeparator: \.isNewline).count)
        let rules = try #require(
            ScenarioTests.player.get().content.communes[CommuneID(rawValue: "dak-ha")]?.dossiers)
        for dossier in dossiers {
            let code = try #require(DossierCode(dossier.code))
            #expect(rules.issuers.contains(where: { dossier.code.contains($0) }), "\(dossier.code)")
            #expect(throws: Never.self) { try dossier.dossier(asked: code, rules: rules) }
        }
    }

    @Test func `a line that is no dossier is named with its number`() throws {
        let good = #"{"code": "H48-261120-0002", "procedure_name": "Kết hôn", "state": "1"}"#
        let problem = #expect(throws: FileProblem.self) {
            try SimulatedPortal.dossiers(in: good + "\n\n{}\n", file: "x.jsonl")
        }
        #expect("\(try #require(problem))".hasPrefix("x.jsonl:3: this is no dossier"))
    }

    @Test func `dossiers come and go`() throws {
        _ = try portal.carryOut(
            PortalOrder(#"add {"code": "H48-261120-0002", "procedure_name": "Kết hôn", "state": "1"}"#))
        #expect(try portal.carryOut(PortalOrder("list")).split(separator: "\n").count == 2)
        _ = try portal.carryOut(PortalOrder("remove H48-261120-0001"))
        #expect(throws: Bench.Refusal.self) { try portal.carryOut(PortalOrder("state H48-261120-0001 9")) }
    }

    @Test(arguments: [
        "", "x", "well done", "slow x", "slow -1", "slow 99999", "state", "state CODE", "set CODE", "set CODE x=1",
        "add {}", "remove", "list all",
    ])
    func `what is no order is refused with what may be written`(text: String) {
        #expect(throws: Bench.Refusal.self) { try PortalOrder(text) }
    }

    @Test func `moods are read`() throws {
        #expect(try PortalOrder("slow") == .mood(.slow(10)))
        #expect(try PortalOrder(" slow 2.5 ") == .mood(.slow(2.5)))
        #expect(try PortalOrder("refusing") == .mood(.refusing))
    }
}

@Suite struct ForgedCallTests {
    @Test func `a call with a wrong proof is refused on every kind of channel`() async throws {
        try await BenchTests.withBench { bench in
            await bench.change(to: .forging)
            for channel in bench.channels {
                await #expect(throws: Bench.Refusal.self, "\(channel.kind)") {
                    try await bench.turn(.text("xin chào"), from: channel.address(of: 1), on: channel)
                }
                let log = try await bench.log(of: channel.address(of: 1), on: channel)
                #expect(log.isEmpty)
            }
        }
    }
}
