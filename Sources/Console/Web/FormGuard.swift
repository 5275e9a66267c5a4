import Foundation
import HTTPTypes
import LibCrypto

/// Tells our own forms from those that another site lets a browser send.
///
/// A form carries a code that only whoever knows the cookie's secret can make; before signing in a cookie of its own does.
enum FormGuard {
    static let field = "ma"

    /// The code that belongs into every form of this session.
    static func code(of token: String) -> String {
        Hex.encode(hmacSHA256(key: Array(token.utf8), data: Array("form of the staff console".utf8)))
    }

    static func isOurs(_ code: String?, token: String) -> Bool {
        guard let code else { return false }
        return constantTimeEqual(code, self.code(of: token))
    }

    /// Whether the browser says that a page of another site sends this; silent browsers are left to the code.
    static func isForeign(_ headers: HTTPFields, hosts: OwnHosts, host: String) -> Bool {
        if let site = headers.named("Sec-Fetch-Site"), site != "same-origin", site != "none" { return true }
        guard let origin = headers[.origin] else { return false }
        return origin != "\(hosts.scheme)://\(host)"
    }

    static func fresh() throws -> String { Hex.encode(try randomBytes(16)) }
}

extension HTTPFields {
    func named(_ name: String) -> String? { HTTPField.Name(name).flatMap { self[$0] } }

    mutating func set(_ name: String, _ value: String) {
        if let name = HTTPField.Name(name) { self[name] = value }
    }
}
