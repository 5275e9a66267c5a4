import ArgumentParser
import Content
import Conversations
import Foundation
import Gateway
import PublicServices
import Storage

/// Who may sign in to the staff console.
struct OfficersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "officers", abstract: "Who may sign in to the staff console.",
        subcommands: [List.self, Add.self, Reset.self, Disable.self, Enable.self, SignIn.self, Sample.self],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists them.")

        @OptionGroup var option: ConfigurationOption

        func run() async throws {
            try await withStore(option.config) { settings, store in
                let communes = try Commune.loadAll(folder: settings.communes)
                let officers = try await store.officers(of: Array(communes.keys))
                if officers.isEmpty {
                    show("Chưa có ai. Thêm: gateway officers add LOGIN --name \"HỌ TÊN\" --commune XÃ")
                }
                for officer in officers { show(line(officer)) }
            }
        }

        private func line(_ officer: Officer) -> String {
            let profile = officer.profile
            var parts = [
                profile.login,
                profile.displayName == profile.name ? profile.name : "\(profile.name) (\(profile.displayName))",
            ]
            parts.append(OfficerWords.role(profile.role))
            parts.append(profile.communes.map(\.rawValue).joined(separator: ", "))
            if !profile.units.isEmpty {
                parts.append("tổ " + profile.units.map(\.unit.rawValue).joined(separator: ", "))
            }
            if profile.maySeeRestricted { parts.append("xem được việc giữ kín") }
            if officer.hasSecondFactor { parts.append("có mã 6 số") }
            if !officer.isActive { parts.append("ĐANG KHÓA") }
            return parts.joined(separator: " · ")
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enters somebody; prints a one-time sign-in, or takes a password from standard input.")

        @OptionGroup var option: ConfigurationOption
        @Argument(help: "By which they sign in: letters, digits, points and hyphens.") var login: String
        @Option(name: .long, help: "Their whole name.") var name: String
        @Option(name: .long, help: "How they are addressed: chị, anh, cô, chú.") var title = ""
        @Option(name: .long, help: "officer, supervisor or administrator.") var role = "officer"
        @Option(name: .long, help: "The commune whose matters they see; may be given several times.") var commune:
            [String]
        @Option(name: .long, help: "A unit of the first commune; may be given several times.") var unit: [String] = []
        @Flag(name: .long, help: "They may see denunciations.") var restricted = false
        @Flag(name: .long, help: "Reads a password from standard input instead of making a one-time sign-in.")
        var password = false

        func run() async throws {
            guard let role = OfficerRole(rawValue: role) else {
                throw fail("There is no role \"\(role)\". Fix: write officer, supervisor or administrator", code: 64)
            }
            try await withStore(option.config, mayBegin: true) { settings, store in
                let communes = try Commune.loadAll(folder: settings.communes)
                let ids = commune.map(CommuneID.init(rawValue:))
                for id in ids where communes[id] == nil {
                    throw fail(
                        "There is no commune \"\(id)\". Fix: write one of \(communes.keys.map(\.rawValue).sorted().joined(separator: ", "))",
                        code: 64)
                }
                guard let home = ids.first else { throw fail("Fix: give --commune", code: 64) }
                let units = unit.map { OfficerUnit(commune: home, unit: UnitID(rawValue: $0)) }
                for unit in units where communes[home]?.unit(unit.unit) == nil {
                    throw fail("\(home) has no unit \"\(unit.unit)\". Fix: look it up in units.yaml", code: 64)
                }
                let profile = OfficerProfile(
                    login: login, name: name, title: title, role: role, communes: ids, units: units,
                    maySeeRestricted: restricted)
                let change = try await store.addOfficer(
                    profile, password: password ? OfficerTerms.readPassword() : nil, by: nil, now: Date())
                let officer = try OfficerTerms.done(change)
                show("Đã thêm \(officer.displayName), tên đăng nhập \(officer.profile.login).")
                if !password { try await OfficerTerms.showSignIn(officer, settings, store) }
            }
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a new password from standard input; ends all their sign-ins.")

        @OptionGroup var option: ConfigurationOption
        @Argument(help: "By which they sign in.") var login: String
        @Flag(name: .long, help: "Takes the six-digit codes away too, as after a lost telephone.") var codes = false

        func run() async throws {
            try await withOfficer(login, option.config) { officer, _, store in
                let change = try await store.setPassword(
                    of: officer.id, to: OfficerTerms.readPassword(), by: nil, now: Date())
                _ = try OfficerTerms.done(change)
                if codes { try await store.removeSecondFactor(of: officer.id, by: nil, now: Date()) }
                show("Đã đổi mật khẩu của \(officer.displayName).")
            }
        }
    }

    struct SignIn: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sign-in", abstract: "Prints an address that signs in once, within twelve hours.")

        @OptionGroup var option: ConfigurationOption
        @Argument(help: "By which they sign in.") var login: String

        func run() async throws {
            try await withOfficer(login, option.config) { officer, settings, store in
                try await OfficerTerms.showSignIn(officer, settings, store)
            }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets somebody sign in no more; what they hold goes back to the common list.")

        @OptionGroup var option: ConfigurationOption
        @Argument(help: "By which they sign in.") var login: String

        func run() async throws {
            try await withOfficer(login, option.config) { officer, _, store in
                try await store.setActive(false, of: officer.id, by: nil, now: Date())
                show("Đã khóa \(officer.displayName).")
            }
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lets somebody sign in again.")

        @OptionGroup var option: ConfigurationOption
        @Argument(help: "By which they sign in.") var login: String

        func run() async throws {
            try await withOfficer(login, option.config) { officer, _, store in
                try await store.setActive(true, of: officer.id, by: nil, now: Date())
                show("Đã mở khóa \(officer.displayName).")
            }
        }
    }

    /// For `make run`.
    struct Sample: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enters a sample officer, where all communes are samples, and prints a one-time sign-in.")

        @OptionGroup var option: ConfigurationOption

        func run() async throws {
            try await withStore(option.config, mayBegin: true) { settings, store in
                let communes = try Commune.loadAll(folder: settings.communes)
                guard communes.values.allSatisfy(\.isSample), !communes.isEmpty else {
                    throw fail(
                        "Not every commune is a sample, so there is no sample officer. Fix: gateway officers add",
                        code: 64)
                }
                // The one with whom villagers of the shipped channel write stands first.
                let home = try settings.channelTraits().sorted { $0.key.rawValue < $1.key.rawValue }.first?.value
                    .commune
                let ids = communes.keys.sorted { ($0 != home ? 1 : 0, $0.rawValue) < ($1 != home ? 1 : 0, $1.rawValue) }
                var officer = try await store.officers(of: ids).first { $0.profile.login == "hanh" }
                if officer == nil {
                    let units = ids.prefix(1).compactMap { id in
                        communes[id]?.units.first.map { OfficerUnit(commune: id, unit: $0.id) }
                    }
                    let profile = OfficerProfile(
                        login: "hanh", name: "Nguyễn Thị Hạnh", title: "chị", role: .supervisor, communes: ids,
                        units: units, maySeeRestricted: true)
                    officer = try OfficerTerms.done(
                        try await store.addOfficer(profile, password: nil, by: nil, now: Date()))
                }
                if let officer { try await OfficerTerms.showSignIn(officer, settings, store) }
            }
        }
    }
}

/// Runs with the officer of a login, or ends with a code of its own where there is none.
private func withOfficer(
    _ login: String, _ config: String, _ body: (Officer, GatewaySettings, GatewayStore) async throws -> Void
) async throws {
    try await withStore(config) { settings, store in
        let communes = try Commune.loadAll(folder: settings.communes)
        let officers = try await store.officers(of: Array(communes.keys))
        guard let officer = officers.first(where: { $0.profile.login == login.lowercased() }) else {
            throw fail("Nobody signs in as \"\(login)\". Fix: look the login up by gateway officers list", code: 66)
        }
        try await body(officer, settings, store)
    }
}

private enum OfficerTerms {
    /// From standard input, so that it stands in no history and no process list.
    static func readPassword() -> String {
        FileHandle.standardError.write(Data("Mật khẩu mới: ".utf8))
        return readLine() ?? ""
    }

    static func done(_ change: OfficerChange) throws -> Officer {
        if case .done(let officer) = change { return officer }
        let mend = change == .loginTaken ? "Fix: choose another login" : ""
        throw fail(
            [OfficerWords.fault(change).map { $0 + "." } ?? "", mend].filter { !$0.isEmpty }.joined(separator: " "),
            code: change == .unknown ? 66 : 64)
    }

    static func showSignIn(_ officer: Officer, _ settings: GatewaySettings, _ store: GatewayStore) async throws {
        let token = try await store.makeOneTimeSignIn(for: officer.id, life: 12 * 3600, now: Date())
        show("Đăng nhập một lần cho \(officer.displayName): \(settings.officeAddress)/vao/\(token)")
    }
}
