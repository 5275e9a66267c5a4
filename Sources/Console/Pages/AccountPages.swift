import Foundation
import Gateway
import Storage

/// One's own account: where one is signed in, the password, the six-digit code.
extension ConsoleDesk {
    var accountRoutes: [Route] {
        [
            .get("/tai-khoan") { try await accountPage($0) },
            .post("/tai-khoan/dang-xuat-het") { visit in
                let signedIn = try signedIn(visit)
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
        let signedIn = try signedIn(visit)
        let officer = signedIn.officer
        let clock = ClockWords(now: visit.now)
        let done = ["het": "Đã đăng xuất ở mọi nơi khác.", "mk": "Đã đổi mật khẩu.", "ma": "Đã dùng mã 6 số."]
        let values: Values = [
            "name": officer.profile.name, "login": officer.profile.login,
            "role": OfficerWords.role(officer.profile.role),
            "factor": officer.hasSecondFactor ? "đang dùng" : "chưa dùng",
            "factorLabel": officer.hasSecondFactor ? "Đổi điện thoại tạo mã" : "Dùng mã 6 số",
            "code": signedIn.formCode, "done": given(done[visit.query["xong"] ?? ""]),
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
        let signedIn = try signedIn(visit)
        let values: Values = [
            "code": signedIn.formCode, "login": signedIn.officer.profile.login,
            "asksOld": asksOldPassword(visit, signedIn), "errors": errors(wrong.map { [$0] } ?? []),
        ]
        return page(
            visit, title: "Đổi mật khẩu", isWrong: wrong != nil, page: "tai-khoan",
            main: library.text(of: "password", values))
    }

    /// Whoever has just signed in has proved who they are, by a one-time address too: they may have no password yet.
    private func asksOldPassword(_ visit: Visit, _ signedIn: Visit.SignedIn) -> Bool {
        visit.now.timeIntervalSince(signedIn.session.createdAt) > limits.freshSeconds
    }

    /// The old one is asked for, so that a screen that was left open is not enough to take an account.
    private func changePassword(_ visit: Visit) async throws -> Answer {
        let signedIn = try signedIn(visit)
        let officer = signedIn.officer
        if asksOldPassword(visit, signedIn), let wrong = try await wrongOldPassword(visit, officer) {
            return try passwordPage(visit, wrong: ("cu", wrong))
        }
        let change = try await store.setPassword(
            of: officer.id, to: visit.form["mk"] ?? "", by: officer.id, keeping: signedIn.session.id, now: visit.now)
        if let fault = OfficerWords.fault(change) { return try passwordPage(visit, wrong: ("mk", fault)) }
        return .seeOther("/tai-khoan?xong=mk")
    }

    /// What is wrong with the old password that was typed; nil where it is right.
    private func wrongOldPassword(_ visit: Visit, _ officer: Officer) async throws -> String? {
        let check = try await store.checkPassword(
            of: officer.id, password: visit.form["cu"] ?? "", from: origin(of: visit), now: visit.now)
        return switch check {
        case .right: nil
        case .wrong: "Mật khẩu đang dùng chưa đúng"
        case .locked(let until): tooOften(until, visit)
        }
    }

    private func factorPage(_ visit: Visit, wrong: (field: String, words: String)? = nil) async throws -> Answer {
        let signedIn = try signedIn(visit)
        let officer = signedIn.officer
        // After a wrong code the secret that the telephone already has stays.
        let kept = wrong == nil ? nil : visit.form["khoa"]
        let secret: String
        if let kept {
            secret = kept
        } else {
            guard let begun = try await store.beginSecondFactor(of: officer.id, issuer: "Nha Rong", now: visit.now)
            else {
                throw Refusal(.notFound)
            }
            secret = begun.secret
        }
        let values: Values = [
            "code": signedIn.formCode, "must": officer.needsSecondFactor,
            "back": !officer.needsSecondFactor, "secret": secret,
            "asksOld": asksPasswordForFactor(visit, signedIn), "errors": errors(wrong.map { [$0] } ?? []),
        ]
        return page(
            visit, title: "Mã 6 số khi đăng nhập", isWrong: wrong != nil, page: "tai-khoan",
            main: library.text(of: "factor", values))
    }

    /// A telephone that makes codes already is replaced by its owner alone; the first one is only more than there was.
    private func asksPasswordForFactor(_ visit: Visit, _ signedIn: Visit.SignedIn) -> Bool {
        signedIn.officer.hasSecondFactor && asksOldPassword(visit, signedIn)
    }

    private func confirmFactor(_ visit: Visit) async throws -> Answer {
        let signedIn = try signedIn(visit)
        if asksPasswordForFactor(visit, signedIn), let wrong = try await wrongOldPassword(visit, signedIn.officer) {
            return try await factorPage(visit, wrong: ("cu", wrong))
        }
        let code = (visit.form["so"] ?? "").filter { !$0.isWhitespace }
        guard
            try await store.confirmSecondFactor(
                of: signedIn.officer.id, code: code, keeping: signedIn.session.id, now: visit.now)
        else { return try await factorPage(visit, wrong: ("so", "Mã chưa đúng. Gõ mã mà điện thoại đang hiện")) }
        return .seeOther("/tai-khoan?xong=ma")
    }
}
