import Conversations
import Foundation
import PublicServices
import Testing

@testable import Gateway

/// What officers teach and confirm: kept in a file, in force at once, and taken back.
@Suite struct CommuneDeskTests {
    private static let day = CalendarDay(daysSince1970: 20_783)

    /// A desk on copies of the communes' folders.
    private func withDesk(_ test: (CommuneDesk, GatewayContent, GatewaySettings) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "communes-\(UUID())").path
        try FileManager.default.copyItem(atPath: GatewayBench.root + "/config/communes", toPath: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var settings = try GatewaySettings.load(path: GatewayBench.root + "/config/gateway.yaml")
        settings.communes = folder
        let content = try GatewayContent.load(settings)
        try await test(CommuneDesk(content, settings: settings), content, settings)
    }

    private let wording = LearntWordings.Entry(
        phrase: "giấy con rồng cháu tiên", topic: "marriage_registration", by: "Hạnh", on: day)

    private func topics(_ content: GatewayContent, _ commune: CommuneID) throws -> [TopicID] {
        let matcher = try #require(content.dialogues[commune]).matcher
        return matcher.decide(matcher.understand("xin giay con rong chau tien")).topics
    }

    @Test func `a taught wording holds at once, for its commune alone, and after a restart`() async throws {
        try await withDesk { desk, content, settings in
            _ = try await desk.trial(of: wording, in: "dak-ha")
            #expect(try topics(content, "dak-ha") == [])
            try await desk.teach(wording, in: "dak-ha")
            #expect(try topics(content, "dak-ha") == ["marriage_registration"])
            #expect(try topics(content, "dak-mar") == [])
            #expect(try topics(try GatewayContent.load(settings), "dak-ha") == ["marriage_registration"])
            await #expect(throws: CommuneDesk.Fault.wording(.known)) { try await desk.teach(wording, in: "dak-ha") }
            #expect(try await desk.forget(wording.phrase, in: "dak-ha"))
            #expect(try topics(content, "dak-ha") == [])
            #expect(try await desk.forget(wording.phrase, in: "dak-ha") == false)
            #expect(try topics(try GatewayContent.load(settings), "dak-ha") == [])
        }
    }

    @Test func `officers who save at once lose nothing of each other's, and no half file is left`() async throws {
        try await withDesk { desk, content, settings in
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        let entry = LearntWordings.Entry(
                            phrase: "câu số \(number)", topic: "marriage_registration", by: "Hạnh", on: Self.day)
                        try? await desk.teach(entry, in: "dak-ha")
                    }
                }
            }
            #expect(try await desk.wordings(of: "dak-ha").entries.count == 8)
            let files = try FileManager.default.contentsOfDirectory(atPath: settings.communes + "/dak-ha")
            #expect(files.filter { $0.hasPrefix(".") } == [])
        }
    }

    @Test func `what cannot be written changes nothing`() async throws {
        try await withDesk { desk, content, settings in
            try FileManager.default.removeItem(atPath: settings.communes + "/dak-ha")
            await #expect(throws: CommuneDesk.Fault.self) { try await desk.teach(wording, in: "dak-ha") }
            #expect(try topics(content, "dak-ha") == [])
            await #expect(throws: CommuneDesk.Fault.unknownCommune) { try await desk.teach(wording, in: "x") }
        }
    }

    @Test func `a confirmed fact is told without doubt at once, beside what was taught`() async throws {
        try await withDesk { desk, content, settings in
            let procedure = try #require(
                content.services.procedures.first { $0.facts[.fee]?.standing(on: Self.day) == .reference })
            let entry = OwnFacts.Entry(
                code: procedure.code, kind: .fee, text: "Tám nghìn đồng.", source: "NQ 12", by: "Hạnh", on: Self.day,
                validUntil: Self.day.adding(days: 30), was: procedure.facts[.fee]?.text)
            func told(_ content: GatewayContent) throws -> Fact? {
                let commune = try #require(content.dialogues["dak-ha"]).composer.commune
                return content.services.applying(overrides: commune)[procedure.code]?.facts[.fee]
            }
            try await desk.teach(wording, in: "dak-ha")
            try await desk.confirm(entry, for: "dak-ha")
            #expect(try told(content)?.text == "Tám nghìn đồng." && told(content)?.standing(on: Self.day) == .stated)
            #expect(try topics(content, "dak-ha") == ["marriage_registration"])
            #expect(try told(try GatewayContent.load(settings))?.text == "Tám nghìn đồng.")
            try await desk.drop(procedure.code, .fee, for: "dak-ha")
            #expect(try told(content) == procedure.facts[.fee])
        }
    }
}
