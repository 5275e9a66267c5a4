import Foundation
import LibCrypto
import PublicServices
import Testing

@testable import Storage

/// Who signs in, from where, and for how long.
@Suite struct OfficerTests {
    private static let start = StoreFixture.start
    private static let password = "cà phê rẫy 2026"
    private static let office = SignInOrigin(address: "10.0.0.2", agent: "Chrome")
    private static let elsewhere = SignInOrigin(address: "203.0.113.9")

    private func signIn(
        _ desk: Desk, _ login: String = "hanh", _ password: String = password, code: String? = nil,
        from origin: SignInOrigin = office, at time: Date = start
    ) async throws -> SignInResult {
        try await desk.store.signIn(login: login, password: password, code: code, from: origin, now: time)
    }

    private func opened(_ result: SignInResult) throws -> OpenedSession {
        guard case .signedIn(let session) = result else { throw FixtureError(words: "\(result)") }
        return session
    }

    @Test func `the right password opens a session of its own each time, and nothing else does`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh", password: Self.password)
            #expect(officer.displayName == "chị Hạnh")
            #expect(try await signIn(desk, "hanh", "cà phê rẫy 2025") == .wrong)
            #expect(try await signIn(desk, "ai-do") == .wrong)
            #expect(try await signIn(desk, "hanh", "") == .wrong)
            let first = try opened(try await signIn(desk, " HANH "))
            let second = try opened(try await signIn(desk))
            #expect(first.token != second.token)
            #expect(try await desk.store.session(token: first.token, now: Self.start)?.officer.id == officer.id)
            for token in ["", "x", String(repeating: "0", count: 64), first.token.uppercased(), first.device] {
                #expect(try await desk.store.session(token: token, now: Self.start) == nil, "\(token)")
            }
            // Neither token nor password stands anywhere in the file.
            try await desk.store.engine.read { connection in
                let kept: [Data] = try connection.all("SELECT token_hash FROM staff_session") { try $0.next() }
                #expect(!kept.contains(Data(first.token.utf8)))
            }
        }
    }

    @Test func `the same password typed on another keyboard is the same`() async throws {
        try await withDesk { desk in
            _ = try await desk.officer("hanh", password: Self.password)
            _ = try opened(try await signIn(desk, "hanh", Self.password.decomposedStringWithCanonicalMapping))
        }
    }

    @Test func `who guesses locks only themselves out`() async throws {
        try await withDesk { desk in
            _ = try await desk.officer("hanh", password: Self.password)
            let known = try opened(try await signIn(desk)).device
            // From the same office, and from elsewhere.
            for origin in [Self.office, Self.elsewhere] {
                for count in 1...10 {
                    let result = try await signIn(desk, "hanh", "đoán mò \(count)", from: origin)
                    if count < 10 {
                        #expect(result == .wrong)
                    } else {
                        #expect(result == .locked(until: Self.start + 900))
                    }
                }
                #expect(try await signIn(desk, from: origin) == .locked(until: Self.start + 900))
            }
            // The officer's own browser is not touched by it, nor another address, nor a colleague's login.
            _ = try opened(
                try await signIn(desk, from: SignInOrigin(address: Self.office.address, device: known)))
            _ = try opened(try await signIn(desk, from: SignInOrigin(address: "10.0.0.3")))
            #expect(try await signIn(desk, "dung", from: Self.office) == .wrong)
            _ = try opened(try await signIn(desk, from: Self.office, at: Self.start + 901))
        }
    }

    @Test func `asking for the password once more counts wrong tries and opens nothing`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh", password: Self.password)
            _ = try opened(try await signIn(desk))
            func check(_ password: String) async throws -> PasswordCheck {
                try await desk.store.checkPassword(
                    of: officer.id, password: password, from: Self.office, now: Self.start)
            }
            #expect(try await check(Self.password) == .right)
            for _ in 1..<StoreLimits.signInTries { #expect(try await check("đoán mò") == .wrong) }
            #expect(try await check("đoán mò") == .locked(until: Self.start + 900))
            #expect(try await check(Self.password) == .locked(until: Self.start + 900))
            #expect(try await desk.store.sessions(of: officer.id, now: Self.start).count == 1)
            #expect(try await desk.fixture.number("SELECT COUNT(*) FROM staff_device") == 1)
        }
    }

    @Test func `wrong logins leave nothing behind after their time`() async throws {
        try await withDesk { desk in
            for count in 0..<5 { _ = try await signIn(desk, "ai-\(count)") }
            #expect(try await desk.fixture.number("SELECT COUNT(*) FROM sign_in_try") == 5)
            _ = try await signIn(desk, "ai-9", at: Self.start + 1000)
            #expect(try await desk.fixture.number("SELECT COUNT(*) FROM sign_in_try") == 1)
        }
    }

    @Test func `a session ends after half an hour without use, and after half a day whatever is done`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh", password: Self.password)
            let token = try opened(try await signIn(desk)).token
            #expect(try await desk.store.session(token: token, now: Self.start + 1799) != nil)
            // A poll of an open page is no use.
            #expect(try await desk.store.session(token: token, now: Self.start + 3500, touching: false) != nil)
            #expect(try await desk.store.session(token: token, now: Self.start + 3599) == nil)
            #expect(try await desk.store.endedSession(token: token, now: Self.start + 3700)?.id == officer.id)
            #expect(try await desk.store.endedSession(token: token, now: Self.start + 60_000) == nil)
            let long = try opened(try await signIn(desk)).token
            for minute in stride(from: 20, through: 700, by: 20) {
                #expect(try await desk.store.session(token: long, now: Self.start + minute * 60) != nil)
            }
            #expect(try await desk.store.session(token: long, now: Self.start + 12 * 3600) == nil)
        }
    }

    @Test func `ended sessions, new passwords and lost rights sign out at once`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh", password: Self.password)
            let (one, two, three) = (
                try opened(try await signIn(desk)), try opened(try await signIn(desk)),
                try opened(try await signIn(desk))
            )
            #expect(try await desk.store.sessions(of: officer.id, now: Self.start).count == 3)
            try await desk.store.endSession(one.session.id, of: officer.id, by: officer.id, now: Self.start)
            #expect(try await desk.store.session(token: one.token, now: Self.start) == nil)
            #expect(try await desk.store.endedSession(token: one.token, now: Self.start) == nil)
            // A stranger's number of a session ends nothing.
            let stranger = try await desk.officer("dung")
            try await desk.store.endSession(two.session.id, of: stranger.id, by: stranger.id, now: Self.start)
            #expect(try await desk.store.session(token: two.token, now: Self.start) != nil)
            try await desk.store.endSessions(
                of: officer.id, except: two.session.id, by: officer.id, now: Self.start)
            #expect(try await desk.store.session(token: two.token, now: Self.start) != nil)
            #expect(try await desk.store.session(token: three.token, now: Self.start) == nil)
            var less = officer.profile
            less.communes = [Desk.other]
            _ = try await desk.store.updateOfficer(officer.id, to: less, by: nil, now: Self.start)
            #expect(try await desk.store.session(token: two.token, now: Self.start) == nil)
            let four = try opened(try await signIn(desk))
            try await desk.store.setActive(false, of: officer.id, by: nil, now: Self.start)
            #expect(try await desk.store.session(token: four.token, now: Self.start) == nil)
            #expect(try await signIn(desk) == .wrong)
        }
    }

    /// The secret of a factor that is not confirmed yet.
    private func nextSecret(_ desk: Desk, of officer: Officer) async throws -> [UInt8] {
        try await desk.store.read { transaction in
            let sealed: Data = try #require(
                try transaction.first("SELECT next_factor_sealed FROM officer WHERE id = ?", [officer.id.number]) {
                    try $0.next()
                })
            return try transaction.sealing.openBytes(sealed, in: .secondFactor(officer.id))
        }
    }

    private func code(of secret: [UInt8], at time: Date) -> String {
        OneTimeCode.code(secret: secret, step: Int64(time.timeIntervalSince1970) / 30)
    }

    @Test func `a second factor is asked for, and each of its codes is good once`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("binh", role: .administrator, password: Self.password)
            #expect(officer.needsSecondFactor)
            let factor = try #require(
                try await desk.store.beginSecondFactor(of: officer.id, issuer: "xã Đăk Hà", now: Self.start))
            #expect(factor.uri.hasPrefix("otpauth://totp/") && factor.uri.contains("secret=\(factor.secret)"))
            // Not confirmed, it is not asked for.
            _ = try opened(try await signIn(desk, "binh"))
            let secret = try await nextSecret(desk, of: officer)
            func code(at time: Date) -> String { self.code(of: secret, at: time) }
            #expect(try await !desk.store.confirmSecondFactor(of: officer.id, code: "000000", now: Self.start))
            #expect(
                try await desk.store.confirmSecondFactor(of: officer.id, code: code(at: Self.start), now: Self.start))
            let later = Self.start + 60
            #expect(try await signIn(desk, "binh", at: later) == .needsCode)
            #expect(try await signIn(desk, "binh", code: "123456", at: later) == .wrong)
            #expect(try await signIn(desk, "binh", "sai mật khẩu", code: code(at: later), at: later) == .wrong)
            _ = try opened(try await signIn(desk, "binh", code: code(at: later), at: later))
            #expect(try await signIn(desk, "binh", code: code(at: later), at: later) == .wrong)
            #expect(try await desk.store.officer(officer.id)?.needsSecondFactor == false)
        }
    }

    @Test func `a one-time sign-in is good once, and not for long`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let old = try await desk.store.makeOneTimeSignIn(for: officer.id, life: 600, now: Self.start)
            let new = try await desk.store.makeOneTimeSignIn(for: officer.id, life: 600, now: Self.start)
            #expect(try await desk.store.signIn(oneTime: old, from: Self.office, now: Self.start) == .wrong)
            #expect(try await desk.store.signIn(oneTime: new, from: Self.office, now: Self.start + 601) == .wrong)
            _ = try opened(try await desk.store.signIn(oneTime: new, from: Self.office, now: Self.start + 599))
            #expect(try await desk.store.signIn(oneTime: new, from: Self.office, now: Self.start + 599) == .wrong)
        }
    }

    @Test func `a one-time sign-in of somebody with a second factor takes a code too`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("binh", role: .administrator)
            _ = try await desk.store.beginSecondFactor(of: officer.id, issuer: "xã", now: Self.start)
            let secret = try await nextSecret(desk, of: officer)
            let first = code(of: secret, at: Self.start)
            #expect(try await desk.store.confirmSecondFactor(of: officer.id, code: first, now: Self.start))
            let link = try await desk.store.makeOneTimeSignIn(for: officer.id, life: 600, now: Self.start)
            let later = Self.start + 60
            func signIn(_ code: String?) async throws -> SignInResult {
                try await desk.store.signIn(oneTime: link, code: code, from: Self.office, now: later)
            }
            #expect(try await signIn(nil) == .needsCode)
            #expect(try await signIn("") == .needsCode)
            #expect(try await signIn(first) == .needsCode)
            #expect(try await signIn("123456") == .needsCode)
            _ = try opened(try await signIn(code(of: secret, at: later)))
            #expect(try await signIn(code(of: secret, at: later)) == .wrong)
        }
    }

    @Test func `codes for a one-time sign-in cannot be guessed`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("binh", role: .administrator)
            _ = try await desk.store.beginSecondFactor(of: officer.id, issuer: "xã", now: Self.start)
            let secret = try await nextSecret(desk, of: officer)
            let first = code(of: secret, at: Self.start)
            #expect(try await desk.store.confirmSecondFactor(of: officer.id, code: first, now: Self.start))
            let link = try await desk.store.makeOneTimeSignIn(for: officer.id, life: 600, now: Self.start)
            for count in 1...StoreLimits.signInTries {
                let result = try await desk.store.signIn(
                    oneTime: link, code: "123456", from: Self.office, now: Self.start + 60)
                let isLast = count == StoreLimits.signInTries
                #expect(result == (isLast ? .locked(until: Self.start + 960) : .needsCode))
            }
            let right = code(of: secret, at: Self.start + 60)
            #expect(
                try await desk.store.signIn(oneTime: link, code: right, from: Self.office, now: Self.start + 60)
                    == .locked(until: Self.start + 960))
        }
    }

    @Test func `an administrator manages those who may do no more, and never themselves`() async throws {
        try await withDesk { desk in
            let admin = try await desk.officer("quan", role: .administrator)
            let keeper = try await desk.officer("thu", role: .administrator, restricted: true)
            let both = try await desk.officer("binh", communes: [Desk.commune, Desk.other])
            let clerk = try await desk.officer("hanh")
            let supervisor = try await desk.officer("dung", role: .supervisor)
            #expect(admin.mayManage(clerk) && admin.mayManage(supervisor))
            #expect(keeper.mayManage(admin) && keeper.mayManage(clerk))
            for (one, other) in [(admin, admin), (admin, keeper), (admin, both), (supervisor, clerk), (clerk, admin)] {
                #expect(!one.mayManage(other), "\(one.profile.login) \(other.profile.login)")
            }
        }
    }

    @Test func `when somebody signed in last is known, and who made them a link`() async throws {
        try await withDesk { desk in
            let admin = try await desk.officer("quan", role: .administrator)
            let clerk = try await desk.officer("hanh", password: Self.password)
            _ = try opened(try await signIn(desk, at: Self.start + 60))
            #expect(
                try await desk.store.lastSignIns(of: [admin.id, clerk.id]) == [clerk.id: Self.start + 60])
            _ = try await desk.store.makeOneTimeSignIn(for: clerk.id, life: 60, by: admin.id, now: Self.start)
            let entries = try await desk.store.auditEntries(by: admin)
            #expect(entries.first { $0.action == "officer.one_time_made" }?.officer == admin.id)
        }
    }

    @Test func `logins, names and passwords are held to what they must be`() async throws {
        try await withDesk { desk in
            _ = try await desk.officer("hanh")
            func add(_ login: String, name: String = "A B", password: String? = nil) async throws -> OfficerChange {
                try await desk.store.addOfficer(
                    OfficerProfile(login: login, name: name, communes: []), password: password, by: nil, now: Self.start
                )
            }
            #expect(try await add("HANH ") == .loginTaken)
            for login in ["", "a b", "<script>", "hạnh", "-a", String(repeating: "a", count: 41)] {
                #expect(try await add(login) == .badLogin, "\(login)")
            }
            #expect(try await add("an", name: "  ") == .badName)
            for password in ["", "123456789", "aaaaaaaaaaaa", "an-dang-o-day1", String(repeating: "abcde", count: 41)] {
                #expect(try await add("an", password: password) == .weakPassword, "\(password)")
            }
        }
    }
}
