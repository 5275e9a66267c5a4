package import Foundation
import LibCrypto

extension GatewayStore {
    /// Makes a secret for an authenticator; it counts once a code of it is given back.
    ///
    /// - Parameter issuer: under which name the authenticator shows it, such as the commune's.
    package func beginSecondFactor(of id: OfficerID, issuer: String, now: Date) async throws -> SecondFactor? {
        let secret = try randomBytes(StoreLimits.factorBytes)
        return try await write(at: now) { transaction in
            guard let officer = try transaction.officer(id) else { return nil }
            try transaction.run(
                "UPDATE officer SET next_factor_sealed = ? WHERE id = ?",
                [try transaction.sealing.seal(secret, in: .secondFactor(id)), id.number])
            let text = Base32.encode(secret)
            var uri = URLComponents()
            (uri.scheme, uri.host, uri.path) = ("otpauth", "totp", "/\(issuer):\(officer.profile.login)")
            uri.queryItems = [URLQueryItem(name: "secret", value: text), URLQueryItem(name: "issuer", value: issuer)]
            return SecondFactor(secret: text, uri: uri.string ?? "")
        }
    }

    /// Whether the code is one of the new secret; then it counts from now on, and other sessions end.
    package func confirmSecondFactor(
        of id: OfficerID, code: String, keeping session: SessionID? = nil, now: Date
    ) async throws -> Bool {
        try await write(at: now) { transaction in
            guard
                let step = try transaction.step(
                    of: code, column: "next_factor_sealed", of: id, after: 0)
            else { return false }
            try transaction.run(
                """
                UPDATE officer SET factor_sealed = next_factor_sealed, next_factor_sealed = NULL, factor_step = ?
                WHERE id = ?
                """,
                [step, id.number])
            try transaction.endSessions(of: id, except: session)
            try transaction.audit("officer.factor_set", of: "officer \(id)", by: id)
            return true
        }
    }

    package func removeSecondFactor(of id: OfficerID, by officer: OfficerID?, now: Date) async throws {
        try await write(at: now) { transaction in
            try transaction.run(
                "UPDATE officer SET factor_sealed = NULL, next_factor_sealed = NULL WHERE id = ?", [id.number])
            try transaction.audit("officer.factor_removed", of: "officer \(id)", by: officer)
        }
    }
}

extension Transaction {
    /// Whether the code is one of the officer's authenticator that was not taken before; taken, it is no more.
    func takesFactor(_ code: String, of id: OfficerID) throws -> Bool {
        let last = try number("SELECT factor_step FROM officer WHERE id = ?", [id.number]) ?? 0
        // One writer: else a code may be taken twice at once; the change would have to name the step.
        guard let step = try step(of: code, column: "factor_sealed", of: id, after: last) else { return false }
        try run("UPDATE officer SET factor_step = ? WHERE id = ?", [step, id.number])
        return true
    }

    /// The step of time that a code belongs to; nil where it is none of the steps around now, or no later one than the last.
    fileprivate func step(of code: String, column: String, of id: OfficerID, after last: Int64) throws -> Int64? {
        let sealed: Data? =
            try first("SELECT \(column) FROM officer WHERE id = ?", [id.number]) { $0.nextIfAny() } ?? nil
        guard let sealed else { return nil }
        let secret = try sealing.openBytes(sealed, in: .secondFactor(id))
        let digits = code.filter { !$0.isWhitespace }
        let current = now / 1000 / OneTimeCode.step
        return (current - StoreLimits.factorDrift...current + StoreLimits.factorDrift).first {
            $0 > last && constantTimeEqual(OneTimeCode.code(secret: secret, step: $0), digits)
        }
    }
}
