import AsyncHTTPClient
import Conversations
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Stands in for the providers of several channels at one port, and lets other simulators share what arrives.
///
/// Two simulators cannot open one port. The second one asks the first for what arrives there, and takes the port over
/// when the first ends; so `say` works beside `chat`.
package final class ProviderStation: Sendable {
    /// The port is held by something that is no simulator.
    package struct PortTaken: Error, CustomStringConvertible {
        package var port: Int
        package var description: String {
            "Port \(port) is taken by something that is no simulator, such as a Kannel. Fix: stop it, or write another "
                + "port into the channel's provider address"
        }
    }

    private static let hello = "nha-rong simulator"
    /// How long a simulator's question for news waits, in seconds.
    private static let patience: Int64 = 20

    package let host: String
    package let port: Int
    package let board: PhoneBoard
    let sides: [(channel: String, side: any ProviderSide)]
    private let moodOfNow = Mutex(ProviderMood.well)
    private let isFollowing = Mutex(false)
    /// Pictures and files that are kept; older ones are forgotten.
    private static let keptMedia = 50
    private let media = Mutex<[(name: String, type: String, bytes: [UInt8])]>([])
    /// Brings a report to the gateway.
    private let report: @Sendable (WebhookCall) async -> Void

    init(
        host: String, port: Int, board: PhoneBoard, sides: [(channel: String, side: any ProviderSide)],
        report: @escaping @Sendable (WebhookCall) async -> Void
    ) {
        self.host = host
        self.port = port
        self.board = board
        self.sides = sides
        self.report = report
    }

    package var mood: ProviderMood { moodOfNow.withLock { $0 } }

    /// Changes how the provider behaves, also where another simulator holds the port.
    package func change(to mood: ProviderMood) async {
        moodOfNow.withLock { $0 = mood }
        guard isFollowing.withLock({ $0 }) else { return }
        _ = try? await LoopbackHTTP.order(mood.word, port: port, path: Self.moodPath)
    }

    /// Where orders to change the mood come in.
    package static let moodPath = "simulator/mood"

    private func ordered(_ request: Request) async throws -> Response {
        guard LoopbackHTTP.isOrder(request) else { return Response(status: .forbidden) }
        let body = try await request.body.collect(upTo: 1024)
        guard let mood = ProviderMood(String(buffer: body)) else {
            return Response(
                status: .badRequest,
                body: .init(
                    byteBuffer: ByteBuffer(
                        string: "A provider has no such mood. Fix: write one of: "
                            + ProviderMood.words.joined(separator: "; "))))
        }
        moodOfNow.withLock { $0 = mood }
        return Self.text("The provider is \(mood.word).")
    }

    /// Puts a picture or file where the gateway may fetch it; its path.
    func keep(_ bytes: [UInt8], type: String, name: String) -> String {
        media.withLock { media in
            media.removeAll { $0.name == name }
            media.append((name, type, bytes))
            if media.count > Self.keptMedia { media.removeFirst() }
        }
        return "/media/" + name
    }

    func media(_ name: String) -> (type: String, bytes: [UInt8])? {
        media.withLock { media in media.first { $0.name == name }.map { ($0.type, $0.bytes) } }
    }

    /// Runs until cancelled, by itself or beside the simulator that holds the port.
    func run(whenReady: @escaping @Sendable () async -> Void) async throws {
        let ready = Mutex(false)
        let once: @Sendable () async -> Void = {
            let isFirst = ready.withLock { isReady in
                defer { isReady = true }
                return !isReady
            }
            if isFirst { await whenReady() }
        }
        while !Task.isCancelled {
            do {
                try await serve(whenListening: once)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                // Somebody holds the port.
                guard await isHeldBySimulator() else { throw PortTaken(port: port) }
                try await follow(whenReady: once)
            }
        }
    }

    // MARK: - Holding the port

    private func serve(whenListening: @escaping @Sendable () async -> Void) async throws {
        let router = Router()
        let (reports, queue) = AsyncStream.makeStream(of: WebhookCall.self, bufferingPolicy: .bufferingNewest(10_000))
        router.get("simulator/hello") { _, _ in Self.text(Self.hello) }
        router.get("simulator/delivered") { request, _ in try await self.news(request) }
        router.post("\(Self.moodPath)") { request, _ in try await self.ordered(request) }
        router.get("media/:name") { _, context in
            guard let name = context.parameters.get("name"), let kept = self.media(name) else {
                return Response(status: .notFound)
            }
            return Response(
                status: .ok, headers: [.contentType: kept.type],
                body: .init(byteBuffer: ByteBuffer(bytes: kept.bytes)))
        }
        for method in [HTTPRequest.Method.post, .get] {
            router.on("**", method: method) { request, _ in try await self.take(request, reports: queue) }
        }
        var quiet = Logger(label: "simulator")
        quiet.logLevel = .critical
        let server = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { _ in await whenListening() }, logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask { for await call in reports { await self.report(call) } }
            defer { group.cancelAll() }
            try await group.next()
        }
        try Task.checkCancellation()
    }

    private func take(_ request: Request, reports: AsyncStream<WebhookCall>.Continuation) async throws -> Response {
        let body = try await request.body.collect(upTo: 256 * 1024)
        let call = ProviderRequest(
            path: request.uri.path, query: request.uri.query ?? "",
            headers: Dictionary(
                request.headers.map { ($0.name.canonicalName, $0.value) }, uniquingKeysWith: { $1 }),
            body: Array(body.readableBytesView))
        let mood = mood
        switch mood {
        case .slow(let seconds): try await Task.sleep(for: .seconds(seconds))
        case .down: return Response(status: .serviceUnavailable)
        case .garbled: return Self.text("<html>bad gateway</html>")
        case .refusing: return Response(status: .badRequest, body: .init(byteBuffer: ByteBuffer(string: "refused")))
        case .well, .silent, .forging: break
        }
        let id = "simulated-" + UUID().uuidString
        for (channel, side) in sides {
            guard let reply = side.answer(call, id: id) else { continue }
            if let arrived = reply.arrived {
                board.add(arrived, on: channel)
                if mood != .silent { for call in arrived.reports { reports.yield(call) } }
            }
            return Response(
                status: .init(code: reply.status), headers: [.contentType: reply.contentType],
                body: .init(byteBuffer: ByteBuffer(string: reply.body)))
        }
        return Response(status: .notFound)
    }

    /// What arrived behind a place, for another simulator; waits for something to tell.
    private func news(_ request: Request) async throws -> Response {
        // No page of a browser may read along by a name that it made point to this machine.
        let name = request.head.authority?.split(separator: ":").first.map(String.init) ?? ""
        guard ["127.0.0.1", "localhost"].contains(name) else { return Response(status: .forbidden) }
        let given = request.uri.queryParameters.get("after").flatMap { Int($0) }
        if let given { await board.wait(after: given, seconds: Double(Self.patience)) }
        let delivered = given.map { board.delivered(after: $0) } ?? []
        let news = News(last: delivered.last?.place ?? given ?? board.last, delivered: delivered)
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: try JSONEncoder().encode(news))))
    }

    private struct News: Codable {
        var last: Int
        var delivered: [Delivered]
    }

    private static func text(_ text: String) -> Response {
        Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    // MARK: - Beside another simulator

    private var base: String { "http://\(host):\(port)/simulator" }

    private func isHeldBySimulator() async -> Bool {
        guard let url = URL(string: base + "/hello") else { return false }
        return (try? await LoopbackHTTP.get(url).body) == Self.hello
    }

    /// Takes over what arrives at the other simulator, until that one ends.
    private func follow(whenReady: @escaping @Sendable () async -> Void) async throws {
        isFollowing.withLock { $0 = true }
        defer { isFollowing.withLock { $0 = false } }
        var place: Int?
        while !Task.isCancelled {
            // The first question only asks for the place of now.
            guard let url = URL(string: base + "/delivered?after=" + (place.map(String.init) ?? "now")),
                let answer = try? await LoopbackHTTP.get(url, seconds: Self.patience + 10),
                let news = try? JSONDecoder().decode(News.self, from: Data(answer.body.utf8))
            else { break }
            for message in news.delivered { board.add(message) }
            if place == nil { await whenReady() }
            place = news.last
        }
        // It says that it is a simulator, but tells nothing.
        if place == nil { try await Task.sleep(for: .milliseconds(200)) }
        try Task.checkCancellation()
    }
}

extension ProviderStation {
    /// Whether it stands in for the provider of a channel.
    func serves(_ channel: BenchChannel) -> Bool { sides.contains { $0.channel == channel.id.rawValue } }
}
