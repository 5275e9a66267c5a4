/// How villagers ask, by what they want and where they are from; `{v}` is what they have to do, `{c}` a dossier's code.
struct PersonaPhrases: Sendable {
    /// By want and dialect, such as `papers/north`; a follow-up is `papers+/north`.
    private let texts: [String: [String]]

    static let own = PersonaPhrases(PersonaPhraseTable.facts + PersonaPhraseTable.others + PersonaPhraseTable.talk)

    /// - Parameter table: `want|dialect|text|text…` in each line; `*` is every dialect.
    init(_ table: String) {
        var texts: [String: [String]] = [:]
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: "|").map(String.init)
            guard parts.count > 2 else { continue }
            let dialects = parts[1] == "*" ? PersonaDialect.allCases.map(\.rawValue) : [parts[1]]
            for dialect in dialects { texts["\(parts[0])/\(dialect)", default: []] += parts.dropFirst(2) }
        }
        self.texts = texts
    }

    /// Everything that can be said; empty where nothing is written.
    func all(_ what: String, _ dialect: PersonaDialect) -> [String] { texts["\(what)/\(dialect.rawValue)"] ?? [] }

    /// One of them, another for each number.
    func text(_ what: String, _ dialect: PersonaDialect, _ number: Int) -> String {
        let all = all(what, dialect)
        return all.isEmpty ? "" : all[number % all.count]
    }
}

/// Where somebody's Vietnamese is from.
enum PersonaDialect: String, Sendable, CaseIterable, Codable {
    case north
    case central
    case south
    /// Speaks another language at home: short, few small words.
    case highland
}
