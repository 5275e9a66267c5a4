import AsyncHTTPClient
import CheckedYAML
import Content
import Conversations
import Foundation
import Storage
import Synchronization
import Testing

@testable import Gateway

/// Changed content takes the place of what is in use, or is refused and changes nothing.
@Suite struct LiveContentTests {
    /// A gateway whose answers are read from a folder of the test's own.
    private static func with(
        _ body: (GatewayAssembly, _ replies: String, TestClock) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "live-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let replies = folder.appending(path: "replies.yaml").path
        try FileManager.default.copyItem(atPath: GatewayBench.root + "/config/replies.yaml", toPath: replies)
        var settings = try GatewaySettings.load(path: GatewayBench.root + "/config/gateway.yaml")
        settings.database = folder.appending(path: "data/gateway.sqlite").path
        settings.keyFile = folder.appending(path: "keys/gateway.key").path
        settings.replies = replies
        try Self.useLittle(of: &settings, in: folder)
        let clock = TestClock()
        let assembly = try GatewayAssembly(
            settings: settings, httpClient: .shared, environment: [:],
            logger: GatewayBench.quietLogger, now: { clock.now })
        defer { try? assembly.store.close() }
        try await body(assembly, replies, clock)
    }

    /// A part of the content: loading all of it takes an unoptimized build long.
    static func useLittle(of settings: inout GatewaySettings, in folder: URL) throws {
        for (name, files) in [
            ("services", ["ho-tich.yaml"]), ("intents", ["ho-tich.yaml", "tro-chuyen.yaml", "facets.yaml", "lexicon"]),
        ] {
            let source = name == "services" ? settings.services : settings.intents
            let copy = folder.appending(path: name).path
            try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
            for file in files {
                try FileManager.default.copyItem(atPath: source + "/" + file, toPath: copy + "/" + file)
            }
            if name == "services" { settings.services = copy } else { settings.intents = copy }
        }
    }

    private static func change(_ path: String, _ old: String, _ new: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains(old))
        try text.replacing(old, with: new).write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// All that a villager is told who thanks, each a new one.
    private static func ask(_ assembly: GatewayAssembly, _ id: String, _ clock: TestClock) async throws -> String {
        clock.advance(60)
        let sender = "+8491100000" + id
        let message = InboundMessage(
            channel: "sms-dak-ha", providerID: id, sender: sender, text: "cảm ơn", sentAt: clock.now)
        _ = try await assembly.store.receive([.message(message)], at: clock.now)
        try await assembly.handlePending()
        return try await assembly.store.messages(of: "sms-dak-ha", address: sender).map(\.text).joined(separator: "\n")
    }

    @Test func `what is taken up answers the next message, and what is wrong leaves the one before`() async throws {
        try await Self.with { assembly, replies, clock in
            let thanks = "Xã chân thành cảm ơn bà con."
            let before = try await Self.ask(assembly, "1", clock)
            #expect(!before.contains(thanks))
            let text = try String(contentsOfFile: replies, encoding: .utf8)
            let old = try #require(text.firstMatch(of: /\nthanks:\n  text: "([^"]+)"/)).1
            try Self.change(replies, String(old), thanks)
            #expect(try await Self.ask(assembly, "2", clock).contains(thanks) == false, "nobody has asked for it yet")
            try await assembly.live.takeUp()
            #expect(try await Self.ask(assembly, "3", clock).contains(thanks))

            try Self.change(replies, thanks, "{nonsense}")
            await #expect(throws: FileProblems.self) { try await assembly.live.takeUp() }
            #expect(try await Self.ask(assembly, "4", clock).contains(thanks))
            try FileManager.default.removeItem(atPath: replies)
            await #expect(throws: FileProblems.self) { try await assembly.live.takeUp() }
            #expect(try await Self.ask(assembly, "5", clock).contains(thanks))
        }
    }

    @Test func `many who ask at once get one after another, and whoever reads meanwhile waits for none`() async throws {
        try await Self.with { assembly, _, _ in
            let content = assembly.content
            let desk = assembly.live.current.desk
            let loads = Mutex(0)
            let live = LiveContent(.init(content, desk), logger: GatewayBench.quietLogger) { () throws(FileProblems) in
                loads.withLock { $0 += 1 }
                return .init(content, desk)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await live.takeUp() }
                    group.addTask { _ = live.current }
                }
                try await group.waitForAll()
            }
            #expect(loads.withLock { $0 } == 20)
        }
    }
}
