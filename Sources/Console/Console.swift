import Foundation
package import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Storage

/// The pages by which commune staff answer, find and learn: what stands on the office's port beside `/health`.
package struct Console: Sendable {
    let desk: ConsoleDesk
    private let routes: [Route]

    /// - Throws: where a template is faulty, which a test finds first.
    package init(_ parts: OfficeParts) throws {
        let desk = try ConsoleDesk(parts)
        self.desk = desk
        routes = desk.routes
    }

    /// For the gateway's office port.
    package var pages: OfficePages { OfficePages { try await respond(to: $0, $1) } }

    private func respond(to request: Request, _ context: OfficeContext) async throws -> Response {
        var answer: Answer
        do {
            let caller = CallerAddress.of(
                peer: context.caller, forwarded: request.headers.named("X-Forwarded-For"), isProxied: desk.isProxied)
            answer = try await self.answer(to: request, caller: caller)
        } catch let refusal as Refusal {
            answer = desk.refused(refusal)
        } catch {
            desk.logger.error("A page of the console failed.", metadata: ["error": "\(error)"])
            answer = desk.refused(Refusal(.fault))
        }
        SafeHeaders.add(to: &answer.headers, isSecure: desk.isSecure)
        let body = request.method == .head ? ResponseBody() : answer.body
        return Response(status: answer.status, headers: answer.headers, body: body)
    }

    /// Everything that is the same for all pages: bounds, whose form it is, who is signed in, and who may come.
    private func answer(to request: Request, caller: String?) async throws -> Answer {
        let host = request.head.authority ?? request.headers.named("Host") ?? ""
        guard desk.hosts.contain(host) else { throw Refusal(.foreignHost) }
        guard request.uri.string.utf8.count <= desk.limits.pathBytes,
            var visit = visit(of: request, caller: caller)
        else { throw Refusal(.notFound) }
        let method = request.method == .head ? .get : request.method
        let here = routes.filter { $0.matches(visit.path) }
        guard !here.isEmpty else {
            try await signIn(&visit)
            throw Refusal(.notFound)
        }
        guard let route = here.first(where: { $0.method == method }) else { throw Refusal(.wrongMethod) }
        if method == .post {
            guard !FormGuard.isForeign(request.headers, hosts: desk.hosts, host: host) else {
                throw Refusal(.foreignForm)
            }
        }
        try await signIn(&visit)
        if method == .post {
            // A file is large: it is taken from nobody who is not signed in, and could not be kept for them.
            if route.takesFile, visit.signedIn == nil { return try await desk.askToSignIn(visit) }
            (visit.form, visit.file) = try await form(of: request, route)
        }
        guard route.access == .open || visit.signedIn != nil else { return try await desk.askToSignIn(visit) }
        if let signedIn = visit.signedIn {
            guard route.access.admits(signedIn.officer.profile.role) else {
                throw Refusal(.notFound)
            }
            if method == .post, !FormGuard.isOurs(visit.form[FormGuard.field], token: signedIn.token) {
                // Signing in once more while one is signed in has the code of its own form.
                guard route.access == .open else { throw Refusal(.foreignForm) }
            }
            if signedIn.officer.needsSecondFactor, route.access != .open,
                !["tai-khoan", "dang-xuat"].contains(visit.path.first)
            {
                return .seeOther("/tai-khoan/ma")
            }
        }
        return try await route.answer(visit)
    }

    private func signIn(_ visit: inout Visit) async throws {
        guard let token = visit.cookies[desk.cookies.session] else { return }
        let session = try await desk.store.session(token: token, now: visit.now, touching: visit.isOfPerson)
        visit.signedIn = session.map { Visit.SignedIn(session: $0, token: token) }
    }

    private func visit(of request: Request, caller: String?) -> Visit? {
        var path: [String] = []
        for part in request.uri.path.utf8.split(separator: UInt8(ascii: "/")) {
            guard let part = FormText.decoded(part, plus: false) else { return nil }
            path.append(part)
        }
        guard let query = FormText(encoded: request.uri.query ?? "") else { return nil }
        return Visit(
            method: request.method, path: path, address: request.uri.string, query: query, form: FormText(),
            cookies: Cookie.all(in: request.headers[.cookie]), caller: caller ?? "",
            browser: BrowserName.of(request.headers[.userAgent]), isLive: request.headers.named("X-Live") != nil,
            now: desk.now())
    }

    private func form(of request: Request, _ route: Route) async throws -> (FormText, UploadedForm.File?) {
        let type = request.headers[.contentType] ?? ""
        let hasFile = route.takesFile && type.hasPrefix("multipart/form-data")
        guard hasFile || type.hasPrefix("application/x-www-form-urlencoded") else { throw Refusal(.badForm) }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: route.limit ?? desk.limits.formBytes)
        } catch is NIOTooManyBytesError {
            throw Refusal(.tooLarge)
        }
        if hasFile {
            guard let form = UploadedForm(Data(body.readableBytesView), contentType: type) else {
                throw Refusal(.badForm)
            }
            return (FormText(form.fields), form.file)
        }
        guard let form = FormText(encoded: String(buffer: body)) else { throw Refusal(.badForm) }
        return (form, nil)
    }
}
