package import CheckedYAML
package import Conversations
import Foundation
package import PublicServices

extension Commune {
    /// Reads the folder of one commune: `commune.yaml`, `calendar.yaml`, `units.yaml` and, if there, `overrides.yaml`,
    /// `dossier-states.yaml` and `days.yaml`, which officers write.
    package static func load(folder: String) throws(FileProblems) -> Commune {
        var problems = ProblemCollector()
        func needed(_ name: String) -> YAMLEntry? {
            problems.collect(try YAMLEntry.load(path: "\(folder)/\(name)"))
        }
        func optional(_ name: String) -> YAMLEntry? {
            FileManager.default.fileExists(atPath: "\(folder)/\(name)") ? needed(name) : nil
        }
        let files = CommuneEntries(
            profile: needed("commune.yaml"), calendar: needed("calendar.yaml"), units: needed("units.yaml"),
            overrides: optional("overrides.yaml"), dossierStates: optional("dossier-states.yaml"),
            days: optional(OwnDays.file))
        let commune = read(files, problems: &problems)
        let folderName = folder.split(separator: "/").last.map(String.init) ?? folder
        if let commune, let profile = files.profile, commune.id.rawValue != folderName {
            problems.add(
                profile.problem(
                    "the id \"\(commune.id)\" differs from the folder \"\(folderName)\"",
                    mend: "give both the same name"
                )
            )
        }
        guard problems.problems.isEmpty, let commune else { throw FileProblems(problems.problems) }
        return commune
    }

    /// Reads every folder inside a folder as a commune, and throws all that is wrong in any of them.
    package static func loadAll(folder: String) throws(FileProblems) -> [CommuneID: Commune] {
        var problems = ProblemCollector()
        var communes: [CommuneID: Commune] = [:]
        for name in problems.collect(try ConfigurationFolder.folders(in: folder)) ?? [] {
            do {
                let commune = try load(folder: "\(folder)/\(name)")
                communes[commune.id] = commune
            } catch {
                problems.add(error.problems)
            }
        }
        try problems.finish()
        return communes
    }
}

extension OwnDays {
    /// Reads the file; every problem names line, entry and mend.
    ///
    /// Where there is none, officers entered nothing.
    ///
    /// - Parameter isSample: whether a made-up phone may stand.
    package static func load(path: String, isSample: Bool) throws(FileProblems) -> OwnDays {
        guard FileManager.default.fileExists(atPath: path) else { return OwnDays() }
        return try FileProblems.collected(path) { read(from: $0, isSample: isSample, problems: &$1) }
    }
}

extension OwnFacts {
    /// Reads the file; every problem names line, entry and mend.
    package static func load(path: String) throws(FileProblems) -> OwnFacts {
        try FileProblems.collected(path) { read(from: $0, problems: &$1) }
    }
}

extension LearntWordings {
    /// Reads the file; every problem names line, entry and mend.
    package static func load(path: String) throws(FileProblems) -> LearntWordings {
        try FileProblems.collected(path) { read(from: $0, problems: &$1) }
    }
}
