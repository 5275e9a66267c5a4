package import PublicServices
package import VietnameseText

/// Finds which commune of several a text names: by its name, by the names it had before 2025, or by a hamlet.
///
/// Spellings of the area fold together: Đăk, Đắk, Dak, Đak; Ngọk, Ngọc. A name that several communes have names none.
package struct PlaceReader: Sendable {
    private var vocabulary = Vocabulary()
    private var automaton = PhraseAutomaton()
    /// The communes that each pattern may mean.
    private var communes: [Set<CommuneID>] = []

    package init(_ communes: some Sequence<Commune>) {
        for commune in communes {
            add(commune.shortName, for: commune.id)
            for name in commune.formerNames { add(Self.withoutKind(name), for: commune.id) }
            for hamlet in commune.hamlets {
                guard let former = hamlet.formerCommune else { continue }
                add(hamlet.name + " " + Self.withoutKind(former), for: commune.id)
            }
        }
        automaton.build()
    }

    /// The commune that a text names; nil when it names none, or more than one.
    package func commune(in words: Words) -> CommuneID? {
        let symbols = words.words.map { vocabulary.number(of: Self.key($0)) }
        let found = automaton.occurrences(in: symbols)
        // The longest names decide: "thôn 3 Đăk Mar" is one place, not also the commune Đăk Mar of somewhere else.
        let longest = found.map(\.tokens.count).max() ?? 0
        var meant: Set<CommuneID>?
        for occurrence in found where occurrence.tokens.count == longest {
            let here = communes[Int(occurrence.pattern)]
            meant = meant.map { $0.intersection(here) } ?? here
        }
        return meant?.count == 1 ? meant?.first : nil
    }

    private mutating func add(_ name: String, for commune: CommuneID) {
        let run = Words(name).words.map(Self.key)
        // One syllable alone ("Mar") is too often another word.
        guard run.count > 1 else { return }
        let pattern = Int(automaton.insert(run.map { vocabulary.learn($0) }))
        while communes.count <= pattern { communes.append([]) }
        communes[pattern].insert(commune)
    }

    private static func withoutKind(_ name: String) -> String {
        for kind in ["xã ", "phường ", "thị trấn ", "đặc khu "] where name.hasPrefix(kind) {
            return String(name.dropFirst(kind.count))
        }
        return name
    }

    private static func key(_ word: Word) -> WordKey {
        switch word.foldedKey {
        case "dac": "dak"
        case "ngoc": "ngok"
        default: word.foldedKey
        }
    }
}
