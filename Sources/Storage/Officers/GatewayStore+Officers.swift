package import Foundation
package import PublicServices

extension GatewayStore {
    /// Enters an officer.
    ///
    /// - Parameters:
    ///   - password: nil for one who signs in by a one-time sign-in first.
    ///   - officer: who enters them; nil for a command.
    package func addOfficer(
        _ profile: OfficerProfile, password: String?, by officer: OfficerID?, now: Date
    ) async throws -> OfficerChange {
        let profile = profile.cleaned
        if let fault = profile.fault { return fault }
        if let password, !Self.isStrong(password, of: profile) { return .weakPassword }
        let hash = try password.map(PasswordHash.init(of:))
        return try await write(at: now) { transaction in
            // One writer: else two may take a login at once; the unique index refuses the later one.
            guard try !transaction.exists("SELECT 1 FROM officer WHERE login = ?", [profile.login]) else {
                return .loginTaken
            }
            try transaction.run(
                """
                INSERT INTO officer
                    (login, name, title, role, communes, units, may_see_restricted, undo_seconds, password_salt,
                    password_hash, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                try transaction.values(of: profile) + [hash?.salt, hash?.hash, transaction.now])
            let id = OfficerID(try transaction.lastID)
            try transaction.audit("officer.added", of: "officer \(id)", by: officer, detail: profile.role.rawValue)
            guard let added = try transaction.officer(id) else { return .unknown }
            try transaction.barFromNamingMatters(added)
            return .done(added)
        }
    }

    /// Changes what is said of an officer; who may do less or other things from now on is signed out.
    package func updateOfficer(
        _ id: OfficerID, to profile: OfficerProfile, by officer: OfficerID?, now: Date
    ) async throws -> OfficerChange {
        let profile = profile.cleaned
        if let fault = profile.fault { return fault }
        return try await write(at: now) { transaction in
            guard let before = try transaction.officer(id) else { return .unknown }
            guard
                try !transaction.exists(
                    "SELECT 1 FROM officer WHERE login = ? AND id <> ?", [profile.login, id.number])
            else { return .loginTaken }
            try transaction.run(
                """
                UPDATE officer SET login = ?, name = ?, title = ?, role = ?, communes = ?, units = ?,
                    may_see_restricted = ?, undo_seconds = ?
                WHERE id = ?
                """,
                try transaction.values(of: profile) + [id.number])
            if before.profile.hasOtherRights(than: profile) {
                try transaction.endSessions(of: id)
                // What they may see no more, they cannot hold the machine silent for.
                try transaction.giveBackAll(of: id)
            }
            try transaction.audit("officer.changed", of: "officer \(id)", by: officer, detail: profile.role.rawValue)
            guard let changed = try transaction.officer(id) else { return .unknown }
            try transaction.barFromNamingMatters(changed)
            return .done(changed)
        }
    }

    /// Sets a new password, and ends all sessions of its officer.
    package func setPassword(
        of id: OfficerID, to password: String, by officer: OfficerID?, keeping session: SessionID? = nil, now: Date
    ) async throws -> OfficerChange {
        guard let known = try await self.officer(id) else { return .unknown }
        guard Self.isStrong(password, of: known.profile) else { return .weakPassword }
        let hash = try PasswordHash(of: password)
        return try await write(at: now) { transaction in
            try transaction.run(
                "UPDATE officer SET password_salt = ?, password_hash = ? WHERE id = ?",
                [hash.salt, hash.hash, id.number])
            try transaction.endSessions(of: id, except: session)
            try transaction.run("DELETE FROM one_time_sign_in WHERE officer_id = ?", [id.number])
            try transaction.audit("officer.password_set", of: "officer \(id)", by: officer)
            return try transaction.officer(id).map(OfficerChange.done) ?? .unknown
        }
    }

    /// Lets an officer in or keeps them out; who is kept out is signed out, and what they held is given back.
    package func setActive(_ isActive: Bool, of id: OfficerID, by officer: OfficerID?, now: Date) async throws {
        try await write(at: now) { transaction in
            try transaction.run("UPDATE officer SET is_active = ? WHERE id = ?", [isActive, id.number])
            if !isActive {
                try transaction.endSessions(of: id)
                try transaction.giveBackAll(of: id)
                try transaction.run("DELETE FROM one_time_sign_in WHERE officer_id = ?", [id.number])
                try transaction.run("DELETE FROM staff_device WHERE officer_id = ?", [id.number])
            }
            try transaction.audit(
                isActive ? "officer.let_in" : "officer.kept_out", of: "officer \(id)", by: officer)
        }
    }

    /// The officers of any of these communes.
    package func officers(of communes: [CommuneID]) async throws -> [Officer] {
        try await read { transaction in
            try transaction.officers().filter { !Set($0.profile.communes).isDisjoint(with: communes) }
        }
    }

    package func officer(_ id: OfficerID) async throws -> Officer? {
        try await read { try $0.officer(id) }
    }

    /// Whether anybody can sign in at all.
    package func hasOfficers() async throws -> Bool {
        try await read { try $0.exists("SELECT 1 FROM officer WHERE id > 0 AND is_active = 1 LIMIT 1") }
    }

    private static func isStrong(_ password: String, of profile: OfficerProfile) -> Bool {
        let words = password.lowercased()
        return StoreLimits.passwordLength.contains(password.count) && Set(words).count >= 5
            && !words.contains(profile.login)
    }
}

extension Transaction {
    fileprivate func values(of profile: OfficerProfile) throws -> StatementValues {
        [
            profile.login, profile.name, profile.title, profile.role.rawValue,
            try StoredJSON.text(profile.communes.map(\.rawValue)), try StoredJSON.text(profile.units),
            profile.maySeeRestricted, profile.undoSeconds,
        ]
    }
}

extension OfficerProfile {
    fileprivate var cleaned: OfficerProfile {
        var profile = self
        profile.login = login.lowercased().trimmingCharacters(in: .whitespacesAndNewlines)
        profile.name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        profile.title = title.trimmingCharacters(in: .whitespacesAndNewlines)
        profile.undoSeconds = undoSeconds > 10 ? 30 : 10
        return profile
    }

    fileprivate var fault: OfficerChange? {
        guard StoreLimits.loginLength.contains(login.utf8.count), login.wholeMatch(of: /[a-z0-9][a-z0-9.\-]*/) != nil
        else { return .badLogin }
        return name.isEmpty || name.count > StoreLimits.nameLength || title.count > 20 ? .badName : nil
    }

    fileprivate func hasOtherRights(than other: OfficerProfile) -> Bool {
        role != other.role || Set(communes) != Set(other.communes) || maySeeRestricted != other.maySeeRestricted
    }
}
