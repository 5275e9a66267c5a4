package import Foundation

extension GatewayStore {
    /// The session that a token opens; nil when there is none, or it is over.
    ///
    /// - Parameter touching: whether this is a use that keeps it alive, and no poll of a page that lies open.
    package func session(token: String, now: Date, touching: Bool = true) async throws -> StaffSession? {
        guard let hash = Token.hash(token) else { return nil }
        guard var session = try await read({ try $0.session(hash) }), session.expiresAt > now, session.officer.isActive
        else { return nil }
        guard touching else { return session }
        if now.timeIntervalSince(session.lastSeenAt) >= StoreLimits.sessionNoted {
            let id = session.id
            try await write(at: now) { transaction in
                try transaction.run(
                    "UPDATE staff_session SET seen_at = ? WHERE id = ? AND ended_at IS NULL",
                    [transaction.now, id.number])
            }
            session.lastSeenAt = now
            session.expiresAt = StaffSession.end(createdAt: session.createdAt.milliseconds, seenAt: now.milliseconds)
        }
        return session
    }

    /// Whose session a token opened until it ran out by itself, within half a day: they may sign in again and go on.
    package func endedSession(token: String, now: Date) async throws -> Officer? {
        guard let hash = Token.hash(token), let session = try await read({ try $0.session(hash) }),
            session.officer.isActive, now.timeIntervalSince(session.expiresAt) < StoreLimits.sessionLife
        else { return nil }
        return session.officer
    }

    /// Where an officer is signed in, the newest first.
    package func sessions(of officer: OfficerID, now: Date) async throws -> [StaffSession] {
        try await read { transaction in
            try transaction.sessions(of: officer, since: now.milliseconds - StoreLimits.sessionLife.inMilliseconds)
        }
        .filter { $0.expiresAt > now }
    }

    /// When officers signed in last; those who never did are missing.
    package func lastSignIns(of officers: [OfficerID]) async throws -> [OfficerID: Date] {
        try await read { transaction in
            var last: [OfficerID: Date] = [:]
            for id in officers {
                last[id] = try transaction.number(
                    "SELECT MAX(seen_at) FROM staff_device WHERE officer_id = ?", [id.number]
                ).map(Date.init(milliseconds:))
            }
            return last
        }
    }

    /// Ends one session of an officer, as signing out does.
    ///
    /// When it was the last, what the officer holds is given back.
    package func endSession(_ id: SessionID, of officer: OfficerID, by whom: OfficerID?, now: Date) async throws {
        try await write(at: now) { transaction in
            let ended = try transaction.changes(
                "UPDATE staff_session SET ended_at = ? WHERE id = ? AND officer_id = ? AND ended_at IS NULL",
                [transaction.now, id.number, officer.number])
            guard ended == 1 else { return }
            try transaction.audit("session.ended", of: "session \(id)", by: whom)
            try transaction.giveBackIfGone(officer)
        }
    }

    /// Ends all sessions of an officer but one.
    package func endSessions(
        of officer: OfficerID, except kept: SessionID? = nil, by whom: OfficerID?, now: Date
    ) async throws {
        try await write(at: now) { transaction in
            let ended = try transaction.endSessions(of: officer, except: kept)
            try transaction.audit(
                "sessions.ended", of: "officer \(officer)", by: whom, detail: "\(ended)")
            try transaction.giveBackIfGone(officer)
        }
    }
}

extension StaffSession {
    static func end(createdAt: Int64, seenAt: Int64) -> Date {
        Date(
            milliseconds: min(
                seenAt + StoreLimits.sessionIdle.inMilliseconds, createdAt + StoreLimits.sessionLife.inMilliseconds))
    }
}

extension Transaction {
    private static let sessionColumns = """
        staff_session.id, staff_session.created_at, staff_session.seen_at, staff_session.address,
        staff_session.agent, \(officerColumns)
        """

    private static let byToken = """
        SELECT \(sessionColumns) FROM staff_session JOIN officer ON officer.id = staff_session.officer_id
        WHERE staff_session.token_hash = ? AND staff_session.ended_at IS NULL
        """

    private static let ofOfficer = """
        SELECT \(sessionColumns) FROM staff_session JOIN officer ON officer.id = staff_session.officer_id
        WHERE staff_session.officer_id = ? AND staff_session.ended_at IS NULL AND staff_session.created_at > ?
        ORDER BY staff_session.created_at DESC
        """

    fileprivate func session(_ hash: Data) throws -> StaffSession? {
        try first(Self.byToken, [hash]) { try Self.session(&$0) }
    }

    fileprivate func sessions(of officer: OfficerID, since: Int64) throws -> [StaffSession] {
        try all(Self.ofOfficer, [officer.number, since]) { try Self.session(&$0) }
    }

    private static func session(_ row: inout Columns) throws -> StaffSession {
        let id = SessionID(try row.next())
        let (created, seen): (Int64, Int64) = (try row.next(), try row.next())
        let (address, agent): (String, String) = (try row.next(), try row.next())
        return StaffSession(
            id: id, officer: try officer(&row), createdAt: Date(milliseconds: created),
            lastSeenAt: Date(milliseconds: seen), expiresAt: StaffSession.end(createdAt: created, seenAt: seen),
            address: address, agent: agent)
    }

    /// Whoever is signed in nowhere holds nothing.
    fileprivate func giveBackIfGone(_ officer: OfficerID) throws {
        let since = now - StoreLimits.sessionLife.inMilliseconds
        let isHere = try sessions(of: officer, since: since).contains { $0.expiresAt.milliseconds > now }
        if !isHere { try giveBackAll(of: officer) }
    }
}
