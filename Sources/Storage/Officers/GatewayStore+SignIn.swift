package import Foundation
import LibCrypto

extension GatewayStore {
    /// Signs an officer in by name and password, and by a code where they have a second factor.
    ///
    /// Wrong tries count against the browser in which this officer signed in before, else against login and address
    /// together: whoever guesses from elsewhere locks nobody out but themselves.
    package func signIn(
        login: String, password: String, code: String? = nil, from origin: SignInOrigin, now: Date
    ) async throws -> SignInResult {
        let login = login.lowercased().trimmingCharacters(in: .whitespacesAndNewlines)
        return try await lookAt(password, of: login, from: origin, now: now) { transaction, officer, bucket in
            if officer.hasSecondFactor {
                guard let code, !code.isEmpty else { return .needsCode }
                guard try transaction.takesFactor(code, of: officer.id) else {
                    return try transaction.countWrongTry(bucket, of: officer.id)
                }
            }
            try transaction.run("DELETE FROM sign_in_try WHERE bucket = ?", [bucket])
            return .signedIn(try transaction.openSession(of: officer, from: origin))
        } ?? .wrong
    }

    /// Whether somebody who is signed in knows the officer's password; wrong tries count as in signing in.
    package func checkPassword(
        of id: OfficerID, password: String, from origin: SignInOrigin, now: Date
    ) async throws -> PasswordCheck {
        guard let login = try await officer(id)?.profile.login else { return .wrong }
        return switch try await lookAt(password, of: login, from: origin, now: now, whenRight: { _, _, _ in nil }) {
        case nil: .right
        case .locked(let until): .locked(until: until)
        case .wrong, .needsCode, .signedIn: .wrong
        }
    }

    /// What comes of a right password; a wrong one is counted.
    private func lookAt(
        _ password: String, of login: String, from origin: SignInOrigin, now: Date,
        whenRight: @escaping @Sendable (Transaction, Officer, _ bucket: Data) throws -> SignInResult?
    ) async throws -> SignInResult? {
        let known = try await read { try $0.signInTry(login: login, from: origin, at: now.milliseconds) }
        if known.lockedUntil > now.milliseconds { return .locked(until: Date(milliseconds: known.lockedUntil)) }
        // Outside of any transaction, for it takes a tenth of a second.
        let isRight: Bool
        if let hash = known.hash {
            isRight = hash.matches(password)
        } else {
            PasswordHash.waste(password)
            isRight = false
        }
        return try await write(at: now) { transaction in
            // One writer: else many who try at once are counted as one.
            let again = try transaction.signInTry(login: login, from: origin, at: transaction.now)
            if again.lockedUntil > transaction.now { return .locked(until: Date(milliseconds: again.lockedUntil)) }
            guard isRight, let id = again.officer, again.hash?.hash == known.hash?.hash,
                let officer = try transaction.officer(id), officer.isActive
            else { return try transaction.countWrongTry(again.bucket, of: again.officer) }
            return try whenRight(transaction, officer, again.bucket)
        }
    }

    /// A link by which an officer signs in once, without a password; an earlier one of theirs is good no more.
    ///
    /// - Parameter officer: who makes it; nil for a command.
    package func makeOneTimeSignIn(
        for id: OfficerID, life: TimeInterval, by officer: OfficerID? = nil, now: Date
    ) async throws -> String {
        let token = try Token.new()
        try await write(at: now) { transaction in
            try transaction.run("DELETE FROM one_time_sign_in WHERE officer_id = ?", [id.number])
            try transaction.run(
                "INSERT INTO one_time_sign_in (token_hash, officer_id, ends_at) VALUES (?, ?, ?)",
                [Token.hash(token), id.number, transaction.now + life.inMilliseconds])
            try transaction.audit("officer.one_time_made", of: "officer \(id)", by: officer)
        }
        return token
    }

    /// Signs in by such a link; whoever has a second factor needs a code of it all the same.
    ///
    /// A missing or wrong code leaves the link as it is, and a wrong one counts like a wrong password.
    package func signIn(
        oneTime token: String, code: String? = nil, from origin: SignInOrigin, now: Date
    ) async throws -> SignInResult {
        guard let hash = Token.hash(token) else { return .wrong }
        return try await write(at: now) { transaction in
            let id = try transaction.number(
                "SELECT officer_id FROM one_time_sign_in WHERE token_hash = ? AND ends_at > ?", [hash, transaction.now]
            ).map { OfficerID($0) }
            guard let id, let officer = try transaction.officer(id), officer.isActive else { return .wrong }
            if officer.hasSecondFactor {
                let known = try transaction.signInTry(login: officer.profile.login, from: origin, at: transaction.now)
                if known.lockedUntil > transaction.now {
                    return .locked(until: Date(milliseconds: known.lockedUntil))
                }
                guard let code, !code.isEmpty else { return .needsCode }
                guard try transaction.takesFactor(code, of: id) else {
                    let counted = try transaction.countWrongTry(known.bucket, of: id)
                    return counted == .wrong ? .needsCode : counted
                }
            }
            guard try transaction.changes("DELETE FROM one_time_sign_in WHERE token_hash = ?", [hash]) == 1 else {
                return .wrong
            }
            return .signedIn(try transaction.openSession(of: officer, from: origin))
        }
    }
}

/// What is known of a login before its password is looked at.
private struct SignInTry: Sendable {
    var officer: OfficerID?
    var hash: PasswordHash?
    var bucket: Data
    var lockedUntil: Int64
}

extension Transaction {
    fileprivate func signInTry(login: String, from origin: SignInOrigin, at now: Int64) throws -> SignInTry {
        let known: (id: Int64, salt: Data?, hash: Data?)? = try first(
            "SELECT id, password_salt, password_hash FROM officer WHERE login = ? AND is_active = 1", [login]
        ) { (try $0.next(), $0.nextIfAny(), $0.nextIfAny()) }
        let device = try origin.device.flatMap(Token.hash).flatMap { hash in
            try exists(
                "SELECT 1 FROM staff_device WHERE token_hash = ? AND officer_id = ? AND seen_at > ?",
                [hash, known?.id ?? 0, now - StoreLimits.deviceLife.inMilliseconds]) ? hash : nil
        }
        let bucket = sealing.bucket(
            of: login, from: device.map { "device|" + Hex.encode(Array($0)) } ?? "address|" + origin.address)
        let locked = try number("SELECT locked_until FROM sign_in_try WHERE bucket = ?", [bucket]) ?? 0
        let hash = known.flatMap { known in
            known.salt.flatMap { salt in known.hash.map { PasswordHash(salt: salt, hash: $0) } }
        }
        return SignInTry(officer: known.map { OfficerID($0.id) }, hash: hash, bucket: bucket, lockedUntil: locked)
    }

    fileprivate func countWrongTry(_ bucket: Data, of officer: OfficerID?) throws -> SignInResult {
        let old = now - StoreLimits.signInWindow.inMilliseconds
        // What is over counts no more, and a flood of logins leaves nothing behind.
        try run("DELETE FROM sign_in_try WHERE begun_at < ? AND locked_until < ?", [old, now])
        try run(
            """
            INSERT INTO sign_in_try (bucket, failures, begun_at, locked_until) VALUES (?, 1, ?, 0)
            ON CONFLICT (bucket) DO UPDATE SET failures = sign_in_try.failures + 1
            """,
            [bucket, now])
        let failures = try number("SELECT failures FROM sign_in_try WHERE bucket = ?", [bucket]) ?? 0
        if let officer { try audit("sign_in.wrong", of: "officer \(officer)", detail: "\(failures)") }
        guard failures >= StoreLimits.signInTries else { return .wrong }
        let until = now + StoreLimits.signInWindow.inMilliseconds
        try run("UPDATE sign_in_try SET locked_until = ?, failures = 0 WHERE bucket = ?", [until, bucket])
        if let officer { try audit("sign_in.locked", of: "officer \(officer)") }
        return .locked(until: Date(milliseconds: until))
    }

    fileprivate func openSession(of officer: Officer, from origin: SignInOrigin) throws -> OpenedSession {
        let (token, device) = (try Token.new(), try Token.new())
        let (address, agent) = (Self.kept(origin.address), Self.kept(origin.agent))
        try run(
            """
            INSERT INTO staff_session (officer_id, token_hash, created_at, seen_at, address, agent)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [officer.id.number, Token.hash(token), now, now, address, agent])
        let id = SessionID(try lastID)
        if let old = origin.device.flatMap(Token.hash) {
            try run(
                "DELETE FROM staff_device WHERE token_hash = ? AND officer_id = ?", [old, officer.id.number])
        }
        try run(
            "INSERT INTO staff_device (token_hash, officer_id, seen_at) VALUES (?, ?, ?)",
            [Token.hash(device), officer.id.number, now])
        try run(
            """
            DELETE FROM staff_device WHERE token_hash IN (
                SELECT token_hash FROM staff_device WHERE officer_id = ? ORDER BY seen_at DESC LIMIT ? OFFSET ?)
            """,
            [officer.id.number, Int.max, StoreLimits.devices])
        try audit("session.begun", of: "session \(id)", by: officer.id)
        let session = StaffSession(
            id: id, officer: officer, createdAt: Date(milliseconds: now), lastSeenAt: Date(milliseconds: now),
            expiresAt: StaffSession.end(createdAt: now, seenAt: now), address: address, agent: agent)
        return OpenedSession(token: token, device: device, session: session)
    }
}
