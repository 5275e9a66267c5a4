import Conversations
import Foundation
import PublicServices
import Storage
import Testing

@testable import Gateway

/// The store of a command counts what officers send by it, as that of the running gateway does.
@Suite struct StoreOpeningTests {
    private static let now = Date(timeIntervalSince1970: 1_796_094_000)

    private func settings(in folder: URL) throws -> GatewaySettings {
        var settings = try GatewaySettings.load(path: SettingsTests.shipped)
        settings.database = folder.appending(path: "data/gateway.db").path
        settings.keyFile = folder.appending(path: "data/gateway.key").path
        return settings
    }

    @Test func `an officer's answer counts in the commune's day, without a running gateway`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "opening-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let settings = try settings(in: folder)
        let store = try settings.openStore()
        defer { try? store.close() }
        let message = InboundMessage(
            channel: "sms-dak-ha", providerID: "a", sender: "+84901234567", text: "cho gặp cán bộ", sentAt: Self.now)
        _ = try await store.receive([.message(message)], at: Self.now)
        let turn = try #require(
            try await store.claimIncoming(limit: 1, owner: "worker", now: Self.now, lease: 30).first)
        let handled = HandledTurn(
            message: turn.message, conversation: turn.conversation, channel: turn.channel,
            understanding: Understanding(entities: []),
            decision: "command", state: turn.state,
            effects: [.escalate(NewEscalation(reason: .askedForStaff, unit: nil, promisedBy: nil))], owner: "worker")
        _ = try await store.commit([handled], now: Self.now)
        let open = try #require(try await store.openEscalations(limit: 9).first)
        #expect(open.commune == "dak-ha")
        _ = try await store.answer(
            escalation: open.id, text: String(repeating: "a", count: 161), by: "Minh", now: Self.now)
        #expect(try await store.spending(now: Self.now).map(\.units) == [2])
    }

    @Test func `an entry that cannot be read keeps no command from the others`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "opening-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = try String(contentsOfFile: SettingsTests.shipped, encoding: .utf8)
            .replacing("channels:\n", with: "channels:\n  - kind: kannel\n", maxReplacements: 1)
        let file = folder.appending(path: "gateway.yaml").path
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let surroundings = try GatewaySettings.load(path: file).storeSurroundings
        #expect(surroundings.budget == 20_000)
        #expect(surroundings.channels == ["sms-dak-ha": ChannelFacts(commune: "dak-ha", unit: .segments)])
    }
}
