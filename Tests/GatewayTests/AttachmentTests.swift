import AsyncHTTPClient
import Content
import Conversations
import Foundation
import PublicServices
import Storage
import Testing

@testable import Channels
@testable import Gateway
@testable import Simulation

@Suite(.timeLimit(.minutes(5))) struct AttachmentTests {
    static let addresses: [(bytes: [UInt8], isPublic: Bool)] = [
        ([1, 1, 1, 1], true), ([118, 102, 1, 1], true), ([172, 15, 0, 1], true), ([172, 32, 0, 1], true),
        ([0, 0, 0, 0], false), ([10, 0, 0, 1], false), ([127, 0, 0, 1], false), ([169, 254, 169, 254], false),
        ([172, 16, 0, 1], false), ([172, 31, 255, 255], false), ([192, 168, 1, 1], false), ([100, 64, 0, 1], false),
        ([198, 18, 0, 1], false), ([203, 0, 113, 9], false), ([224, 0, 0, 1], false), ([255, 255, 255, 255], false),
        ([0x24, 0x04, 0x68, 0] + Array(repeating: 0, count: 11) + [1], true),
        (Array(repeating: 0, count: 15) + [1], false),
        ([0xFE, 0x80] + Array(repeating: 0, count: 13) + [1], false),
        ([0xFD, 0] + Array(repeating: 0, count: 13) + [1], false),
        ([0x20, 0x02, 127, 0] + Array(repeating: 0, count: 12), false),
        ([0x20, 0x01, 0x0D, 0xB8] + Array(repeating: 0, count: 12), false),
        (Array(repeating: 0, count: 10) + [0xFF, 0xFF, 127, 0, 0, 1], false),
        (Array(repeating: 0, count: 10) + [0xFF, 0xFF, 1, 1, 1, 1], true),
    ]

    @Test(arguments: addresses)
    func `addresses of private networks are known`(bytes: [UInt8], isPublic: Bool) {
        #expect(HostAddress(bytes: bytes).isPublic == isPublic)
    }

    @Test(arguments: [
        ("file:///etc/passwd", "web"), ("ftp://a.zdn.vn/x", "web"), ("http://user@a.zdn.vn/x", "user"),
        ("http://evilzdn.vn/x", "media_hosts"), ("http://zdn.vn.evil.com/x", "media_hosts"),
        ("http://127.0.0.1/x", "media_hosts"), ("http://[::1]/x", "media_hosts"), ("", "address"),
        ("http://localhost/x", "private"),
    ])
    func `a villager's message does not lead the gateway where it must not go`(url: String, word: String) async {
        let refusal = await FetchGuard().refusal(of: url, hosts: ["zdn.vn", "localhost"])
        #expect(refusal?.contains(word) == true)
    }

    /// A fetcher that may call this machine, where the tests' host is.
    private static func withFetcher(seconds: Int64, _ test: (MediaFetcher) async throws -> Void) async throws {
        let client = MediaFetcher.client()
        var fetcher = MediaFetcher(client: client, bytes: 5 * 1024 * 1024, seconds: seconds)
        fetcher.guardian = FetchGuard(allows: { _ in true })
        let result: Result<Void, any Error>
        do {
            try await test(fetcher)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try await client.shutdown()
        try result.get()
    }

    @Test func `a picture is fetched, and nothing that is too large, gone, or leads elsewhere`() async throws {
        try await ZaloBench.withZalo { _, port in
            try await Self.withFetcher(seconds: 20) { fetcher in
                let base = "http://127.0.0.1:\(port)/media/"
                let photo = try await fetcher.fetch(base + "photo", hosts: ["127.0.0.1"])
                #expect(photo == [0xFF, 0xD8, 0xFF, 0xE0])
                for (name, word) in [("large", "larger"), ("elsewhere", "302"), ("gone", "404")] {
                    await #expect {
                        try await fetcher.fetch(base + name, hosts: ["127.0.0.1"])
                    } throws: { error in
                        let failure = error as? MediaFetcher.Failure
                        return failure?.reason.contains(word) == true && failure?.isTransient == false
                    }
                }
            }
        }
    }

    @Test func `the worker seals a picture away, tries again what may come, and gives up what may not`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "attachments-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "data/gateway.sqlite").path
        try await ZaloBench.withZalo { _, port in
            let store = try GatewayStore.open(path: path, keys: StoreKeys.random())
            let start = Date(timeIntervalSince1970: 1_780_000_000)
            let urls = ["\(port)/media/photo", "\(port)/media/gone", "1/x"].map { "http://127.0.0.1:" + $0 }
            let receipts = try await store.receive(
                [
                    .message(
                        InboundMessage(
                            channel: "zalo", providerID: "m", sender: "1", text: "", sentAt: nil, kind: .image,
                            attachments: urls.map { MessageAttachment(kind: .image, url: $0) }))
                ], at: start)
            guard case .message(let message)? = receipts.first else {
                Issue.record("not kept")
                return
            }
            var settings = try GatewaySettings.load(path: GatewayBench.root + "/config/gateway.yaml")
            settings.channels = try ZaloBench.entry(port: port, "media_hosts: [127.0.0.1]")
            let channels = try ChannelList.make(
                settings, content: try GatewayContent.load(settings),
                surroundings: .offline(settings, environment: [:]))
            try await Self.withFetcher(seconds: 4) { fetcher in
                // Fetched at once, then after each wait; in between and at the end nothing is due.
                for (seconds, isDue) in [(0, true), (1, false), (31, true), (60, false), (400, true), (9999, false)] {
                    let worker = AttachmentWorker(
                        store: store, channels: channels, limits: GatewayLimits(),
                        now: { start.addingTimeInterval(TimeInterval(seconds)) }, logger: GatewayBench.quietLogger)
                    let wasDue = try await worker.pass(fetcher)
                    #expect(wasDue == isDue, "after \(seconds) s")
                }
            }
            let kept = try await store.attachments(of: message)
            #expect(kept.map(\.description.url) == urls)
            #expect(kept.map { $0.fetchedAt != nil } == [true, false, false])
            #expect(kept.map(\.description.contentType) == ["image/jpeg", nil, nil])
            #expect(try await store.bytes(ofAttachment: kept[0].id) == [0xFF, 0xD8, 0xFF, 0xE0])
            #expect(try await store.bytes(ofAttachment: kept[1].id) == nil)
            #expect(kept[1].lastError?.contains("404") == true)
            #expect(kept[2].lastError?.contains("does not answer") == true)
            for suffix in ["", "-wal"] {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: path + suffix))
                #expect(bytes.range(of: Data("media/photo".utf8)) == nil)
            }
            try store.close()
        }
    }
}
