package import CheckedYAML
internal import Foundation

/// The files of one commune, opened; nil where there is none, or where it cannot be read and is among the problems.
package struct CommuneEntries: Sendable {
    package var profile: YAMLEntry?
    package var calendar: YAMLEntry?
    package var units: YAMLEntry?
    package var overrides: YAMLEntry?
    package var dossierStates: YAMLEntry?
    /// What officers write.
    package var days: YAMLEntry?

    package init(
        profile: YAMLEntry?, calendar: YAMLEntry?, units: YAMLEntry?, overrides: YAMLEntry?,
        dossierStates: YAMLEntry?, days: YAMLEntry?
    ) {
        self.profile = profile
        self.calendar = calendar
        self.units = units
        self.overrides = overrides
        self.dossierStates = dossierStates
        self.days = days
    }
}

extension Commune {
    /// Reads a commune out of its files; what is wrong goes to the collector.
    ///
    /// - Returns: nil where the profile lacks what a commune must have.
    package static func read(_ files: CommuneEntries, problems: inout ProblemCollector) -> Commune? {
        let isSample = files.profile.map { readSample(from: $0, problems: &problems) } ?? true
        let calendar = files.calendar.map { OfficeCalendar.read(from: $0, problems: &problems) }
        let units = files.units.map { readUnits(from: $0, isSample: isSample, problems: &problems) }
        let overrides = files.overrides.map { readOverrides(from: $0, problems: &problems) }
        let dossiers = files.dossierStates.map { DossierRules.read(from: $0, problems: &problems) }
        var commune = files.profile.flatMap { profile in
            read(
                profile,
                isSample: isSample,
                calendar: calendar ?? OfficeCalendar(weeklyHours: [:]),
                units: units ?? [],
                overrides: overrides?.procedures ?? [],
                dossiers: dossiers ?? DossierRules(),
                problems: &problems
            )
        }
        commune?.subjectOverrides = overrides?.subjects ?? []
        if let days = files.days.map({ OwnDays.read(from: $0, isSample: isSample, problems: &problems) }) {
            commune = commune?.keeping(days)
        }
        return commune
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

    private static func readOverrides(from root: YAMLEntry, problems: inout ProblemCollector) -> (
        procedures: [ProcedureOverride], subjects: [Subject]
    ) {
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
