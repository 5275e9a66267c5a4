import CheckedYAML
import Content
package import Conversations
import Foundation
package import PublicServices

/// What officers teach and confirm for their commune: kept in files of the commune's own, and in force at once.
///
/// One at a time, so that two officers who save at once lose nothing of each other's.
package actor CommuneDesk {
    private let live: LiveContent
    private let folder: String
    private let limits: Dialogue.Limits

    package init(_ live: LiveContent, settings: GatewaySettings) {
        self.live = live
        folder = settings.communes
        limits = settings.dialogueLimits
    }

    /// Why nothing was saved.
    package enum Fault: Error, Sendable, Equatable {
        case wording(LearntWordings.Fault)
        case unknownCommune
        /// The file cannot be read or written; nothing changed.
        case file(String)
    }

    /// The wordings that were taught, the oldest first.
    package func wordings(of commune: CommuneID) throws(Fault) -> LearntWordings {
        do {
            return try files(of: commune).wordings()
        } catch {
            throw .file(error.description)
        }
    }

    /// What the commune's messages would be understood by with one wording more; nothing is saved.
    package func trial(
        of entry: LearntWordings.Entry, in commune: CommuneID
    ) throws(Fault) -> (now: IntentMatcher, then: IntentMatcher) {
        let content = live.content
        guard let dialogue = content.dialogues[commune] else { throw .unknownCommune }
        let wordings = try added(entry, to: try wordings(of: commune))
        return (dialogue.matcher, content.matcher.taught(wordings))
    }

    package func teach(_ entry: LearntWordings.Entry, in commune: CommuneID) throws(Fault) {
        try save(try added(entry, to: try wordings(of: commune)), of: commune)
    }

    /// Takes a wording away again; false where it was none.
    package func forget(_ phrase: String, in commune: CommuneID) throws(Fault) -> Bool {
        var wordings = try wordings(of: commune)
        let before = wordings.entries.count
        wordings.entries.removeAll { $0.phrase == phrase }
        guard wordings.entries.count < before else { return false }
        try save(wordings, of: commune)
        return true
    }

    private func added(
        _ entry: LearntWordings.Entry, to wordings: LearntWordings
    ) throws(Fault) -> LearntWordings {
        do {
            return try wordings.adding(entry, to: live.content.intents)
        } catch {
            throw .wording(error)
        }
    }

    private func save(_ wordings: LearntWordings, of commune: CommuneID) throws(Fault) {
        guard live.content.dialogues[commune] != nil else { throw .unknownCommune }
        try write(wordings.text, to: files(of: commune).wordingsPath)
        try put(commune) { content in
            content.dialogues[commune].map { (content.matcher.taught(wordings), $0.composer.commune, nil) }
        }
    }

    // MARK: - Facts

    /// What officers confirmed or corrected.
    package func facts(of commune: CommuneID) throws(Fault) -> OwnFacts {
        do {
            return try files(of: commune).facts()
        } catch {
            throw .file(error.description)
        }
    }

    package func confirm(_ entry: OwnFacts.Entry, for commune: CommuneID) throws(Fault) {
        try save(try facts(of: commune).setting(entry), of: commune)
    }

    /// Lets the catalogue, or the commune's overrides, speak again.
    package func drop(_ code: ProcedureCode, _ kind: FactKind, for commune: CommuneID) throws(Fault) {
        let facts = try facts(of: commune)
        guard facts[code, kind] != nil else { return }
        try save(facts.removing(code, kind), of: commune)
    }

    private func save(_ facts: OwnFacts, of commune: CommuneID) throws(Fault) {
        guard live.content.dialogues[commune] != nil else { throw .unknownCommune }
        let path = files(of: commune).factsPath
        try write(facts.text, to: path)
        try put(commune) { content in
            guard let dialogue = content.dialogues[commune], let base = content.communes[commune] else { return nil }
            return (dialogue.matcher, facts.applied(to: base, in: content.services, file: path), nil)
        }
    }

    // MARK: - Days

    /// Changes what officers entered of days and the phone on duty.
    ///
    /// - Parameter change: called once, with what the file says now.
    package func changeDays(
        of id: CommuneID, _ change: @Sendable (inout OwnDays) -> Void
    ) throws(Fault) {
        guard let commune = live.content.communes[id] else { throw .unknownCommune }
        var days: OwnDays
        do {
            days = try files(of: id).days(isSample: commune.isSample)
        } catch {
            throw .file(error.description)
        }
        change(&days)
        try write(days.text, to: files(of: id).daysPath)
        try put(id) { content in
            guard let dialogue = content.dialogues[id], let base = content.communes[id] else { return nil }
            return (dialogue.matcher, dialogue.composer.commune.keeping(days), base.keeping(days))
        }
    }

    /// What is put in use: the commune as its dialogue tells it, and without what officers confirmed where that changed too.
    private typealias Made = (matcher: IntentMatcher, told: Commune, base: Commune?)

    /// Puts in use what the file says that was just written; made once more where a reload came in between.
    private func put(_ id: CommuneID, _ made: (GatewayContent) -> Made?) throws(Fault) {
        while true {
            let (content, edition) = live.edition
            guard let made = made(content) else { throw .unknownCommune }
            let shared = content.dialogues[id]?.shared
            let dialogue = Dialogue(
                matcher: made.matcher, services: content.services, commune: made.told, replies: content.replies,
                limits: limits, shared: shared)
            if live.replace(id, with: dialogue, commune: made.base, in: edition) { return }
        }
    }

    private func files(of commune: CommuneID) -> CommuneOwnFiles { CommuneOwnFiles(of: commune, in: folder) }

    private func write(_ text: String, to path: String) throws(Fault) {
        do {
            try OwnFile.write(text, to: path)
        } catch {
            throw .file(error.description)
        }
    }
}
