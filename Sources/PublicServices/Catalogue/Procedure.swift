/// How far a procedure can be done online; the raw values are those of Decree 42/2022 and its successors in short.
package enum ServiceLevel: String, CaseIterable, Sendable, Codable {
    /// The whole way online, the fee included.
    case toanTrinh = "toan_trinh"
    /// A part of the way online.
    case motPhan = "mot_phan"
    /// Information only.
    case thongTin = "thong_tin"
    /// Not online at all.
    case khong
    /// The sources contradict each other, so nothing may be promised.
    case chuaRo = "chua_ro"
}

/// An administrative procedure with its national code and what is known of it.
package struct Procedure: Sendable, Equatable {
    /// The national code.
    package var code: ProcedureCode
    /// Whether the code is doubtful or our own; then it is never told, nor found by.
    package var isCodeUnsure: Bool
    /// The official name in Vietnamese.
    package var name: String
    /// A short name for menus and answers; nil where the topic's name says it.
    package var label: String?
    /// The subject under which people ask for it.
    package var topic: TopicID
    /// The field of administration, such as `Hộ tịch`.
    package var field: String
    /// How far it can be done online.
    package var level: ServiceLevel
    /// The office that receives it.
    package var unit: UnitID
    /// Whether it is the one meant when only the topic is named.
    package var isMain: Bool
    /// Whether it stands in no menu of its topic and is chosen by its own words alone.
    package var isOnlyNamed: Bool
    /// Why facts are missing, for staff and maintainers; never sent.
    package var gaps: String?
    /// Wordings that choose it among the procedures of its topic, in the notation of the intents files.
    package var phrases: [String]
    /// What is known, by kind; a missing kind is unknown.
    package var facts: [FactKind: Fact]
    /// Where it was written.
    package var origin: FileOrigin

    /// Makes a procedure from its parts.
    package init(
        code: ProcedureCode,
        name: String,
        topic: TopicID,
        field: String,
        level: ServiceLevel,
        unit: UnitID,
        isMain: Bool,
        facts: [FactKind: Fact],
        isCodeUnsure: Bool = false,
        label: String? = nil,
        phrases: [String] = [],
        isOnlyNamed: Bool = false,
        gaps: String? = nil,
        origin: FileOrigin = FileOrigin(file: "", line: nil)
    ) {
        self.code = code
        self.isCodeUnsure = isCodeUnsure
        self.isOnlyNamed = isOnlyNamed
        self.gaps = gaps
        self.name = name
        self.label = label
        self.phrases = phrases
        self.topic = topic
        self.field = field
        self.level = level
        self.unit = unit
        self.isMain = isMain
        self.facts = facts
        self.origin = origin
    }
}

/// What one commune knows better than the catalogue; what is nil or missing stays as it is.
package struct ProcedureOverride: Sendable, Equatable {
    /// The procedure that is meant.
    package var code: ProcedureCode
    /// How far it can be done online here.
    package var level: ServiceLevel?
    /// The office that receives it here.
    package var unit: UnitID?
    /// Facts that replace those of the same kind.
    package var facts: [FactKind: Fact]
    /// Where it was written.
    package var origin: FileOrigin

    /// Makes an override from its parts.
    package init(
        code: ProcedureCode,
        level: ServiceLevel? = nil,
        unit: UnitID? = nil,
        facts: [FactKind: Fact] = [:],
        origin: FileOrigin = FileOrigin(file: "", line: nil)
    ) {
        self.code = code
        self.level = level
        self.unit = unit
        self.facts = facts
        self.origin = origin
    }
}
