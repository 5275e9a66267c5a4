package import Foundation

/// The number of one session; its token is known to its browser alone.
package struct SessionID: Hashable, Sendable, Codable, CustomStringConvertible {
    package var number: Int64

    package init(_ number: Int64) { self.number = number }
    package var description: String { String(number) }
}

/// Where somebody signs in from.
package struct SignInOrigin: Sendable, Equatable {
    /// The address of the caller, as far as it can be trusted.
    package var address: String
    /// The token that this browser got when its officer signed in before.
    package var device: String?
    /// What the browser is, for the list of sessions, such as `Chrome, Windows`.
    package var agent: String

    package init(address: String, device: String? = nil, agent: String = "") {
        self.address = address
        self.device = device
        self.agent = agent
    }
}

/// One browser in which an officer is signed in.
package struct StaffSession: Sendable, Equatable, Identifiable {
    package var id: SessionID
    package var officer: Officer
    package var createdAt: Date
    package var lastSeenAt: Date
    /// When it ends unless it is used: half an hour after its last use, and half a day after its beginning at most.
    package var expiresAt: Date
    package var address: String
    package var agent: String
}

/// A session that has just begun, with the secrets that only its browser keeps.
package struct OpenedSession: Sendable, Equatable {
    package var token: String
    /// By which this browser is known the next time, so that nobody else's wrong passwords lock its officer out.
    package var device: String
    package var session: StaffSession
}

/// What came of asking somebody who is signed in for their password once more.
package enum PasswordCheck: Sendable, Equatable {
    case right
    case wrong
    /// Too many wrong tries from here; nothing is looked at until then.
    case locked(until: Date)
}

package enum SignInResult: Sendable, Equatable {
    case signedIn(OpenedSession)
    /// Name and password are right; a code of the second factor is missing.
    case needsCode
    /// Name, password or code; never which of them.
    case wrong
    /// Too many wrong tries from here; nothing is looked at until then.
    case locked(until: Date)
}
