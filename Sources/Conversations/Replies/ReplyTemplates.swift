package import CheckedYAML
import VietnameseText

/// How a villager's answer is spelled: with Vietnamese marks, or without, in the cheap SMS alphabet.
package enum Spelling: String, Sendable, Codable {
    case marked
    case unmarked

    /// A finished text in this spelling; marks that it lacks cannot be brought back.
    package func applied(to text: String) -> String { self == .unmarked ? UnmarkedSpelling.of(text) : text }
}

/// The texts that villagers get, read from `config/replies.yaml`; written once with marks.
package struct ReplyTemplates: Sendable {
    package struct Template: Sendable {
        package var text: String
        /// The spelling without marks where the derived one would misread.
        package var plain: String?
        /// The sentence of a fact that also names what it is about; nil where the name goes before the colon.
        package var headed: String?
        var line: Int?
    }

    /// What stands for {you} in every text, with a space in front: a word of address, or nothing.
    private var you = ""

    /// One for each case: loading makes sure of that.
    private var templates: [ReplyTemplate: Template]
    /// Every template by its id, in a fixed order.
    package var all: [(id: ReplyTemplate, template: Template)] {
        ReplyTemplate.allCases.compactMap { id in templates[id].map { (id: id, template: $0) } }
    }
    package let file: String

    /// Reads what the file says; a missing, unknown or wrongly filled template is refused with its line.
    package static func read(from file: YAMLEntry) throws(FileProblems) -> ReplyTemplates {
        var problems: [FileProblem] = []
        var templates: [ReplyTemplate: Template] = [:]
        do throws(FileProblem) {
            for (key, entry) in try file.pairs() {
                do throws(FileProblem) {
                    guard let id = ReplyTemplate(rawValue: key) else {
                        throw entry.problem("the gateway has no reply \"\(key)\"", mend: "take the entry out")
                    }
                    templates[id] = try template(entry, placeholders: id.placeholders)
                } catch {
                    problems.append(error)
                }
            }
            for id in ReplyTemplate.allCases
            where templates[id] == nil && !problems.contains(where: { $0.entry.hasPrefix(id.rawValue) }) {
                problems.append(
                    file.problem("the reply \"\(id.rawValue)\" is missing", mend: "add it; see docs/architecture.md"))
            }
        } catch {
            problems.append(error)
        }
        guard problems.isEmpty else { throw FileProblems(problems) }
        return ReplyTemplates(templates: templates, file: file.file)
    }

    private static func template(_ entry: YAMLEntry, placeholders: Set<String>) throws(FileProblem) -> Template {
        try entry.allow(keys: ["text", "plain", "headed"])
        let text = try entry.entry("text").string()
        let plain = try entry.optional("plain")?.string()
        let headed = try entry.optional("headed")?.string()
        if let headed {
            for name in names(in: headed) where name != "topic" && !placeholders.contains(name) {
                throw entry.problem(
                    "the placeholder {\(name)} means nothing in headed", mend: "take it out; {topic} may stand there")
            }
        }
        for variant in [text, plain].compactMap({ $0 }) where variant.allSatisfy(\.isWhitespace) {
            throw entry.problem("the reply is empty", mend: "write what the villager reads")
        }
        for variant in [text, plain].compactMap({ $0 }) {
            for name in names(in: variant) where name != "you" && !placeholders.contains(name) {
                throw entry.problem(
                    "the placeholder {\(name)} means nothing here",
                    mend: placeholders.isEmpty
                        ? "take it out"
                        : "use one of: " + placeholders.sorted().map { "{\($0)}" }.joined(separator: ", "))
            }
        }
        if let plain, !SMSEncoding.isGSM7(plain) {
            throw entry.problem(
                "the spelling without marks needs the dear SMS alphabet", mend: "write it without marks")
        }
        return Template(text: text, plain: plain, headed: headed, line: entry.line)
    }

    /// The texts as one commune has them: its villagers are addressed by this word, or by none.
    func addressing(_ word: String?) -> ReplyTemplates {
        var result = self
        result.you = word.map { " " + $0 } ?? ""
        return result
    }

    /// The sentence of a fact as the first of an answer, where it names what it is about.
    ///
    /// "Mẫu đơn: {text}." becomes "Mẫu đơn {topic}: {text}." unless the file words it otherwise under `headed`.
    func headed(_ id: ReplyTemplate, topic: String, _ values: [String: String], spelling: Spelling) -> String {
        guard let template = templates[id] else { return "" }
        var values = values
        values["topic"] = topic
        let text = filled(template.headed ?? Self.withTopic(template.text), values)
        return Self.capitalised(spelling.applied(to: text))
    }

    private static func withTopic(_ text: String) -> String {
        guard let colon = text.firstIndex(of: ":"), !text[..<colon].contains("{") else { return "{topic}: " + text }
        return text[..<colon] + " {topic}" + text[colon...]
    }

    private static func withoutPromise(_ text: String, _ promise: String, _ instead: String) -> String {
        text.replacing(promise, with: instead)
    }

    /// Fills a template; in the unmarked spelling, what is filled in loses its marks too.
    package func fill(_ id: ReplyTemplate, _ values: [String: String] = [:], spelling: Spelling) -> String {
        guard var template = templates[id] else { return "" }
        if values["promise"] == "" {
            // Nobody knows which days are worked then: no time is promised.
            template.text = Self.withoutPromise(template.text, "trước {promise}", "trong giờ làm việc")
            template.plain = template.plain.map {
                Self.withoutPromise($0, "truoc {promise}", "trong gio lam viec")
            }
        }
        switch spelling {
        case .marked: return Self.capitalised(filled(template.text, values))
        case .unmarked:
            return Self.capitalised(UnmarkedSpelling.of(filled(template.plain ?? template.text, values)))
        }
    }

    /// A text in the spelling without marks, as answers are written in it.
    static func unmarked(_ text: String) -> String { UnmarkedSpelling.of(text) }

    /// A text that begins with a filled-in name ("xã Đăk Hà") still begins with a capital.
    private static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    private func filled(_ text: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = text.utf8[...]
        // Braces are single bytes, and looking at bytes costs a fraction of looking at characters.
        while let open = rest.firstIndex(of: UInt8(ascii: "{")),
            let close = rest[open...].firstIndex(of: UInt8(ascii: "}"))
        {
            result += Substring(rest[..<open])
            let name = String(Substring(rest[rest.index(after: open)..<close]))
            result += values[name] ?? (name == "you" ? you : "")
            rest = rest[rest.index(after: close)...]
        }
        return result + Substring(rest)
    }

    private static func names(in text: String) -> [String] {
        text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().map {
            String($0.prefix { $0 != "}" })
        }
    }
}
