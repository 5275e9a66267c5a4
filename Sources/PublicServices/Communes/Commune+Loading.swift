package import CheckedYAML
internal import Foundation

extension Commune {
    /// Reads the folder of one commune: `commune.yaml`, `calendar.yaml`, `units.yaml` and, if there, `overrides.yaml`,
    /// `dossier-states.yaml` and `days.yaml`, which officers write.
    package static func load(folder: String) throws(FileProblems) -> Commune {
        var problems = ProblemCollector()
        let profile = problems.collect(try YAMLEntry.load(path: "\(folder)/commune.yaml"))
        let isSample = profile.map { readSample(from: $0, problems: &problems) } ?? true
        let calendar = problems.collect(try YAMLEntry.load(path: "\(folder)/calendar.yaml"))
            .map { OfficeCalendar.read(from: $0, problems: &problems) }
        let units = problems.collect(try YAMLEntry.load(path: "\(folder)/units.yaml"))
            .map { readUnits(from: $0, isSample: isSample, problems: &problems) }
        let overrides = readOverrides(path: "\(folder)/overrides.yaml", problems: &problems)
        let dossiers = DossierRules.read(path: "\(folder)/dossier-states.yaml", problems: &problems)
        var commune = profile.flatMap { profile in
            read(
                profile,
                isSample: isSample,
                calendar: calendar ?? OfficeCalendar(weeklyHours: [:]),
                units: units ?? [],
                overrides: overrides.procedures,
                dossiers: dossiers,
                problems: &problems
            )
        }
        commune?.subjectOverrides = overrides.subjects
        do throws(FileProblems) {
            let days = try OwnDays.load(path: "\(folder)/\(OwnDays.file)", isSample: isSample)
            commune = commune?.keeping(days)
        } catch {
            problems.add(error.problems)
        }
        let folderName = folder.split(separator: "/").last.map(String.init) ?? folder
        if let commune, let profile, commune.id.rawValue != folderName {
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

    private static func read(
        _ root: YAMLEntry,
        isSample: Bool,
        calendar: OfficeCalendar,
        units: [Unit],
        overrides: [ProcedureOverride],
        dossiers: DossierRules,
        problems: inout ProblemCollector
    ) -> Commune? {
        let keys = [
            "id", "name", "short_name", "province", "sample", "former_names", "hamlets", "hotline", "duty_phone",
            "practice_phones", "asks_satisfaction", "retention_months", "answer_promise_hours", "addressee",
        ]
        _ = problems.collect(try root.allow(keys: keys))
        let id = problems.collect(try root.entry("id").identifier(CommuneID.self))
        let name = problems.collect(try root.entry("name").string())
        let shortName = problems.collect(try root.entry("short_name").string())
        let province = problems.collect(try root.entry("province").string())
        let formerNames = problems.collect(try root.optional("former_names")?.strings()) ?? nil
        let hotline = problems.collect(try root.entry("hotline").phone(isSample: isSample))
        let dutyPhone = problems.collect(try root.optional("duty_phone")?.phone(isSample: isSample)) ?? nil
        let practice = readPracticePhones(from: root, problems: &problems)
        let asks = (problems.collect(try root.optional("asks_satisfaction")?.bool()) ?? nil) ?? false
        let retention = problems.collect(try root.entry("retention_months").int(in: 1...240))
        let promise = problems.collect(try root.entry("answer_promise_hours").int(in: 1...80))
        let addressee = problems.collect(try root.optional("addressee")?.addressee()) ?? nil
        guard let id, let name, let shortName, let province, let hotline, let retention, let promise else { return nil }
        return Commune(
            id: id,
            name: name,
            shortName: shortName,
            province: province,
            isSample: isSample,
            formerNames: formerNames ?? [],
            hamlets: readHamlets(from: root, problems: &problems),
            units: units,
            hotline: hotline,
            dutyPhone: dutyPhone,
            practicePhones: practice,
            asksSatisfaction: asks,
            calendar: calendar,
            retentionMonths: retention,
            answerPromise: promise,
            overrides: overrides,
            dossiers: dossiers,
            addressee: addressee,
            origin: FileOrigin(file: root.file, line: root.line)
        )
    }

    private static func readHamlets(from root: YAMLEntry, problems: inout ProblemCollector) -> [Hamlet] {
        guard let list = problems.collect(try root.optional("hamlets")) ?? nil else { return [] }
        var hamlets: [Hamlet] = []
        for entry in problems.collect(try list.entries()) ?? [] {
            _ = problems.collect(try entry.allow(keys: ["name", "former_commune"]))
            let former = problems.collect(try entry.optional("former_commune")?.string()) ?? nil
            guard let name = problems.collect(try entry.entry("name").string()) else { continue }
            hamlets.append(Hamlet(name: name, formerCommune: former))
        }
        return hamlets
    }

    /// Nil where the key is missing: then everybody is answered.
    private static func readPracticePhones(from root: YAMLEntry, problems: inout ProblemCollector) -> [String]? {
        guard let list = problems.collect(try root.optional("practice_phones")) ?? nil else { return nil }
        var phones: [String] = []
        for entry in problems.collect(try list.entries()) ?? [] {
            if let phone = problems.collect(try entry.practicePhone()) { phones.append(phone) }
        }
        return phones
    }

    private static func readSample(from root: YAMLEntry, problems: inout ProblemCollector) -> Bool {
        (problems.collect(try root.optional("sample")?.bool()) ?? nil) ?? false
    }

    private static func readUnits(
        from root: YAMLEntry,
        isSample: Bool,
        problems: inout ProblemCollector
    ) -> [Unit] {
        _ = problems.collect(try root.allow(keys: ["units"]))
        var units: [Unit] = []
        for entry in problems.collect(try root.entry("units").entries()) ?? [] {
            _ = problems.collect(try entry.allow(keys: ["id", "name", "address", "phone"]))
            let id = problems.collect(try entry.entry("id").identifier(UnitID.self))
            let name = problems.collect(try entry.entry("name").string())
            let address = problems.collect(try entry.entry("address").string())
            let phone = problems.collect(try entry.optional("phone")?.phone(isSample: isSample)) ?? nil
            guard let id, let name, let address else { continue }
            if units.contains(where: { $0.id == id }) {
                problems.add(entry.problem("the unit \"\(id)\" stands twice", mend: "keep one of the two"))
            }
            units.append(Unit(id: id, name: name, address: address, phone: phone))
        }
        return units
    }

    private static func readOverrides(path: String, problems: inout ProblemCollector) -> (
        procedures: [ProcedureOverride], subjects: [Subject]
    ) {
        guard FileManager.default.fileExists(atPath: path),
            let root = problems.collect(try YAMLEntry.load(path: path))
        else { return ([], []) }
        _ = problems.collect(try root.allow(keys: ["overrides", "subjects"]))
        let subjects = (problems.collect(try root.optional("subjects")?.entries()) ?? nil) ?? []
        var overrides: [ProcedureOverride] = []
        for entry in problems.collect(try root.entry("overrides").entries()) ?? [] {
            _ = problems.collect(try entry.allow(keys: ["code", "level", "unit", "facts"]))
            let code = problems.collect(try entry.entry("code").catalogueCode())
            let level = problems.collect(try entry.optional("level")?.oneOf(ServiceLevel.self)) ?? nil
            let unit = problems.collect(try entry.optional("unit")?.identifier(UnitID.self)) ?? nil
            let factsEntry = problems.collect(try entry.optional("facts")) ?? nil
            let facts = factsEntry.map { Fact.readAll(from: $0, problems: &problems) } ?? [:]
            guard let code else { continue }
            if overrides.contains(where: { $0.code == code }) {
                problems.add(entry.problem("the code \(code) stands twice", mend: "join the two entries"))
            }
            overrides.append(
                ProcedureOverride(code: code, level: level, unit: unit, facts: facts, origin: entry.origin)
            )
        }
        return (overrides, subjects.compactMap { Subject.read(from: $0, problems: &problems) })
    }
}

extension YAMLEntry {
    /// A telephone number, or the number that a messenger has for somebody: both are digits, with spaces.
    fileprivate func practicePhone() throws(FileProblem) -> String {
        let text = try string()
        guard text.filter({ $0 != " " }).wholeMatch(of: /\+?[0-9]{3,20}/) != nil else {
            throw problem("\"\(text)\" is no telephone number", mend: "write digits and spaces, in quotes")
        }
        return text
    }

    /// A word or two by which villagers are addressed.
    fileprivate func addressee() throws(FileProblem) -> String {
        let text = try string()
        guard text.wholeMatch(of: /\p{Ll}+([ \/]\p{Ll}+)?/) != nil, text.count <= 12 else {
            throw problem("\"\(text)\" is no word of address", mend: "write bác or anh/chị, or take the key away")
        }
        return text
    }

    /// A telephone number: 3 to 15 digits with spaces, a plus sign first if at all.
    ///
    /// - Parameter isSample: whether the made-up numbers of the shipped sample (`… 000 000…`) may stand.
    func phone(isSample: Bool) throws(FileProblem) -> String {
        let text = try string()
        let digits = text.filter { $0 != " " }
        guard digits.wholeMatch(of: /\+?[0-9]{3,15}/) != nil else {
            throw problem("\"\(text)\" is no telephone number", mend: "write digits and spaces, in quotes")
        }
        guard isSample || !digits.contains("000000") else {
            throw problem("\"\(text)\" is a made-up number", mend: "write the true number, or set sample: true")
        }
        return text
    }
}
