package import PublicServices

/// Something about a dossier that its followers are told, each of them once.
package struct DossierNews: Sendable, Equatable {
    /// The raw value is stored.
    package enum Kind: String, Sendable, Codable {
        /// An import or the portal brought another state.
        case state
        /// Staff gave a new promised day (form 04).
        case newDate = "new_date"
        /// The promised day is near.
        case dueSoon = "due_soon"
        /// The promised day has passed.
        case overdue

        /// What followers are told of a change; nil where nothing that concerns them changed.
        package init?(from old: Dossier, to new: Dossier) {
            if new.state != old.state {
                self = .state
            } else if new.newDate != nil, new.newDate != old.newDate {
                self = .newDate
            } else {
                return nil
            }
        }
    }

    package var kind: Kind
    /// The dossier as it was then, without its phone.
    package var dossier: Dossier

    package init(kind: Kind, dossier: Dossier) {
        self.kind = kind
        self.dossier = dossier
    }
}
