package import Foundation
package import PublicServices

/// The number of one officer; what the audit names them by.
package struct OfficerID: Hashable, Sendable, Codable, CustomStringConvertible {
    package var number: Int64

    package init(_ number: Int64) { self.number = number }
    package var description: String { String(number) }
}

/// What an officer may do in the console; the raw value is stored.
package enum OfficerRole: String, Sendable, Codable, CaseIterable {
    /// Answers, and sees the matters of their communes.
    case officer
    /// The same, and reports, ready answers and the audit of their communes.
    case supervisor
    /// The same, and people, channels and calendars.
    case administrator
}

/// One office of one commune, as an officer belongs to it.
package struct OfficerUnit: Hashable, Sendable, Codable {
    package var commune: CommuneID
    package var unit: UnitID

    package init(commune: CommuneID, unit: UnitID) {
        self.commune = commune
        self.unit = unit
    }
}

/// What is said of an officer when they are entered, and may be changed later.
package struct OfficerProfile: Sendable, Equatable {
    /// By which they sign in; letters, digits, points and hyphens, compared without case.
    package var login: String
    /// In full, such as `Nguyễn Thị Hạnh`.
    package var name: String
    /// How they are addressed: `chị`, `anh`, `cô`, `chú`, or nothing.
    package var title: String
    package var role: OfficerRole
    /// Whose matters they see; none, where the list is empty.
    package var communes: [CommuneID]
    package var units: [OfficerUnit]
    /// Whether they see denunciations.
    package var maySeeRestricted: Bool
    /// How long an answer of theirs can be taken back, in seconds.
    package var undoSeconds: Int

    package init(
        login: String, name: String, title: String = "", role: OfficerRole = .officer, communes: [CommuneID],
        units: [OfficerUnit] = [], maySeeRestricted: Bool = false, undoSeconds: Int = 10
    ) {
        self.login = login
        self.name = name
        self.title = title
        self.role = role
        self.communes = communes
        self.units = units
        self.maySeeRestricted = maySeeRestricted
        self.undoSeconds = undoSeconds
    }

    /// How colleagues and villagers know them: `chị Hạnh`, or the whole name where no form of address was chosen.
    package var displayName: String { Self.displayName(title: title, name: name) }

    static func displayName(title: String, name: String) -> String {
        guard !title.isEmpty, let given = name.split(separator: " ").last else { return name }
        return "\(title) \(given)"
    }
}

/// Somebody of a commune's staff who signs in to the console.
package struct Officer: Sendable, Equatable, Identifiable {
    package var id: OfficerID
    package var profile: OfficerProfile
    /// Whether signing in asks for a code of theirs too.
    package var hasSecondFactor: Bool
    package var isActive: Bool
    package var createdAt: Date

    package var displayName: String { profile.displayName }
    /// An administrator without a second factor may do nothing but enrol one.
    package var needsSecondFactor: Bool { profile.role == .administrator && !hasSecondFactor }

    /// Whether this administrator may change, disable and sign out somebody.
    ///
    /// Nobody changes themselves, and nobody whoever may do more: a link for them would open what one may not see.
    package func mayManage(_ other: Officer) -> Bool {
        profile.role == .administrator && other.id != id
            && Set(other.profile.communes).isSubset(of: profile.communes)
            && (profile.maySeeRestricted || !other.profile.maySeeRestricted)
    }
}

/// What came of entering or changing an officer.
package enum OfficerChange: Sendable, Equatable {
    case done(Officer)
    case loginTaken
    /// Empty, too long, or with signs that a login may not have.
    case badLogin
    case badName
    /// Shorter than ten characters, longer than is hashed, of few different signs, or with the login in it.
    case weakPassword
    case unknown
}

/// A second factor that is being set up; it counts only once a code of it was given back.
package struct SecondFactor: Sendable, Equatable {
    /// In base32, to be typed into an authenticator.
    package var secret: String
    /// The same as `otpauth://…`, for a picture that is scanned.
    package var uri: String
}
