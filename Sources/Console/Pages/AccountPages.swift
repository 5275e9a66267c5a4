import Foundation
import Storage

/// One's own account: where one is signed in, the password, the six-digit code.
extension ConsoleDesk {
    var accountRoutes: [Route] {
        [
            .get("/tai-khoan") { try await accountPage($0) },
            .post("/tai-khoan/dang-xuat-het") { visit in
                guard let signedIn = visit.signedIn else { throw Refusal(.notFound) }
                try await store.endSessions(
                    of: signedIn.officer.id, except: signedIn.session.id, by: signedIn.officer.id, now: visit.now)
                return .seeOther("/tai-khoan?xong=het")
            },
            .get("/tai-khoan/mat-khau") { try passwordPage($0) },
            .post("/tai-khoan/mat-khau") { try await changePassword($0) },
            .get("/tai-khoan/ma") { try await factorPage($0) },
            .post("/tai-khoan/ma") { try await confirmFactor($0) },
        ]
    }

    private func accountPage(_ visit: Visit) async throws -> Answer {
        guard let signedIn = visit.signedIn else { throw Refusal(.notFound) }
        let officer = signedIn.officer
        let clock = ClockWords(now: visit.now)
        let roles = [OfficerRole.officer: "cán bộ", .supervisor: "phụ trách", .administrator: "quản trị"]
        let done = ["het": "Đã đăng xuất ở mọi nơi khác.", "mk": "Đã đổi mật khẩu.", "ma": "Đã dùng mã 6 số."]
        let values: Values = [
            "name": officer.profile.name, "login": officer.profile.login, "role": roles[officer.profile.role] ?? "",
            "factor": officer.hasSecondFactor ? "đang dùng" : "chưa dùng",
            "factorLabel": officer.hasSecondFactor ? "Đổi điện thoại tạo mã" : "Dùng mã 6 số",
            "code": FormGuard.code(of: signedIn.token), "done": given(done[visit.query["xong"] ?? ""]),
            "sessions": try await store.sessions(of: officer.id, now: visit.now).map { session in
                [
                    "agent": session.agent.isEmpty ? "Trình duyệt khác" : session.agent,
                    "here": session.id == signedIn.session.id, "begun": clock.moment(session.createdAt),
                    "seen": clock.moment(session.lastSeenAt), "address": session.address,
                ] as Values
            },
        ]
        return page(
            visit, title: "Tài khoản của tôi", page: "tai-khoan", main: library.text(of: "account", values))
    }

    private func passwordPage(_ visit: Visit, wrong: (field: String, words: String)? = nil) throws -> Answer {
        guard let signedIn = visit.signedIn else { throw Refusal(.notFound) }
        let values: Values = [
            "code": FormGuard.code(of: signedIn.token), "login": signedIn.officer.profile.login,
            "asksOld": asksOldPassword(visit, signedIn), "errors": errors(wrong.map { [$0] } ?? []),
        ]
        return page(
            visit, title: (wrong == nil ? "" : "Lỗi: ") + "Đổi mật khẩu", page: "tai-khoan",
            main: library.text(of: "password", values))
    }

    /// Whoever has just signed in has proved who they are, by a one-time address too: they may have no password yet.
    private func asksOldPassword(_ visit: Visit, _ signedIn: Visit.SignedIn) -> Bool {
        visit.now.timeIntervalSince(signedIn.session.createdAt) > limits.freshSeconds
    }

    /// The old one is asked for, so that a screen that was left open is not enough to take an account.
    private func changePassword(_ visit: Visit) async throws -> Answer {
        guard let signedIn = visit.signedIn else { throw Refusal(.notFound) }
        let officer = signedIn.officer
        if asksOldPassword(visit, signedIn), let refused = try await refusedOldPassword(visit, officer) {
            return refused
        }
        let change = try await store.setPassword(
            of: officer.id, to: visit.form["mk"] ?? "", by: officer.id, keeping: signedIn.session.id, now: visit.now)
        guard case .done = change else {
            return try passwordPage(
                visit, wrong: ("mk", "Mật khẩu mới cần ít nhất 10 chữ, khó đoán, không chứa tên đăng nhập"))
        }
        return .seeOther("/tai-khoan?xong=mk")
    }

    /// Nil where the old password is right.
    private func refusedOldPassword(_ visit: Visit, _ officer: Officer) async throws -> Answer? {
        let origin = SignInOrigin(address: visit.caller, device: visit.cookies[cookies.device], agent: visit.browser)
        let proof = try await store.signIn(
            login: officer.profile.login, password: visit.form["cu"] ?? "", from: origin, now: visit.now)
        switch proof {
        case .wrong: return try passwordPage(visit, wrong: ("cu", "Mật khẩu đang dùng chưa đúng"))
        case .locked(let until):
            return try passwordPage(
                visit, wrong: ("cu", "Thử nhiều lần chưa đúng. Thử lại sau \(ClockWords(now: visit.now).clock(until))"))
        case .signedIn(let opened):
            try await store.endSession(opened.session.id, of: officer.id, by: officer.id, now: visit.now)
        case .needsCode: break
        }
        return nil
    }

    private func factorPage(_ visit: Visit, wrong: String? = nil) async throws -> Answer {
        guard let signedIn = visit.signedIn else { throw Refusal(.notFound) }
        let officer = signedIn.officer
        // After a wrong code the secret that the telephone already has stays.
        let kept = wrong == nil ? nil : visit.form["khoa"]
        let secret: String
        if let kept {
            secret = kept
        } else {
            guard let begun = try await store.beginSecondFactor(of: officer.id, issuer: "Nha Rong", now: visit.now)
            else {
                throw Refusal(.notFound, by: officer)
            }
            secret = begun.secret
        }
        let values: Values = [
            "code": FormGuard.code(of: signedIn.token), "must": officer.needsSecondFactor,
            "back": !officer.needsSecondFactor, "secret": secret, "errors": errors(wrong.map { [("so", $0)] } ?? []),
        ]
        return page(
            visit, title: (wrong == nil ? "" : "Lỗi: ") + "Mã 6 số khi đăng nhập", page: "tai-khoan",
            main: library.text(of: "factor", values))
    }

    private func confirmFactor(_ visit: Visit) async throws -> Answer {
        guard let signedIn = visit.signedIn else { throw Refusal(.notFound) }
        let code = (visit.form["so"] ?? "").filter { !$0.isWhitespace }
        guard
            try await store.confirmSecondFactor(
                of: signedIn.officer.id, code: code, keeping: signedIn.session.id, now: visit.now)
        else { return try await factorPage(visit, wrong: "Mã chưa đúng. Gõ mã mà điện thoại đang hiện") }
        return .seeOther("/tai-khoan?xong=ma")
    }
}
