public import CheckedYAML

/// An office of a commune.
public struct Unit: Sendable, Equatable {
    /// The id by which procedures name it.
    public var id: UnitID
    /// The name in Vietnamese.
    public var name: String
    /// Where it is.
    public var address: String
    /// The telephone number, spaces allowed.
    public var phone: String?

    /// Makes an office from its parts.
    public init(id: UnitID, name: String, address: String, phone: String? = nil) {
        self.id = id
        self.name = name
        self.address = address
        self.phone = phone
    }
}

/// A hamlet (thôn, làng, tổ dân phố) of a commune.
public struct Hamlet: Sendable, Equatable {
    /// The name with its kind, such as `thôn 2`.
    public var name: String
    /// The commune it belonged to before the merger; tells hamlets of the same number apart.
    public var formerCommune: String?

    /// Makes a hamlet from its parts.
    public init(name: String, formerCommune: String?) {
        self.name = name
        self.formerCommune = formerCommune
    }
}

/// A commune that the gateway serves, as its configuration folder describes it.
public struct Commune: Sendable, Equatable {
    /// The id, which is the folder's name.
    public var id: CommuneID
    /// The name with its kind, such as `xã Đăk Hà`.
    public var name: String
    /// The name alone, such as `Đăk Hà`.
    public var shortName: String
    /// The province with its kind.
    public var province: String
    /// Whether the data are samples, which must be replaced before villagers are served.
    public var isSample: Bool
    /// The names of the units it was made of, which people still use.
    public var formerNames: [String]
    /// Its hamlets, by the names that people use.
    public var hamlets: [Hamlet]
    /// Its offices.
    public var units: [Unit]
    /// The telephone number that is given to villagers.
    public var hotline: String
    /// The telephone number of the officer on duty, for emergencies.
    public var dutyPhone: String?
    /// When its offices are open.
    public var calendar: OfficeCalendar
    /// How long messages are kept, in months.
    public var retentionMonths: Int
    /// Within how many working hours staff promise to answer.
    public var answerPromise: Int
    /// What it knows better than the catalogue.
    public var overrides: [ProcedureOverride]
    /// How its dossiers are recognised and told about.
    public var dossiers: DossierRules
    /// Subjects that it tells about in its own words.
    public var subjectOverrides: [Subject]
    /// Where its profile stands.
    public var origin: FileOrigin

    /// Makes a commune from its parts.
    public init(
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
        calendar: OfficeCalendar,
        retentionMonths: Int,
        answerPromise: Int,
        overrides: [ProcedureOverride] = [],
        dossiers: DossierRules = DossierRules(),
        subjectOverrides: [Subject] = [],
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
        self.calendar = calendar
        self.retentionMonths = retentionMonths
        self.answerPromise = answerPromise
        self.overrides = overrides
        self.dossiers = dossiers
        self.subjectOverrides = subjectOverrides
        self.origin = origin
    }

    /// The office with this id.
    public func unit(_ id: UnitID) -> Unit? {
        units.first { $0.id == id }
    }

    /// What does not fit between the commune and the catalogue: unknown codes, and offices that it lacks.
    public func problems(of catalogue: ServiceCatalogue) -> [FileProblem] {
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
