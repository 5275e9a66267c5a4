import Conversations
import Foundation
import HTTPTypes
import Storage

/// Signing in and out, also in the midst of something.
extension ConsoleDesk {
    var signInRoutes: [Route] {
        [
            .get("/dang-nhap", .open) { visit in
                if visit.signedIn != nil { return .seeOther("/viec") }
                return try signInPage(visit, SignInForm(back: ownPath(visit.query["ve"])))
            },
            .post("/dang-nhap", .open) { try await signIn($0) },
            .post("/dang-xuat") { try await signOut($0) },
            Route(method: .get, path: ["vao", "*"], access: .open) { try oneTimePage($0) },
            Route(method: .post, path: ["vao", "*"], access: .open) { try await signInOnce($0) },
            .post("/quay-lai") { visit in
                if let kept = KeptText(visit.form) { try await keep(kept, of: visit) }
                return .seeOther(visit.form["viec"].flatMap(Int64.init).map { "/viec/\($0)" } ?? "/viec")
            },
        ]
    }

    /// What the page of a sign-in has beside its fields.
    struct SignInForm {
        var back: String?
        var login = ""
        var wrong: String?
        var asksCode = false
        var kept: KeptText?
        var form: KeptForm?
    }

    /// What somebody was writing when their sign-in had ended.
    struct KeptText: Sendable {
        var matter: Int64
        var text: String

        init?(matter: Int64?, text: String?) {
            guard let matter, let text, !text.isEmpty else { return nil }
            self.matter = matter
            self.text = text
        }

        init?(_ form: FormText) { self.init(matter: form["viec"].flatMap(Int64.init), text: form["tin"]) }
    }

    /// Instead of a page that needs a sign-in: asks for it, and keeps what was typed.
    func askToSignIn(_ visit: Visit) async throws -> Answer {
        guard visit.method == .post else {
            if visit.isLive { return Answer(status: .unauthorized) }
            let back = visit.address == "/" ? "" : "?ve=" + FormText.encoded(visit.address)
            return .seeOther("/dang-nhap" + back)
        }
        if visit.isLive { return Answer(status: .unauthorized) }
        let matter = visit.path.first == "viec" ? visit.number(at: 1) : nil
        // Other forms of a matter have fields of that name too: taking back names a message by it.
        let kept = KeptText(matter: matter, text: visit.path.last == "tra-loi" ? visit.form["tin"] : nil)
        return try signInPage(
            visit, SignInForm(back: matter.map { "/viec/\($0)" }, kept: kept, form: KeptForm(visit)),
            status: .unauthorized)
    }

    private func signInPage(_ visit: Visit, _ form: SignInForm, status: Answer.Status = .ok) throws -> Answer {
        let secret = try visit.cookies[cookies.form].flatMap { $0.utf8.count == 32 ? $0 : nil } ?? FormGuard.fresh()
        let wrong = form.wrong
        let values: Values = [
            "code": FormGuard.code(of: secret), "back": given(form.back), "login": form.login, "wrong": given(wrong),
            "asksCode": form.asksCode, "wrongCode": false, "you": "anh/chị",
            "help": "Nhờ người quản trị của xã đặt lại.",
            "isKept": form.kept != nil || form.form != nil, "typed": given(form.form?.typed),
            "carried": (form.form?.carried ?? []).map { ["name": $0.name, "value": $0.value] as Values },
            "kept": given(form.kept?.text), "matter": given(form.kept.map { String($0.matter) }),
            "errors": errors(wrong.map { [($0.isEmpty ? "mk" : "ten", $0)] } ?? []),
        ]
        var answer = gate(
            title: "Đăng nhập", isWrong: wrong != nil, main: library.text(of: "signin", values), status: status)
        answer.set(cookies.cookie(cookies.form, secret))
        return answer
    }

    private func signIn(_ visit: Visit) async throws -> Answer {
        var form = SignInForm(
            back: ownPath(visit.form["ve"]), login: String(visit.typed("ten").prefix(limits.signInLetters)),
            kept: KeptText(visit.form), form: KeptForm(visit.form, address: ownPath))
        guard let secret = visit.cookies[cookies.form], FormGuard.isOurs(visit.form[FormGuard.field], token: secret)
        else {
            form.wrong = "Trang đăng nhập này mở đã lâu. Hãy nhập lại."
            return try signInPage(visit, form, status: .forbidden)
        }
        let password = visit.form["mk"] ?? ""
        guard !form.login.isEmpty, !password.isEmpty, password.count <= limits.signInLetters else {
            form.wrong = "Điền tên đăng nhập và mật khẩu"
            return try signInPage(visit, form)
        }
        let code = visit.form["so"].map { $0.filter { !$0.isWhitespace } }
        let result = try await store.signIn(
            login: form.login, password: password, code: code.flatMap { $0.isEmpty ? nil : $0 },
            from: origin(of: visit), now: visit.now)
        switch result {
        case .signedIn(let opened):
            return try await enter(opened, visit, back: form.back, kept: form.kept, form: form.form)
        case .needsCode:
            form.asksCode = true
            form.wrong = "Nhập lại mật khẩu, cùng mã 6 số trên điện thoại"
            return try signInPage(visit, form)
        case .wrong:
            form.asksCode = visit.form["so"] != nil
            form.wrong = "Tên đăng nhập hoặc mật khẩu chưa đúng"
            return try signInPage(visit, form)
        case .locked(let until):
            form.wrong = tooOften(until, visit) + ", hoặc nhờ người quản trị đặt lại mật khẩu."
            return try signInPage(visit, form, status: .tooManyRequests)
        }
    }

    func tooOften(_ until: Date, _ visit: Visit) -> String {
        "Thử nhiều lần chưa đúng. Thử lại sau \(ClockWords(now: visit.now).clock(until))"
    }

    func origin(of visit: Visit) -> SignInOrigin {
        SignInOrigin(address: visit.caller, device: visit.cookies[cookies.device], agent: visit.browser)
    }

    /// Sets the cookies of a session that has just begun: a new token, whatever the browser had before.
    private func enter(
        _ opened: OpenedSession, _ visit: Visit, back: String?, kept: KeptText?, form: KeptForm?
    ) async throws -> Answer {
        var visit = visit
        if let old = visit.signedIn {
            try await store.endSession(
                old.session.id, of: old.officer.id, by: old.officer.id, now: visit.now)
        }
        visit.signedIn = Visit.SignedIn(session: opened.session, token: opened.token)
        if let kept { try await keep(kept, of: visit) }
        var answer = form.map { sendAgain($0, visit) } ?? Answer.seeOther(back ?? "/viec")
        answer.set(cookies.cookie(cookies.session, opened.token))
        answer.set(cookies.cookie(cookies.device, opened.device, seconds: 365 * 24 * 3600))
        answer.set(cookies.cookie(cookies.form, "", seconds: 0))
        return answer
    }

    /// What was typed is sent by whoever signed in now, by a click: they may be somebody else at the same computer.
    private func sendAgain(_ form: KeptForm, _ visit: Visit) -> Answer {
        let values: Values = [
            "heading": "Đã đăng nhập lại", "action": form.address, "code": visit.formCode, "typed": form.typed,
            "fields": form.fields.map { ["name": $0.name, "value": $0.value] as Values },
        ]
        return page(visit, title: "Đã đăng nhập lại", page: "", main: library.text(of: "sendAgain", values))
    }

    private func keep(_ kept: KeptText, of visit: Visit) async throws {
        guard let officer = visit.signedIn?.officer else { return }
        _ = try await store.saveDraft(
            kept.text, of: EscalationID(kept.matter), lastSeen: nil, by: officer, now: visit.now)
    }

    private func signOut(_ visit: Visit) async throws -> Answer {
        if let signedIn = visit.signedIn {
            try await store.endSession(
                signedIn.session.id, of: signedIn.officer.id, by: signedIn.officer.id, now: visit.now)
        }
        var answer = Answer.seeOther("/dang-nhap")
        answer.set(cookies.cookie(cookies.session, "", seconds: 0))
        return answer
    }

    /// A link is opened by many programs by themselves; only a click on the button uses it up.
    private func oneTimePage(
        _ visit: Visit, asksCode: Bool = false, wrong: String? = nil, status: Answer.Status = .ok
    ) throws -> Answer {
        let secret = try FormGuard.fresh()
        let main = library.text(
            of: "oneTime",
            [
                "action": "/vao/" + FormText.encoded(visit.path[1]), "code": FormGuard.code(of: secret),
                "asksCode": asksCode, "errors": errors(wrong.map { [("so", $0)] } ?? []), "wrong": given(wrong),
            ])
        var answer = gate(title: "Đăng nhập một lần", isWrong: wrong != nil, main: main, status: status)
        answer.set(cookies.cookie(cookies.form, secret))
        return answer
    }

    private func signInOnce(_ visit: Visit) async throws -> Answer {
        guard let secret = visit.cookies[cookies.form], FormGuard.isOurs(visit.form[FormGuard.field], token: secret)
        else {
            throw Refusal(.foreignForm)
        }
        let code = (visit.form["so"] ?? "").filter { !$0.isWhitespace }
        let result = try await store.signIn(
            oneTime: visit.path[1], code: code, from: origin(of: visit), now: visit.now)
        switch result {
        case .signedIn(let opened): return try await enter(opened, visit, back: nil, kept: nil, form: nil)
        case .needsCode:
            let wrong =
                visit.form["so"] == nil
                ? nil : code.isEmpty ? "Gõ mã 6 số trên điện thoại" : "Mã chưa đúng. Gõ mã mà điện thoại đang hiện"
            return try oneTimePage(visit, asksCode: true, wrong: wrong)
        case .locked(let until):
            return try oneTimePage(visit, asksCode: true, wrong: tooOften(until, visit), status: .tooManyRequests)
        case .wrong:
            return try signInPage(
                visit, SignInForm(wrong: "Đường dẫn này đã dùng rồi hoặc đã quá hạn"), status: .forbidden)
        }
    }

    /// A place of ours to go back to; nothing that leads elsewhere.
    private func ownPath(_ path: String?) -> String? {
        guard let path, path.utf8.count <= 500, path.hasPrefix("/"), !path.hasPrefix("//"), !path.hasPrefix("/\\"),
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
        else { return nil }
        return path
    }

    /// The summary of what is to be mended, for the template of that name; false where nothing is.
    func errors(_ list: [(field: String, words: String)]) -> Any {
        guard !list.isEmpty else { return false }
        return [
            "heading": list.count == 1 ? "Có 1 lỗi cần sửa" : "Có \(list.count) lỗi cần sửa",
            "list": list.map { ["field": $0.field, "words": $0.words] as Values },
        ] as Values
    }
}
