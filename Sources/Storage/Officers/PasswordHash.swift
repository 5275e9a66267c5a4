import Foundation
import LibCrypto

/// What is kept of a password: a salt of its own, and what scrypt makes of both.
struct PasswordHash: Sendable {
    var salt: Data
    var hash: Data

    /// Takes about a tenth of a second and 32 MiB: never inside a transaction.
    init(of password: String) throws {
        let salt = try randomBytes(16)
        self.salt = Data(salt)
        hash = Data(try scrypt(password: Self.bytes(password), salt: salt))
    }

    init(salt: Data, hash: Data) {
        self.salt = salt
        self.hash = hash
    }

    func matches(_ password: String) -> Bool {
        guard let key = try? scrypt(password: Self.bytes(password), salt: Array(salt)) else { return false }
        return constantTimeEqual(key, Array(hash))
    }

    /// Takes as long as a look at a real one, so that nobody learns which logins there are.
    static func waste(_ password: String) { _ = try? scrypt(password: bytes(password), salt: [0]) }

    /// The same letters typed on two keyboards are the same password.
    private static func bytes(_ password: String) -> [UInt8] {
        Array(password.prefix(StoreLimits.passwordLength.upperBound).precomposedStringWithCompatibilityMapping.utf8)
    }
}

/// A secret that a browser keeps, of which the store has the hash alone.
enum Token {
    static func new() throws -> String { Hex.encode(try randomBytes(StoreLimits.tokenBytes)) }

    /// Nothing is looked up for what can be no token.
    static func hash(_ token: String) -> Data? {
        guard token.utf8.count == StoreLimits.tokenBytes * 2 else { return nil }
        return Data(sha256(Array(token.utf8)))
    }
}
