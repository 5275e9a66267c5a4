import AsyncHTTPClient
import Conversations
import Foundation
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import PublicServices
import Synchronization
import Testing

@testable import Console
@testable import Gateway
@testable import Storage

/// What leaves the console and the gateway as a file has its pictures in it.
@Suite struct ExportTests {
    private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]
    private static let page = Array("<html><script>alert(1)</script>".utf8)
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardizedFileURL.path
    private static let channel: ChannelID = "sms-dak-ha"
    private static let phone = "+84912000321"

    /// A gateway's store, its console, and a villager who sent three files of which two were fetched.
    private struct Scene {
        var store: GatewayStore
        var desk: ConsoleDesk
        var message: MessageID
        var now: Date
    }

    private func withScene(_ test: (Scene) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "export-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = try GatewaySettings.load(path: Self.root + "/config/gateway.yaml")
        settings.database = folder.appending(path: "data/gateway.sqlite").path
        settings.keyFile = folder.appending(path: "keys/gateway.key").path
        // A part of the content: loading all of it takes an unoptimized build long.
        for (path, files) in [
            (\GatewaySettings.services, ["ho-tich.yaml"]),
            (\.intents, ["ho-tich.yaml", "tro-chuyen.yaml", "facets.yaml", "lexicon"]),
        ] as [(WritableKeyPath<GatewaySettings, String>, [String])] {
            let source = settings[keyPath: path]
            let copy = folder.appending(path: URL(fileURLWithPath: source).lastPathComponent).path
            try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
            for file in files {
                try FileManager.default.copyItem(atPath: source + "/" + file, toPath: copy + "/" + file)
            }
            settings[keyPath: path] = copy
        }
        let now = Date(timeIntervalSince1970: 1_796_094_000)
        var logger = Logger(label: "export")
        logger.logLevel = .critical
        let shared = Mutex<ConsoleDesk?>(nil)
        let assembly = try GatewayAssembly(
            settings: settings, httpClient: .shared, environment: [:], logger: logger, now: { now },
            pages: { parts in
                let console = try Console(parts)
                shared.withLock { $0 = console.desk }
                return console.pages
            })
        defer { try? assembly.store.close() }
        let desk = try #require(shared.withLock { $0 })
        var named = MessageAttachment(kind: .file, url: "http://a/b")
        named.name = "Đơn xin.PDF"
        let attachments = [
            MessageAttachment(kind: .image, url: "http://a/1"), MessageAttachment(kind: .image, url: "http://a/2"),
            named,
        ]
        let receipts = try await assembly.store.receive(
            [
                .message(
                    InboundMessage(
                        channel: Self.channel, providerID: "1", sender: Self.phone, text: "", sentAt: nil, kind: .image,
                        attachments: attachments))
            ], at: now)
        guard case .message(let message)? = receipts.first else { throw CancellationError() }
        try await assembly.handlePending()
        let ids = try await assembly.store.attachments(of: message).map(\.id)
        try await assembly.store.keep(attachment: ids[0], bytes: Self.jpeg, now: now)
        try await assembly.store.keep(attachment: ids[2], bytes: Self.page, now: now)
        try await test(Scene(store: assembly.store, desk: desk, message: message, now: now))
    }

    /// What an officer's browser gets at a path.
    private func text(at path: String, of scene: Scene) async throws -> String {
        let profile = OfficerProfile(
            login: "hanh", name: "Hạnh", title: "chị", role: .supervisor, communes: ["dak-ha"], units: [],
            maySeeRestricted: false)
        let officer: Officer
        switch try await scene.store.addOfficer(profile, password: nil, by: nil, now: scene.now) {
        case .done(let added): officer = added
        default: officer = try #require(try await scene.store.officers(of: ["dak-ha"]).first)
        }
        let session = StaffSession(
            id: SessionID(1), officer: officer, createdAt: scene.now, lastSeenAt: scene.now, expiresAt: scene.now + 60,
            address: "", agent: "")
        let parts = path.split(separator: "/").map(String.init)
        let visit = Visit(
            method: .get, path: parts, address: path, query: FormText(), form: FormText(), cookies: [:], caller: "",
            browser: "", isLive: false, now: scene.now, signedIn: Visit.SignedIn(session: session, token: "t"))
        let route = try #require(scene.desk.routes.first { $0.method == .get && $0.matches(parts) })
        let collected = Collected()
        try await route.answer(visit).body.write(Writer(collected: collected))
        return collected.text
    }

    private final class Collected: Sendable {
        private let bytes = Mutex<[UInt8]>([])
        var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
        func add(_ buffer: ByteBuffer) { bytes.withLock { $0 += Array(buffer.readableBytesView) } }
    }

    private struct Writer: ResponseBodyWriter {
        let collected: Collected
        mutating func write(_ buffer: ByteBuffer) async throws { collected.add(buffer) }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    @Test func `a matter as one file holds its pictures, and no address of one`() async throws {
        try await withScene { scene in
            let page = try await text(at: "/viec/1", of: scene)
            let picture = try #require(page.firstMatch(of: /src="(\/viec\/1\/tep\/[0-9]+)" alt="([^"]+)"/))
            #expect(picture.2.contains("bà con gửi"), "shown, though no provider called it a picture")
            let file = try await text(at: "/viec/1/tep-luu", of: scene)
            #expect(file.contains("src=\"data:image/jpeg;base64,\(Data(Self.jpeg).base64EncodedString())\""))
            #expect(file.components(separatedBy: "<img").count == 2, "one was not fetched, and one is no picture")
            #expect(file.contains("chưa tải về được") && file.contains("Đơn xin.PDF"))
            #expect(!file.contains("/tep/") && !file.contains("href=") && !file.contains("script"))
        }
    }

    @Test func `what a villager is given of themselves has their files beside it`() async throws {
        try await withScene { scene in
            var people = [try #require(try await scene.store.export(Self.phone, on: Self.channel))]
            #expect(people[0].attachments.map(\.kind) == ["image", "image", "file"])
            #expect(people[0].attachments.map(\.type) == ["image/jpeg", nil, nil])
            var files: [String: [UInt8]] = [:]
            let count = try await PersonalFiles.write(of: &people, from: scene.store, in: "lan-tep") {
                files[$1] = Array($0)
            }
            let numbers = people[0].attachments.map(\.number)
            #expect(count == 2)
            #expect(files == ["\(numbers[0]).jpg": Self.jpeg, "\(numbers[2]).pdf": Self.page])
            #expect(
                people[0].attachments.map(\.file)
                    == ["lan-tep/\(numbers[0]).jpg", nil, "lan-tep/\(numbers[2]).pdf"])
            _ = try await scene.store.erase(Self.phone, on: Self.channel, by: "hanh", now: scene.now)
            #expect(try await scene.store.bytes(ofAttachment: numbers[0]) == nil)
        }
    }
}
