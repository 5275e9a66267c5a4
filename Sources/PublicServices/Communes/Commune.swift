package import CheckedYAML

/// An office of a commune.
package struct Unit: Sendable, Equatable {
    /// The id by which procedures name it.
    package var id: UnitID
    /// The name in Vietnamese.
    package var name: String
    /// Where it is.
    package var address: String
    /// The telephone number, spaces allowed.
    package var phone: String?

    /// Makes an office from its parts.
    package init(id: UnitID, name: String, address: String, phone: String? = nil) {
        self.id = id
        self.name = name
        self.address = address
        self.phone = phone
    }
}

/// A hamlet (thôn, làng, tổ dân phố) of a commune.
package struct Hamlet: Sendable, Equatable {
    /// The name with its kind, such as `thôn 2`.
    package var name: String
    /// The commune it belonged to before the merger; tells hamlets of the same number apart.
    package var formerCommune: String?

    /// The name that tells it apart, such as `thôn 2 (xã Hà Mòn)`.
    package var label: String { formerCommune.map { "\(name) (\($0))" } ?? name }

    /// Makes a hamlet from its parts.
    package init(name: String, formerCommune: String?) {
        self.name = name
        self.formerCommune = formerCommune
    }
}

/// A commune that the gateway serves, as its configuration folder describes it.
package struct Commune: Sendable, Equatable {
    /// The id, which is the folder's name.
    package var id: CommuneID
    /// The name with its kind, such as `xã Đăk Hà`.
    package var name: String
    /// The name alone, such as `Đăk Hà`.
    package var shortName: String
    /// The province with its kind.
    package var province: String
    /// Whether the data are samples, which must be replaced before villagers are served.
    package var isSample: Bool
    /// The names of the units it was made of, which people still use.
    package var formerNames: [String]
    /// Its hamlets, by the names that people use.
    package var hamlets: [Hamlet]
    /// Its offices.
    package var units: [Unit]
    /// The telephone number that is given to villagers.
    package var hotline: String
    /// The telephone number of the officer on duty, for emergencies.
    package var dutyPhone: String?
    /// The only phones that are answered until the commune is opened; nil where it is open.
    package var practicePhones: [String]?
    /// Whether villagers are asked if they are content with what an officer answered: one more message each time.
    package var asksSatisfaction: Bool
    /// When its offices are open.
    package var calendar: OfficeCalendar
    /// How long messages are kept, in months.
    package var retentionMonths: Int
    /// Within how many working hours staff promise to answer.
    package var answerPromise: Int
    /// What it knows better than the catalogue.
    package var overrides: [ProcedureOverride]
    /// How its dossiers are recognised and told about.
    package var dossiers: DossierRules
    /// Subjects that it tells about in its own words.
    package var subjectOverrides: [Subject]
    /// How answers address villagers, such as `bác` or `anh/chị`; nil where they are addressed by no word.
    package var addressee: String?
    /// Where its profile stands.
    package var origin: FileOrigin
    /// The days and the phone that its officers entered, which ``calendar`` and ``dutyPhone`` have.
    package private(set) var ownDays = OwnDays()
    /// What its files say without them; nil where officers entered none.
    private var written: Written?

    private struct Written: Sendable, Equatable {
        var calendar: OfficeCalendar
        var dutyPhone: String?
    }

    /// Makes a commune from its parts.
    package init(
        id: CommuneID,
        name: String,
        shortName: String,
        province: String,
        isSample: Bool = false,
        formerNames: [String] = [],
        hamlets: [Hamlet] = [],
        units: [Unit],
        hotline: String,
        dutyPhone: String? = nil,
        practicePhones: [String]? = nil,
        asksSatisfaction: Bool = false,
        calendar: OfficeCalendar,
        retentionMonths: Int,
        answerPromise: Int,
        overrides: [ProcedureOverride] = [],
        dossiers: DossierRules = DossierRules(),
        subjectOverrides: [Subject] = [],
        addressee: String? = nil,
        origin: FileOrigin = FileOrigin(file: "", line: nil)
    ) {
        self.id = id
        self.name = name
        self.shortName = shortName
        self.province = province
        self.isSample = isSample
        self.formerNames = formerNames
        self.hamlets = hamlets
        self.units = units
        self.hotline = hotline
        self.dutyPhone = dutyPhone
        self.practicePhones = practicePhones
        self.asksSatisfaction = asksSatisfaction
        self.calendar = calendar
        self.retentionMonths = retentionMonths
        self.answerPromise = answerPromise
        self.overrides = overrides
        self.dossiers = dossiers
        self.subjectOverrides = subjectOverrides
        self.addressee = addressee
        self.origin = origin
    }

    /// The commune with what its officers entered of days and the phone on duty, in the place of what they entered before.
    package func keeping(_ days: OwnDays) -> Commune {
        var commune = self
        let base = written ?? Written(calendar: calendar, dutyPhone: dutyPhone)
        commune.ownDays = days
        commune.written = days == OwnDays() ? nil : base
        commune.calendar = days.applied(to: base.calendar)
        commune.dutyPhone = days.dutyPhone?.phone ?? base.dutyPhone
        return commune
    }

    /// Its calendar as its files say it.
    package var writtenCalendar: OfficeCalendar { written?.calendar ?? calendar }
    /// The phone on duty as its profile says it.
    package var writtenDutyPhone: String? { written.map(\.dutyPhone) ?? dutyPhone }

    /// The office with this id.
    package func unit(_ id: UnitID) -> Unit? {
        units.first { $0.id == id }
    }

    /// What does not fit between the commune and the catalogue: unknown codes, and offices that it lacks.
    package func problems(of catalogue: ServiceCatalogue) -> [FileProblem] {
        var problems: [FileProblem] = []
        for change in overrides where catalogue[change.code] == nil {
            problems.append(
                FileProblem(
                    file: change.origin.file,
                    line: change.origin.line,
                    entry: change.code.rawValue,
                    what: "no procedure of the catalogue has the code \(change.code)",
                    mend: "correct the code, or add the procedure to the catalogue"
                )
            )
        }
        for change in subjectOverrides where catalogue.subject(change.topic) == nil {
            problems.append(
                FileProblem(
                    file: change.origin.file,
                    line: change.origin.line,
                    entry: change.topic.rawValue,
                    what: "the catalogue has no subject \(change.topic)",
                    mend: "correct the topic, or add the subject to the catalogue"
                )
            )
        }
        let changedAt = Dictionary(overrides.map { ($0.code, $0) }, uniquingKeysWith: { _, last in last })
        for procedure in catalogue.applying(overrides: self).procedures where unit(procedure.unit) == nil {
            let change = changedAt[procedure.code].flatMap { $0.unit == nil ? nil : $0.origin }
            let origin = change ?? procedure.origin
            problems.append(
                FileProblem(
                    file: origin.file,
                    line: origin.line,
                    entry: procedure.code.rawValue,
                    what: "\(name) (\(id)) has no unit \"\(procedure.unit)\"",
                    mend: "add it to units.yaml of \(id), or name another unit in overrides.yaml"
                )
            )
        }
        return problems
    }
}
