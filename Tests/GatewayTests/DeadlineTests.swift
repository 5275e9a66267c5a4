import AsyncHTTPClient
import CheckedYAML
import Conversations
import Foundation
import Testing

@testable import Channels
@testable import Gateway

/// A provider that never ends its answer holds nobody: each whole call has one deadline.
@Suite(.timeLimit(.minutes(3))) struct DeadlineTests {
    private static let entries = [
        """
        kind: kannel
        number: "8079"
        secret: secret-of-the-tests
        send_url: http://127.0.0.1:PORT/cgi-bin/sendsms
        username: u
        password: p
        """,
        """
        kind: zalo
        app_id: "1"
        oa_id: "2"
        secret: secret-of-the-tests
        app_secret: secret-of-the-tests
        api_url: http://127.0.0.1:PORT
        oauth_url: http://127.0.0.1:PORT
        """,
        """
        kind: zalo_bot
        token: "12345678:abc"
        secret: secret-of-the-tests
        api_url: http://127.0.0.1:PORT
        """,
        """
        kind: twilio
        account: AC00000000000000000000000000000001
        token: secret-of-the-tests
        sender: "+84281234567"
        api_url: http://127.0.0.1:PORT
        """,
        """
        kind: standard
        secret: whsec_c3Rvcm1zdG9ybXN0b3Jtc3Rvcm1zdG9ybXN0b3Jt
        send_url: http://127.0.0.1:PORT/hook
        """,
        """
        kind: http
        secret: secret-of-the-tests
        receive: {method: POST, id: none, sender: json.a, text: json.b, signature: none, answer: {status: 200}}
        send: {method: POST, url: "http://127.0.0.1:PORT/x", body: "{}", success: {field: json.a, equals: [b]}}
        """,
    ]

    @Test(arguments: entries)
    func `a call whose body never ends is tried again after its deadline`(entry: String) async throws {
        try await DrippingServer.run { port in
            let yaml = "id: c\ncommune: dak-ha\n" + entry.replacing("PORT", with: String(port))
            // The token of Zalo is there once and is to be renewed once: both calls end.
            for expiresAt in [Date.distantFuture, .distantPast] {
                var limits = ProviderLimits()
                limits.seconds = 0.5
                let vault = TokenVault(
                    load: { _ in TokenPair(access: "a", refresh: "r", expiresAt: expiresAt) },
                    save: { _, _ in }, alarm: { _, _ in })
                let channel = try ChannelKinds.channel(
                    YAMLEntry.parse(yaml, file: "x"),
                    ChannelSurroundings(
                        httpClient: .shared, publicURL: "http://127.0.0.1:1", environment: [:], tokens: vault,
                        limits: limits))
                let clock = ContinuousClock()
                let start = clock.now
                await #expect {
                    try await channel.send(
                        OutgoingMessage(
                            id: MessageID(1), channel: "c", recipient: "+84901234567", text: "a", earlierAttempts: 0))
                } throws: { error in
                    (error as? DeliveryError)?.kind == .retry
                }
                #expect(clock.now - start < .seconds(120))
            }
        }
    }

    @Test(arguments: [DrippingServer.endless.replacing("202 Accepted", with: "200 OK"), DrippingServer.chunkless])
    func `a picture that drips is given up`(head: String) async throws {
        try await DrippingServer.run(head: head) { port in
            let client = MediaFetcher.client()
            var fetcher = MediaFetcher(client: client, bytes: 1 << 20, seconds: 1)
            fetcher.guardian = FetchGuard(allows: { _ in true })
            let start = ContinuousClock.now
            await #expect(throws: MediaFetcher.Failure.self) {
                try await fetcher.fetch("http://localhost:\(port)/x.jpg", hosts: ["localhost"])
            }
            #expect(ContinuousClock.now - start < .seconds(120))
            try await client.shutdown()
        }
    }

    @Test func `a name server that never answers holds no picture up`() async {
        let found = await HostAddress.all(of: "a.example", within: 0.2) { _ in
            Thread.sleep(forTimeInterval: 2)
            return [HostAddress(bytes: [8, 8, 8, 8])]
        }
        #expect(found.isEmpty)
        let quick = await HostAddress.all(of: "a.example", within: 60) { _ in [HostAddress(bytes: [8, 8, 8, 8])] }
        #expect(quick == [HostAddress(bytes: [8, 8, 8, 8])])
    }

    @Test(arguments: [
        (1024, 384, 1408, 1024), (1024, 384, 1024, 640), (1024, 384, 256, 64), (10, 384, 100_000, 10), (5, 9, 0, 1),
    ])
    func `connections fit into the files that may be open`(wanted: Int, files: Int, limit: Int, expected: Int) {
        #expect(OpenFiles.connections(wanted: wanted, beside: files, limit: limit) == expected)
    }

    @Test func `the system tells how many files may be open`() throws {
        let before = try #require(OpenFiles.limit(raisedTo: 0))
        #expect(before > 16)
        #expect(try #require(OpenFiles.limit(raisedTo: before)) >= before)
    }
}
