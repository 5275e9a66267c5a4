package import CheckedYAML
import Foundation

/// Facts that a commune's own officers confirmed or corrected: a file of the commune's that no update touches.
package struct OwnFacts: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package var code: ProcedureCode
        package var kind: FactKind
        /// What villagers read.
        package var text: String
        /// On what the officer relies.
        package var source: String
        /// Who confirmed it, and when.
        package var by: String
        package var on: CalendarDay
        /// The last day on which it may be said.
        package var validUntil: CalendarDay
        /// What the catalogue said then, nil where it said nothing: a change of it later is shown to officers.
        package var was: String?

        package init(
            code: ProcedureCode, kind: FactKind, text: String, source: String, by: String, on: CalendarDay,
            validUntil: CalendarDay, was: String?
        ) {
            self.code = code
            self.kind = kind
            self.text = text
            self.source = source
            self.by = by
            self.on = on
            self.validUntil = validUntil
            self.was = was
        }

        package var fact: Fact {
            Fact(text: text, confidence: .high, sources: [source], checkedOn: on, validUntil: validUntil)
        }
    }

    package static let file = "facts.yaml"
    /// The longest text of one fact in characters.
    package static var longestText: Int { Fact.longestText }

    package var entries: [Entry]

    package init(_ entries: [Entry] = []) { self.entries = entries }

    package subscript(code: ProcedureCode, kind: FactKind) -> Entry? {
        entries.first { $0.code == code && $0.kind == kind }
    }

    /// With one in the place of what was there for the same kind.
    package func setting(_ entry: Entry) -> OwnFacts { OwnFacts(removing(entry.code, entry.kind).entries + [entry]) }

    package func removing(_ code: ProcedureCode, _ kind: FactKind) -> OwnFacts {
        OwnFacts(entries.filter { $0.code != code || $0.kind != kind })
    }

    /// The commune as it tells these facts; those of procedures that the catalogue no longer has are left out.
    package func applied(to commune: Commune, in catalogue: ServiceCatalogue, file: String = file) -> Commune {
        var commune = commune
        for entry in entries where catalogue[entry.code] != nil {
            if let place = commune.overrides.firstIndex(where: { $0.code == entry.code }) {
                commune.overrides[place].facts[entry.kind] = entry.fact
            } else {
                commune.overrides.append(
                    ProcedureOverride(
                        code: entry.code, facts: [entry.kind: entry.fact], origin: FileOrigin(file: file, line: nil)))
            }
        }
        return commune
    }

    /// What does nothing any more, for whoever keeps the configuration.
    package func warnings(of catalogue: ServiceCatalogue, file: String) -> [FileProblem] {
        entries.filter { catalogue[$0.code] == nil }.map {
            FileProblem(
                file: file, line: nil, entry: $0.code.rawValue,
                what: "no procedure of the catalogue has the code \($0.code) any more",
                mend: "take the entry away, or write the new code")
        }
    }
}

extension OwnFacts {
    /// Why a text cannot be told.
    package enum Fault: Error, Sendable, Equatable {
        case empty
        case tooLong(Int)
        /// A sign that an SMS without marks cannot carry.
        case sign(Character)
        /// A link that may not be sent.
        case link(String)
        case noLink
    }

    /// A typed text as a fact's: composed, with plain signs for those of a word processor.
    package static func text(of typed: String, kind: FactKind) throws(Fault) -> String {
        var text = typed.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
        for (sign, plain) in plainSigns { text = text.replacing(sign, with: plain) }
        guard !text.isEmpty else { throw .empty }
        guard text.count <= Fact.longestText else { throw .tooLong(text.count) }
        if let sign = text.first(where: { !PlainLetters.carry($0) }) { throw .sign(sign) }
        let links = AllowedLinks.links(in: text)
        if let link = links.first(where: { AllowedLinks.problem(of: $0) != nil }) { throw .link(link) }
        guard kind != .link || !links.isEmpty else { throw .noLink }
        return text
    }

    private static let plainSigns = [
        ("“", "\""), ("”", "\""), ("‘", "'"), ("’", "'"), ("–", "-"), ("—", "-"), ("…", "..."), ("\u{A0}", " "),
        ("\r\n", " "), ("\n", " "), ("\t", " "), ("•", "-"),
    ]

    /// Reads what the file says; every problem names line, entry and mend.
    package static func read(from root: YAMLEntry, problems: inout ProblemCollector) -> OwnFacts {
        var facts = OwnFacts()
        _ = problems.collect(try root.allow(keys: ["facts"]))
        for entry in (problems.collect(try root.optional("facts")?.entries()) ?? nil) ?? [] {
            guard let own = read(entry, problems: &problems) else { continue }
            if facts[own.code, own.kind] != nil {
                problems.add(entry.problem("it stands twice", mend: "keep one of the two"))
            }
            facts.entries.append(own)
        }
        return facts
    }

    private static func read(_ entry: YAMLEntry, problems: inout ProblemCollector) -> Entry? {
        let keys = ["code", "kind", "text", "source", "by", "on", "valid_until", "was"]
        _ = problems.collect(try entry.allow(keys: keys))
        let code = problems.collect(try entry.entry("code").catalogueCode())
        let kind = problems.collect(try entry.entry("kind").oneOf(FactKind.self))
        let text = problems.collect(try entry.entry("text").ownText(kind))
        let source = problems.collect(try entry.entry("source").string())
        let author = problems.collect(try entry.entry("by").string())
        let day = problems.collect(try entry.entry("on").day())
        let end = problems.collect(try entry.entry("valid_until").day())
        let was = problems.collect(try entry.optional("was")?.string()) ?? nil
        guard let code, let kind, let text, let source, let author, let day, let end else { return nil }
        return Entry(
            code: code, kind: kind, text: text, source: source, by: author, on: day, validUntil: end, was: was)
    }

    /// As it stands in its file.
    package var text: String {
        """
        # Thông tin thủ tục mà cán bộ xã xác nhận hoặc sửa, ở trang "Thông tin thủ tục". Bản cập nhật không đụng đến tệp này.
        # Facts that officers confirmed or corrected on the page "Thông tin thủ tục"; updates leave this file alone.
        facts:\(entries.isEmpty ? " []" : "")

        """
            + entries.map { entry in
                """
                  - code: \(YAMLEntry.quoted(entry.code.rawValue))
                    kind: \(entry.kind.rawValue)
                    text: \(YAMLEntry.quoted(entry.text))
                    source: \(YAMLEntry.quoted(entry.source))
                    by: \(YAMLEntry.quoted(entry.by))
                    "on": \(entry.on)
                    valid_until: \(entry.validUntil)\(entry.was.map { "\n    was: \(YAMLEntry.quoted($0))" } ?? "")

                """
            }.joined()
    }
}

extension YAMLEntry {
    fileprivate func ownText(_ kind: FactKind?) throws(FileProblem) -> String {
        let text = try string()
        do {
            return try OwnFacts.text(of: text, kind: kind ?? .time)
        } catch {
            throw problem("the text cannot be told: \(error)", mend: "correct it on the page \"Thông tin thủ tục\"")
        }
    }
}
