public import Foundation
public import PublicServices

/// A dossier as the register holds it.
public struct KnownDossier: Sendable, Equatable {
    public var commune: CommuneID
    public var dossier: Dossier
    /// When an import or the portal last confirmed it.
    public var confirmedAt: Date
}

/// What an import changed, or would change in a dry run.
public struct DossierImport: Sendable, Equatable {
    public enum Change: Sendable, Equatable {
        case added
        case state(from: DossierState, to: DossierState)
        /// The same state; a day, a name, a reason or the phone is another.
        case details
    }

    /// In the order of the file.
    public var changes: [(code: DossierCode, change: Change)] = []
    public var unchanged = 0

    public static func == (first: DossierImport, second: DossierImport) -> Bool {
        first.unchanged == second.unchanged && first.changes.count == second.changes.count
            && zip(first.changes, second.changes).allSatisfy { $0 == $1 }
    }
}

/// How often wrong digits may be sent on one day.
public struct DossierTries: Sendable {
    public var day: CalendarDay
    public var ofContact: Int
    public var onDossier: Int

    public init(day: CalendarDay, ofContact: Int, onDossier: Int) {
        self.day = day
        self.ofContact = ofContact
        self.onDossier = onDossier
    }
}
