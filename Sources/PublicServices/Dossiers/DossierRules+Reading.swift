internal import CheckedYAML
internal import Foundation

extension DossierRules {
    /// Reads `dossier-states.yaml`; what is wrong goes to the collector.
    static func read(from root: YAMLEntry, problems: inout ProblemCollector) -> DossierRules {
        var rules = DossierRules()
        _ = problems.collect(
            try root.allow(keys: ["issuers", "short_form", "local_states", "tracking", "tries", "portal"])
        )
        rules.readCodes(from: root, problems: &problems)
        rules.readStates(from: root, problems: &problems)
        rules.readTracking(from: root, problems: &problems)
        rules.readTries(from: root, problems: &problems)
        rules.readPortal(from: root, problems: &problems)
        return rules
    }

    private mutating func readCodes(from root: YAMLEntry, problems: inout ProblemCollector) {
        for entry in (problems.collect(try root.optional("issuers")?.entries()) ?? nil) ?? [] {
            guard let text = problems.collect(try entry.string()) else { continue }
            guard text.wholeMatch(of: /[A-Z][0-9]{2}/) != nil else {
                problems.add(entry.problem("\"\(text)\" is no issuer of codes", mend: "write it like H48"))
                continue
            }
            issuers.insert(text)
        }
        guard let short = problems.collect(try root.optional("short_form")) ?? nil else { return }
        _ = problems.collect(try short.allow(keys: ["agency", "digits"]))
        if let entry = problems.collect(try short.entry("agency")), let agency = problems.collect(try entry.string()) {
            if DossierCode.isAgency(agency) {
                shortFormAgency = agency
            } else {
                problems.add(
                    entry.problem(
                        "\"\(agency)\" does not stand in front of dossier codes",
                        mend: "write the part before the date, such as 000.00.53.H48"
                    )
                )
            }
        }
        shortFormDigits = (problems.collect(try short.optional("digits")?.int(in: 3...7)) ?? nil) ?? shortFormDigits
    }

    private mutating func readStates(from root: YAMLEntry, problems: inout ProblemCollector) {
        guard let entry = problems.collect(try root.optional("local_states")) ?? nil else { return }
        for (name, value) in problems.collect(try entry.pairs()) ?? [] {
            guard let number = problems.collect(try value.int(in: 1...10)), let state = DossierState(rawValue: number)
            else { continue }
            let key = DossierState.key(name)
            if let known = localStates[key], known != state {
                problems.add(value.problem("the state \"\(name)\" has two meanings", mend: "keep one of them"))
            }
            localStates[key] = state
        }
    }

    private mutating func readTracking(from root: YAMLEntry, problems: inout ProblemCollector) {
        guard let entry = problems.collect(try root.optional("tracking")) ?? nil else { return }
        _ = problems.collect(try entry.allow(keys: ["warn_working_days", "quiet"]))
        warningDays = (problems.collect(try entry.optional("warn_working_days")?.int(in: 0...10)) ?? nil) ?? warningDays
        guard let quiet = problems.collect(try entry.optional("quiet")) ?? nil,
            let text = problems.collect(try quiet.string())
        else { return }
        guard let match = text.wholeMatch(of: /([0-9]{1,2}):([0-5][0-9])-([0-9]{1,2}):([0-5][0-9])/),
            let fromHour = Int(match.1), let fromMinute = Int(match.2), let toHour = Int(match.3),
            let toMinute = Int(match.4), fromHour < 24, toHour < 24
        else {
            problems.add(quiet.problem("\"\(text)\" are no quiet hours", mend: "write from-to, such as 21:00-07:00"))
            return
        }
        quietFrom = fromHour * 60 + fromMinute
        quietUntil = toHour * 60 + toMinute
    }

    private mutating func readTries(from root: YAMLEntry, problems: inout ProblemCollector) {
        guard let entry = problems.collect(try root.optional("tries")) ?? nil else { return }
        _ = problems.collect(try entry.allow(keys: ["contact", "dossier"]))
        triesOfContact = (problems.collect(try entry.optional("contact")?.int(in: 1...20)) ?? nil) ?? triesOfContact
        triesOnDossier = (problems.collect(try entry.optional("dossier")?.int(in: 1...20)) ?? nil) ?? triesOnDossier
    }

    private mutating func readPortal(from root: YAMLEntry, problems: inout ProblemCollector) {
        guard let entry = problems.collect(try root.optional("portal")) ?? nil else { return }
        _ = problems.collect(try entry.allow(keys: ["url", "token"]))
        guard let urlEntry = problems.collect(try entry.entry("url")),
            let url = problems.collect(try urlEntry.string()),
            let token = problems.collect(try entry.entry("token").string())
        else { return }
        let isLoopback = url.wholeMatch(of: /http:\/\/(127\.0\.0\.1|localhost)(:[0-9]+)?(\/.*)?/) != nil
        guard url.hasPrefix("https://") || isLoopback, !url.hasSuffix("/") else {
            problems.add(
                urlEntry.problem(
                    "\"\(url)\" is no address for personal data",
                    mend: "write https://HOST without a slash at its end"
                )
            )
            return
        }
        portal = Portal(url: url, token: token)
    }
}
