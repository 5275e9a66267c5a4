internal import CheckedYAML
internal import Foundation

extension Fact {
    /// The longest text of one fact in characters, that its answer stays within a few SMS.
    static let longestText = 400

    /// Reads one fact; nil when a needed part is wrong, with the reasons in the collector.
    static func read(_ kind: FactKind?, from entry: YAMLEntry, problems: inout ProblemCollector) -> Fact? {
        let keys = ["text", "confidence", "sources", "checked_on", "valid_until", "note"]
        _ = problems.collect(try entry.allow(keys: keys))
        let text = problems.collect(try entry.entry("text").factText(kind))
        let confidence = problems.collect(try entry.entry("confidence").oneOf(Confidence.self))
        let sources = problems.collect(try entry.sources())
        let checkedOn = problems.collect(try entry.entry("checked_on").day())
        let validUntil = problems.collect(try entry.optional("valid_until")?.day()) ?? nil
        let note = problems.collect(try entry.optional("note")?.string()) ?? nil
        guard let text, let confidence, let sources, let checkedOn else { return nil }
        if let validUntil, validUntil < checkedOn {
            problems.add(
                entry.problem(
                    "it ended on \(validUntil), before it was checked on \(checkedOn)",
                    mend: "check the fact anew, and correct one of the two days"
                )
            )
        }
        return Fact(
            text: text,
            confidence: confidence,
            sources: sources,
            checkedOn: checkedOn,
            validUntil: validUntil,
            note: note
        )
    }

    /// Reads the facts of a procedure or of an override, by kind.
    static func readAll(from entry: YAMLEntry, problems: inout ProblemCollector) -> [FactKind: Fact] {
        _ = problems.collect(try entry.allow(keys: FactKind.allCases.map(\.rawValue)))
        var facts: [FactKind: Fact] = [:]
        for (key, value) in problems.collect(try entry.pairs()) ?? [] {
            guard let kind = FactKind(rawValue: key) else { continue }
            facts[kind] = Fact.read(kind, from: value, problems: &problems)
        }
        return facts
    }
}

extension YAMLEntry {
    fileprivate func sources() throws(FileProblem) -> [String] {
        let entry = try entry("sources")
        let sources = try entry.strings()
        guard !sources.isEmpty else {
            throw entry.problem("the fact has no source", mend: "name where it was found")
        }
        return sources
    }

    /// A text that may be sent: short, in letters that an SMS can carry, and with government links only.
    fileprivate func factText(_ kind: FactKind?) throws(FileProblem) -> String {
        // A bare "đ" behind a sum would be read as the letter d where marks are left out; "Mẫu 1đ" is no sum.
        let text = Self.withSums(try string().trimmingCharacters(in: .whitespacesAndNewlines))
        guard text.count <= Fact.longestText else {
            throw problem(
                "the text has \(text.count) characters",
                mend: "shorten it to \(Fact.longestText) at the most"
            )
        }
        if let character = text.first(where: { !PlainLetters.carry($0) }) {
            throw problem(
                "an SMS without marks cannot carry \"\(character)\"",
                mend: "write plain quotes, a plain hyphen and plain points"
            )
        }
        let links = AllowedLinks.links(in: text)
        for link in links {
            guard let reason = AllowedLinks.problem(of: link) else { continue }
            throw problem(
                "\"\(link)\" may not be sent: \(reason)",
                mend: "link to a host below gov.vn, or put a space after the full stop"
            )
        }
        guard kind != .link || !links.isEmpty else {
            throw problem("the text holds no link", mend: "write the address, such as dichvucong.gov.vn")
        }
        return text
    }

    /// `5.000đ` → `5.000 đồng`.
    private static func withSums(_ text: String) -> String {
        // A pattern takes long beside thousands of facts, of which few have a sum.
        let sign = Array("đ".utf8)
        let bytes = Array(text.utf8)
        let hasSum = bytes.indices.dropFirst().contains { place in
            guard bytes[place...].starts(with: sign) else { return false }
            let before = bytes[..<place].last { $0 != UInt8(ascii: " ") } ?? 0
            return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(before)
        }
        return hasSum ? text.replacing(/([0-9]{3}) ?đ\b/) { "\($0.output.1) đồng" } : text
    }
}

/// The characters that remain in the GSM alphabet, without its two-septet extension, once Vietnamese marks are off.
enum PlainLetters {
    private static let others: Set<Character> = Set(" \n@$_!\"#%&'()*+,-./:;<=>?đĐ")

    static func carry(_ character: Character) -> Bool {
        if character.isASCII, character.isLetter || character.isNumber { return true }
        if others.contains(character) { return true }
        let scalars = String(character).decomposedStringWithCanonicalMapping.unicodeScalars
        guard let base = scalars.first, base.isASCII, base.properties.isAlphabetic || ("0"..."9").contains(base)
        else { return false }
        return scalars.dropFirst().allSatisfy { $0.properties.generalCategory == .nonspacingMark }
    }
}
