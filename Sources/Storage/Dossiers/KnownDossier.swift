package import Foundation
package import PublicServices

/// A dossier as the register holds it.
package struct KnownDossier: Sendable, Equatable {
    package var commune: CommuneID
    package var dossier: Dossier
    /// When an import or the portal last confirmed it.
    package var confirmedAt: Date
}

/// What an import changed, or would change in a dry run.
package struct DossierImport: Sendable, Equatable {
    package enum Change: Sendable, Equatable {
        case added
        case state(from: DossierState, to: DossierState)
        /// The same state; a day, a name, a reason or the phone is another.
        case details
    }

    /// In the order of the file.
    package var changes: [(code: DossierCode, change: Change)] = []
    package var unchanged = 0
    /// How many messages followers get because of it.
    package var told = 0

    package static func == (first: DossierImport, second: DossierImport) -> Bool {
        first.unchanged == second.unchanged && first.told == second.told && first.changes.count == second.changes.count
            && zip(first.changes, second.changes).allSatisfy { $0 == $1 }
    }
}

/// How often wrong digits may be sent on one day.
package struct DossierTries: Sendable {
    package var day: CalendarDay
    package var ofContact: Int
    package var onDossier: Int

    package init(day: CalendarDay, ofContact: Int, onDossier: Int) {
        self.day = day
        self.ofContact = ofContact
        self.onDossier = onDossier
    }
}
