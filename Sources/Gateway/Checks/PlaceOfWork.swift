import CheckedYAML
import Conversations
import PublicServices

/// What may stand in the shipped sample, and must not where villagers are served.
enum PlaceOfWork {
    /// - Returns: problems of communes that are no samples, warnings of those that are.
    static func findings(
        _ settings: GatewaySettings, communes: [CommuneID: Commune], environment: [String: String]
    ) -> (problems: [FileProblem], warnings: [FileProblem]) {
        var problems: [FileProblem] = []
        for commune in communes.values.sorted(by: { $0.id.rawValue < $1.id.rawValue })
        where !commune.isSample && commune.dutyPhone == nil {
            problems.append(
                FileProblem(
                    file: commune.origin.file, line: commune.origin.line, entry: "duty_phone",
                    what: "\"duty_phone\" is missing, so nobody is told of a call for help",
                    mend: "add the mobile number of the officer on duty, or sample: true"))
        }
        problems += communes.values.sorted { $0.id.rawValue < $1.id.rawValue }.flatMap(deafPhones)
        let secrets = ChannelSecrets.found(in: settings, environment: environment).filter(\.isSample)
        var ofSamples: [YAMLEntry] = []
        for secret in secrets {
            guard let id = secret.commune, let commune = communes[id], commune.isSample else {
                problems.append(
                    secret.entry.problem(
                        "it is a placeholder that everybody can read in the sample, so anybody can write as a villager",
                        mend: "choose one of your own at random, such as openssl rand -hex 24"))
                continue
            }
            ofSamples.append(secret.entry)
        }
        guard let first = ofSamples.first else { return (problems, []) }
        let warning = first.problem(
            "\(ofSamples.count) sample secret\(ofSamples.count == 1 ? "" : "s") of a sample commune",
            mend: "choose secrets of your own before villagers write; check refuses these as soon as sample is gone")
        return (problems, [warning])
    }

    /// Phones on duty that take no SMS: that of `commune.yaml`, and that which officers entered.
    private static func deafPhones(of commune: Commune) -> [FileProblem] {
        let folder = commune.origin.file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let phones = [
            (commune.origin.file, "duty_phone", commune.writtenDutyPhone),
            (
                (folder + [OwnDays.file[...]]).joined(separator: "/"), "duty_phone.phone",
                commune.ownDays.dutyPhone?.phone
            ),
        ]
        return phones.compactMap { file, entry, phone in
            guard let phone, PhoneNumber(phone)?.isMobile != true else { return nil }
            let line = (try? YAMLEntry.load(path: file).optional("duty_phone"))?.line
            return FileProblem(
                file: file, line: line ?? (file == commune.origin.file ? commune.origin.line : nil), entry: entry,
                what: "\"\(phone)\" is no Vietnamese mobile number, so the SMS about a call for help reaches nobody",
                mend: "write the mobile number of the officer on duty, such as 0901 234 567")
        }
    }
}
