import Conversations
import PublicServices

/// What an officer may see, in the form that statements ask for it.
struct Viewer: Sendable {
    let officer: Officer

    /// The queues that they see; an administrator also that of what belongs to no commune, so that nothing lies unseen.
    var desks: [String] {
        let own = officer.profile.communes.map(\.rawValue)
        return officer.profile.role == .administrator ? own + [""] : own
    }

    func sees(_ commune: CommuneID?) -> Bool { desks.contains(commune?.rawValue ?? "") }

    /// The officer's units in one commune, as `|one_stop|land|`, so that a statement can look for one of them.
    func units(of desk: String) -> String {
        "|" + officer.profile.units.filter { $0.commune.rawValue == desk }.map { "\($0.unit)|" }.joined()
    }

    /// Whether a matter may be seen: one question mark for the right, one for the officer.
    static let mayAll = """
        (escalation.is_restricted = 0 OR (? AND NOT EXISTS (
            SELECT 1 FROM matter_barred
            WHERE matter_barred.officer_id = ? AND matter_barred.escalation_id = escalation.id)))
        """

    /// Whether the private part of the conversation of a matter may be read: it takes the right, and not to be named in any of
    /// its private matters.
    static let seesHidden = """
        (? AND NOT EXISTS (
            SELECT 1 FROM matter_barred JOIN escalation AS named ON named.id = matter_barred.escalation_id
            WHERE matter_barred.officer_id = ? AND named.conversation_id = escalation.conversation_id))
        """

    var rights: StatementValues { [officer.profile.maySeeRestricted, officer.id.number] }
}
