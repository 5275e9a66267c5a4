import ArgumentParser
import CheckedYAML
import Content
import Foundation
import Gateway
import PublicServices
import Storage

/// The register of dossiers; what staff read is in Vietnamese.
struct DossiersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dossiers", abstract: "The register from which villagers are told how their dossiers stand.",
        subcommands: [Import.self, List.self], defaultSubcommand: List.self)

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes in a table that the one-stop system exported (CSV UTF-8): all of it, or nothing.")

        @OptionGroup var option: ConfigurationOption
        @Argument(help: "The file; docs/dossiers.md names its columns.") var file: String
        @Option(name: .long, help: "The commune, where the gateway serves several.") var commune: String?
        @Flag(name: .long, help: "Show what would change, and change nothing.") var dryRun = false
        @Option(name: .long, help: "Who imports; kept in the audit.") var by = "cán bộ xã"

        func run() async throws {
            try await withStore(option.config) { settings, store in
                let commune = try chosen(commune, settings)
                let table = try DossierTable.load(
                    path: file, rules: commune.dossiers, calendar: commune.calendar)
                for warning in table.warnings { warn("warning: \(warning)") }
                let outcome = try await store.importDossiers(
                    table.dossiers, of: commune.id, isDryRun: dryRun, by: by, now: Date())
                for (code, change) in outcome.changes { show("\(code): \(DossierText.change(change))") }
                let count = DossierText.count(changed: outcome.changes.count, unchanged: outcome.unchanged)
                show(dryRun ? "Chạy thử, chưa ghi gì: \(count)." : "Đã ghi vào sổ: \(count).")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the dossiers of a commune by code.")

        @OptionGroup var option: ConfigurationOption
        @Option(name: .long, help: "The commune, where the gateway serves several.") var commune: String?
        @Option(name: .long, help: "The most dossiers to list.") var limit = 100

        func run() async throws {
            try await withStore(option.config) { settings, store in
                let commune = try chosen(commune, settings)
                let known = try await store.dossiers(of: commune.id, limit: limit)
                if known.isEmpty { show("Sổ hồ sơ của \(commune.name) còn trống.") }
                for entry in known { show(line(entry.dossier, in: commune, now: Date())) }
            }
        }

        /// One dossier, with no more of its phone than the end.
        private func line(_ dossier: Dossier, in commune: Commune, now: Date) -> String {
            var parts = [dossier.code.description, dossier.procedureName, dossier.state.officialName]
            if let day = dossier.dueOn { parts.append("hẹn \(day.vietnameseText)") }
            if dossier.lateness(in: commune.calendar, now: now) != nil { parts.append("QUÁ HẸN") }
            parts.append(DossierText.phone(of: dossier))
            return StaffLine.text(parts.joined(separator: " · "))
        }
    }
}

/// The commune with this id, or the only one.
private func chosen(_ id: String?, _ settings: GatewaySettings) throws -> Commune {
    let communes = try Commune.loadAll(folder: settings.communes)
    let known = communes.keys.map(\.rawValue).sorted().joined(separator: ", ")
    if let id {
        guard let commune = communes[CommuneID(rawValue: id)] else {
            throw fail("There is no commune \"\(id)\". Fix: write one of: \(known)", code: 64)
        }
        return commune
    }
    guard communes.count == 1, let commune = communes.values.first else {
        throw fail("The gateway serves several communes. Fix: add --commune with one of: \(known)", code: 64)
    }
    return commune
}
