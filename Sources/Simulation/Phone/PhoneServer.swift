import Conversations
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Serves the phone page on 127.0.0.1: one page, its style and script, and what the script asks for.
package struct PhoneServer: Sendable {
    /// The largest picture or recording, in bytes.
    private static let largestFile = 10 * 1024 * 1024
    /// The largest order, in bytes.
    private static let largestOrder = 64 * 1024

    private let room: PhoneRoom

    package init(room: PhoneRoom) { self.room = room }

    /// Runs until cancelled; throws if the port is taken.
    package func run(port: Int, whenListening: @escaping @Sendable (Int) async -> Void) async throws {
        let router = Router()
        router.add(middleware: OwnPage())
        router.get("/") { _, _ in Self.answer(PhoneAssets.page, "text/html; charset=utf-8") }
        router.get("phone.css") { _, _ in Self.answer(PhoneAssets.style, "text/css; charset=utf-8") }
        router.get("phone.js") { _, _ in Self.answer(PhoneAssets.script, "text/javascript; charset=utf-8") }
        router.get("phone.svg") { _, _ in Self.answer(PhoneAssets.sticker, "image/svg+xml") }
        router.get("state") { _, _ in try Self.json(await room.view()) }
        router.get("media/:name") { _, context in
            guard let kept = context.parameters.get("name").flatMap({ room.media($0) }) else {
                return Response(status: .notFound)
            }
            return Self.answer(bytes: kept.bytes, kept.type)
        }
        router.post("do") { request, _ in
            try await Self.carriedOut {
                let body = try await request.body.collect(upTo: Self.largestOrder)
                guard let order = try? JSONDecoder().decode(PhoneOrder.self, from: Data(body.readableBytesView)) else {
                    throw Bench.Refusal(description: "This is not an order of the phone page")
                }
                try await room.carryOut(order)
            }
        }
        router.post("file") { request, _ in
            try await Self.carriedOut {
                let query = request.uri.queryParameters
                let type = request.headers[.contentType] ?? ""
                guard let number = query.get("phone").flatMap({ Int($0) }),
                    let kind = Self.kind(of: type)
                else { throw Bench.Refusal(description: "Chưa gửi gì: chỉ gửi được ảnh, ghi âm và tệp PDF.") }
                guard let body = try? await request.body.collect(upTo: Self.largestFile) else {
                    throw Bench.Refusal(description: "Chưa gửi gì: tệp lớn hơn 10 MB.")
                }
                try await room.send(
                    Array(body.readableBytesView), type: type, kind: kind,
                    name: String((query.get("name") ?? "tep").prefix(100)), on: number)
            }
        }
        var quiet = Logger(label: "phone")
        quiet.logLevel = .critical
        try await Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? port) }, logger: quiet
        ).run()
    }

    /// Types that a browser only shows or plays.
    private static func kind(of type: String) -> MessageKind? {
        switch type.prefix(while: { $0 != ";" }) {
        case "image/jpeg", "image/png", "image/gif", "image/webp": .image
        case "audio/ogg", "audio/webm", "audio/mpeg", "audio/mp4", "audio/wav", "audio/x-wav": .voice
        case "application/pdf": .file
        default: nil
        }
    }

    /// `{}` when all went well, else the reason in the tester's words.
    private static func carriedOut(_ work: () async throws -> Void) async throws -> Response {
        struct Answer: Encodable { var error: String? }
        do {
            try await work()
            return try json(Answer())
        } catch let error as CancellationError {
            throw error
        } catch {
            return try json(Answer(error: "\(error)"))
        }
    }

    private static func json(_ value: some Encodable) throws -> Response {
        // Without an order of its own the same state would be another text each time, and the page would draw it again.
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return answer(bytes: Array(try encoder.encode(value)), "application/json; charset=utf-8")
    }

    private static func answer(_ text: String, _ type: String) -> Response { answer(bytes: Array(text.utf8), type) }

    private static func answer(bytes: [UInt8], _ type: String) -> Response {
        Response(status: .ok, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

/// Lets only the page itself call, and tells browsers to load nothing from elsewhere.
private struct OwnPage<Context: RequestContext>: RouterMiddleware {
    private static var policy: String {
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    }

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        // A name of another site that was made to point here (DNS rebinding), and forms of other sites.
        let name = request.head.authority?.split(separator: ":").first.map(String.init) ?? ""
        let isOwn = ["127.0.0.1", "localhost"].contains(name)
        let isAsked = request.method == .get || HTTPField.Name("X-Phone-Page").flatMap { request.headers[$0] } == "1"
        guard isOwn, isAsked else { return Response(status: .forbidden) }
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = Self.policy
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.cacheControl] = "no-store"
        for (name, value) in [
            ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
        ] {
            if let name = HTTPField.Name(name) { response.headers[name] = value }
        }
        return response
    }
}
