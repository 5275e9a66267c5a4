import AsyncHTTPClient
import CheckedYAML
import Content
import Conversations
import Foundation
import PublicServices
import Storage
import Synchronization
import Testing

@testable import Gateway

/// What officers teach and confirm: kept in a file, in force at once and over a reload, and taken back.
@Suite struct CommuneDeskTests {
    private static let day = CalendarDay(daysSince1970: 20_783)

    /// A desk on copies of the communes' folders and the answers.
    ///
    /// - Parameter whenRead: called in a reload, after the files are read and before they are in use.
    private func withDesk(
        whenRead: @escaping @Sendable () -> Void = {},
        _ test: (CommuneDesk, LiveContent, GatewaySettings) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "communes-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = try GatewaySettings.load(path: GatewayBench.root + "/config/gateway.yaml")
        for (path, name) in [(\GatewaySettings.communes, "communes"), (\.replies, "replies.yaml")] {
            let copy = folder.appending(path: name).path
            try FileManager.default.copyItem(atPath: settings[keyPath: path], toPath: copy)
            settings[keyPath: path] = copy
        }
        settings.database = folder.appending(path: "data/gateway.sqlite").path
        settings.keyFile = folder.appending(path: "keys/gateway.key").path
        try LiveContentTests.useLittle(of: &settings, in: folder)
        let store = try settings.openStore()
        defer { try? store.close() }
        let content = try GatewayContent.load(settings)
        let dossiers = try DossierDesk(
            store: store, content: content, httpClient: .shared, environment: [:], limits: GatewayLimits())
        let live = LiveContent(.init(content, dossiers), logger: GatewayBench.quietLogger) {
            [settings] () throws(FileProblems) in
            let next = try GatewayContent.load(settings)
            whenRead()
            return .init(next, dossiers)
        }
        try await test(CommuneDesk(live, settings: settings), live, settings)
    }

    private let wording = LearntWordings.Entry(
        phrase: "tem rồng tiên", topic: "marriage_registration", by: "Hạnh", on: day)

    private func topics(_ content: GatewayContent, _ commune: CommuneID) throws -> [TopicID] {
        let matcher = try #require(content.dialogues[commune]).matcher
        return matcher.decide(matcher.understand("xin tem rong tien")).topics
    }

    @Test func `a taught wording holds at once, for its commune alone, and after a restart`() async throws {
        try await withDesk { desk, live, settings in
            _ = try await desk.trial(of: wording, in: "dak-ha")
            #expect(try topics(live.content, "dak-ha") == [])
            try await desk.teach(wording, in: "dak-ha")
            #expect(try topics(live.content, "dak-ha") == ["marriage_registration"])
            #expect(try topics(live.content, "dak-mar") == [])
            #expect(try topics(try GatewayContent.load(settings), "dak-ha") == ["marriage_registration"])
            await #expect(throws: CommuneDesk.Fault.wording(.known)) { try await desk.teach(wording, in: "dak-ha") }
            #expect(try await desk.forget(wording.phrase, in: "dak-ha"))
            #expect(try topics(live.content, "dak-ha") == [])
            #expect(try await desk.forget(wording.phrase, in: "dak-ha") == false)
            #expect(try topics(try GatewayContent.load(settings), "dak-ha") == [])
        }
    }

    @Test func `officers who save at once lose nothing of each other's, and no half file is left`() async throws {
        try await withDesk { desk, live, settings in
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
        try await withDesk { desk, live, settings in
            try FileManager.default.removeItem(atPath: settings.communes + "/dak-ha")
            await #expect(throws: CommuneDesk.Fault.self) { try await desk.teach(wording, in: "dak-ha") }
            #expect(try topics(live.content, "dak-ha") == [])
            await #expect(throws: CommuneDesk.Fault.unknownCommune) { try await desk.teach(wording, in: "x") }
        }
    }

    @Test func `an entered day and phone hold at once, beside a fact, over a reload, and are taken back`() async throws
    {
        try await withDesk { desk, live, settings in
            let before = try #require(live.content.communes["dak-ha"])
            let number = "+84901234567"
            try await desk.changeDays(of: "dak-ha") {
                $0.set(.init(day: Self.day, kind: .closed, name: "Mất điện", by: "Hạnh", on: Self.day))
                $0.dutyPhone = .init(phone: "0901234567", holder: "anh Dũng", by: "Hạnh", on: Self.day)
            }
            let procedure = try #require(live.content.services.procedures.first { $0.facts[.fee] != nil })
            try await desk.confirm(
                .init(
                    code: procedure.code, kind: .fee, text: "Tám nghìn đồng.", source: "NQ 12", by: "Hạnh",
                    on: Self.day,
                    validUntil: Self.day.adding(days: 30), was: nil), for: "dak-ha")
            func holds(_ content: GatewayContent) throws {
                for commune in [
                    try #require(content.dialogues["dak-ha"]).composer.commune,
                    try #require(content.communes["dak-ha"]),
                ] {
                    #expect(commune.calendar.holidays[Self.day] == "Mất điện" && commune.dutyPhone == "0901234567")
                }
            }
            try holds(live.content)
            #expect(live.current.ourNumbers.contains(number))
            try await live.takeUp()
            try holds(live.content)
            try holds(try GatewayContent.load(settings))
            #expect(live.content.communes["dak-mar"]?.calendar.holidays[Self.day] == nil)
            try await desk.changeDays(of: "dak-ha") {
                $0.remove(Self.day)
                $0.dutyPhone = nil
            }
            #expect(live.content.communes["dak-ha"] == before)
            #expect(!live.current.ourNumbers.contains(number))
            let told = try #require(live.content.dialogues["dak-ha"]).composer.commune
            #expect(told.overrides.contains { $0.facts[.fee]?.text == "Tám nghìn đồng." })
            await #expect(throws: CommuneDesk.Fault.unknownCommune) { try await desk.changeDays(of: "x") { _ in } }
        }
    }

    @Test func `a broken file of days is neither read nor written over`() async throws {
        try await withDesk { desk, live, settings in
            let path = settings.communes + "/dak-ha/days.yaml"
            try "days: [5]\n".write(toFile: path, atomically: true, encoding: .utf8)
            await #expect(throws: CommuneDesk.Fault.self) { try await desk.changeDays(of: "dak-ha") { _ in } }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "days: [5]\n")
            #expect(throws: FileProblems.self) { try GatewayContent.load(settings) }
        }
    }

    @Test func `a confirmed fact is told without doubt at once, beside what was taught`() async throws {
        try await withDesk { desk, live, settings in
            let procedure = try #require(
                live.content.services.procedures.first { $0.facts[.fee]?.standing(on: Self.day) == .reference })
            let entry = OwnFacts.Entry(
                code: procedure.code, kind: .fee, text: "Tám nghìn đồng.", source: "NQ 12", by: "Hạnh", on: Self.day,
                validUntil: Self.day.adding(days: 30), was: procedure.facts[.fee]?.text)
            func told(_ content: GatewayContent) throws -> Fact? {
                let commune = try #require(content.dialogues["dak-ha"]).composer.commune
                return content.services.applying(overrides: commune)[procedure.code]?.facts[.fee]
            }
            try await desk.teach(wording, in: "dak-ha")
            try await desk.confirm(entry, for: "dak-ha")
            #expect(
                try told(live.content)?.text == "Tám nghìn đồng."
                    && told(live.content)?.standing(on: Self.day) == .stated)
            #expect(try topics(live.content, "dak-ha") == ["marriage_registration"])
            #expect(try told(try GatewayContent.load(settings))?.text == "Tám nghìn đồng.")
            try await desk.drop(procedure.code, .fee, for: "dak-ha")
            #expect(try told(live.content) == procedure.facts[.fee])
        }
    }

    /// What a villager is told who thanks.
    private func thanks(_ content: GatewayContent) throws -> String {
        try #require(content.dialogues["dak-ha"]).composer.replies.fill(.thanks, spelling: .marked)
    }

    private func change(_ settings: GatewaySettings, to thanks: String) throws {
        let text = try String(contentsOfFile: settings.replies, encoding: .utf8)
        let old = try #require(text.firstMatch(of: /\nthanks:\n  text: "([^"]+)"/)).1
        try text.replacing(old, with: thanks).write(toFile: settings.replies, atomically: true, encoding: .utf8)
    }

    @Test func `a reload keeps what was taught and confirmed, and what is saved after it keeps the reload`()
        async throws
    {
        try await withDesk { desk, live, settings in
            let procedure = try #require(live.content.services.procedures.first { $0.facts[.fee] != nil })
            let entry = OwnFacts.Entry(
                code: procedure.code, kind: .fee, text: "Tám nghìn đồng.", source: "NQ 12", by: "Hạnh", on: Self.day,
                validUntil: Self.day.adding(days: 30), was: procedure.facts[.fee]?.text)
            func fee() throws -> String? {
                let commune = try #require(live.content.dialogues["dak-ha"]).composer.commune
                return live.content.services.applying(overrides: commune)[procedure.code]?.facts[.fee]?.text
            }
            try await desk.teach(wording, in: "dak-ha")
            try await desk.confirm(entry, for: "dak-ha")
            try change(settings, to: "Lần một.")
            try await live.takeUp()
            #expect(try thanks(live.content).contains("Lần một."))
            #expect(try topics(live.content, "dak-ha") == ["marriage_registration"])
            #expect(try fee() == "Tám nghìn đồng.")

            #expect(try await desk.forget(wording.phrase, in: "dak-ha"))
            #expect(try topics(live.content, "dak-ha") == [])
            #expect(try thanks(live.content).contains("Lần một."), "the desk goes on from what is in use")
            #expect(try fee() == "Tám nghìn đồng.")
            try await live.takeUp()
            #expect(try topics(live.content, "dak-ha") == [])
        }
    }

    @Test func `what an officer saves while a reload has read the files already is lost by neither`() async throws {
        let read = AsyncStream<Void>.makeStream()
        let saved = DispatchSemaphore(value: 0)
        let reads = Mutex(0)
        let whenRead: @Sendable () -> Void = {
            guard
                reads.withLock({
                    $0 += 1; return $0 == 1
                })
            else { return }
            read.continuation.yield()
            // It waits on a thread of the reload's own.
            _ = saved.wait(timeout: .now() + 60)
        }
        try await withDesk(whenRead: whenRead) { desk, live, settings in
            try change(settings, to: "Lần hai.")
            async let reload: Void = live.takeUp()
            for await _ in read.stream { break }
            try await desk.teach(wording, in: "dak-ha")
            #expect(try topics(live.content, "dak-ha") == ["marriage_registration"])
            saved.signal()
            try await reload
            #expect(reads.withLock { $0 } == 2)
            #expect(try thanks(live.content).contains("Lần hai."))
            #expect(try topics(live.content, "dak-ha") == ["marriage_registration"])
        }
    }

    @Test func `what was made of a content that is no longer in use is not put in`() async throws {
        try await withDesk { _, live, _ in
            let before = live.edition.number
            let dialogue = try #require(live.content.dialogues["dak-ha"])
            try await live.takeUp()
            #expect(!live.replace("dak-ha", with: dialogue, in: before))
            #expect(live.replace("dak-ha", with: dialogue, in: live.edition.number))
            #expect(!live.replace("dak-ha", with: dialogue, in: before + 1))
        }
    }
}
