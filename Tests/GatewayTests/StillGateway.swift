import AsyncHTTPClient
import CheckedYAML
import Content
import Conversations
import Foundation
import Storage
import Synchronization

@testable import Gateway

/// A gateway whose services do not run: a test owns its clock and says when messages are handled.
struct StillGateway: Sendable {
    let assembly: GatewayAssembly
    private let folder: URL
    private let now: @Sendable () -> Date
    private let received = Counter()

    /// Messages of one instant of the test's clock are none the less messages of their own.
    private final class Counter: Sendable {
        private let count = Mutex(0)

        func next() -> Double {
            count.withLock { count in
                count += 1
                return Double(count)
            }
        }
    }

    init(pace: MessagePace = MessagePace(), now: @escaping @Sendable () -> Date) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "still-" + UUID().uuidString)
        self.now = now
        var settings = try GatewaySettings.load(path: GatewayBench.root + "/config/gateway.yaml")
        settings.database = folder.appending(path: "data/gateway.sqlite").path
        settings.keyFile = folder.appending(path: "keys/gateway.key").path
        settings.pace = pace
        settings.channels = try YAMLEntry.parse(
            """
            - id: sms
              kind: kannel
              commune: dak-ha
              number: "8079"
              secret: \(GatewayBench.secret)
              send_url: http://127.0.0.1:1/cgi-bin/sendsms
              username: user
              password: pass
            """, file: "test.yaml"
        ).entries()
        assembly = try GatewayAssembly(
            settings: settings, content: try GatewayBench.content.get(), httpClient: .shared, environment: [:],
            logger: GatewayBench.quietLogger, now: now)
    }

    /// Takes one message in, as of now, and handles what waits.
    func receive(_ text: String, from phone: String, id: String, sentAt: Date? = nil) async throws {
        let message = InboundMessage(
            channel: "sms", providerID: id, sender: phone, text: text,
            sentAt: sentAt ?? now().addingTimeInterval(received.next() / 1000))
        _ = try await assembly.store.receive([.message(message)], at: now())
        try await assembly.handlePending()
    }

    func remove() {
        try? assembly.store.close()
        try? FileManager.default.removeItem(at: folder)
    }
}
