public import CheckedYAML
import VietnameseText

/// How a villager's answer is spelled: with Vietnamese marks, or without, in the cheap SMS alphabet.
public enum Spelling: String, Sendable, Codable {
    case marked
    case unmarked

    /// A finished text in this spelling; marks that it lacks cannot be brought back.
    public func applied(to text: String) -> String { self == .unmarked ? UnmarkedSpelling.of(text) : text }
}

/// The texts that villagers get, read from `config/replies.yaml`; written once with marks.
public struct ReplyTemplates: Sendable {
    public struct Template: Sendable {
        var text: String
        /// The spelling without marks where the derived one would misread.
        var plain: String?
        var line: Int?
    }

    /// The templates that the dialogue uses, with the placeholders that each may hold.
    public static let known: [String: Set<String>] = [
        "answer": ["topic", "body"],
        "overview": ["topic", "body", "facets"],
        "fact_documents": ["text"], "fact_fee": ["text"], "fact_time": ["text"], "fact_place": ["text", "address"],
        "fact_link": ["text"], "fact_steps": ["text"], "fact_form": ["text"], "fact_eligibility": ["text"],
        "fact_legal_basis": ["text"],
        "reference_note": [],
        "more": [], "continued": ["topic", "body"],
        "no_more": [],
        "no_checked_fact": ["topic", "facet", "promise"],
        "no_checked_topic": ["topic", "promise"],
        "ask_person": [],
        "referral": ["topic", "authority"],
        "menu": ["choices"],
        "variants": ["topic", "choices"],
        "subject": ["topic", "body"],
        "ask_unit": ["office", "phone"],
        "interest_offer": [],
        "interest_noted": ["topic"],
        "confirm_topic": ["topic"],
        "ask_topic": ["facet"],
        "not_understood": [],
        "offer_staff": [],
        "to_staff": ["promise"],
        "dossier": ["promise"],
        "feedback": ["promise", "reference"], "complaint": ["reference", "office"],
        "denunciation": ["reference", "office"], "duty_alert": ["sender", "moment", "text"],
        "duty_alert_more": ["count", "sender", "moment", "text"], "duty_alert_digest": ["count", "calls"],
        "case_open": ["reference", "promise"], "case_in_hand": ["reference"], "case_answered": ["reference"],
        "case_unknown": ["reference"],
        "dossier_ask_code": [], "dossier_ask_digits": ["code"], "dossier_not_matched": ["code"],
        "dossier_counter_only": ["office", "address"], "dossier_elsewhere": ["code"],
        "dossier_one_by_one": ["codes"],
        "dossier_registered": ["code", "name"], "dossier_accepted": ["code", "name", "promise"],
        "dossier_rejected": ["code", "name", "reason"], "dossier_processing": ["code", "name", "promise"],
        "dossier_supplement": ["code", "name", "reason"], "dossier_payment": ["code", "name"],
        "dossier_withdrawn": ["code", "name"], "dossier_stopped": ["code", "name", "reason"],
        "dossier_finished": ["code", "name", "office"], "dossier_returned": ["code", "name", "finished"],
        "dossier_late": ["since"], "dossier_late_new_date": ["since", "new_date", "reason"],
        "dossier_as_of": ["moment"], "dossier_offer_following": [], "dossier_followed": ["code"],
        "dossier_follow_opted_out": [], "dossier_stop_following": [],
        "dossier_new_date": ["code", "name", "new_date", "reason"], "dossier_due_soon": ["code", "name", "day"],
        "dossier_overdue": ["code", "name"],
        "slow_down": ["promise"], "day_limit": [], "late_message": ["moment"],
        "dossier_later": ["code", "promise"], "dossier_ask_again": ["code"], "dossier_given_up": ["code", "promise"],
        "link_code": ["code"], "link_made": [], "link_notice": [], "link_refused": [], "link_ended": [],
        "emergency": [], "emergency_untold": [], "urgent_question": [],
        "handed_over": ["promise"], "added": ["reference"], "added_reply": ["promise"], "late_rest": [],
        "opted_out": [], "opted_in": [],
        "welcome": ["commune"], "attachment_received": ["promise"],
        "greeting": ["commune"], "thanks": [], "goodbye": [], "affirm": [], "deny": [],
        "bot_capabilities": ["commune"],
        "foreign": ["commune"],
        "office_hours": ["office", "hours"],
        "office_open": ["office", "day", "hours"], "office_closed": ["office", "day", "reason", "next"],
        "office_open_now": ["office", "until", "day", "hours"], "office_closed_now": ["office", "moment", "next"],
        "office_closed_days": ["office", "reason", "first", "last", "next"],
        "office_weekend": ["office", "saturday", "sunday"], "office_holiday_unknown": ["office", "hours"],
        "office_contact": ["office", "address", "phone"],
        "privacy_notice": ["commune", "months"],
    ]

    private var templates: [String: Template]
    /// Every template by its id, in a fixed order.
    var all: [(id: String, template: Template)] {
        templates.sorted { $0.key < $1.key }.map { (id: $0.key, template: $0.value) }
    }
    public let file: String

    /// Reads the file; a missing, unknown or wrongly filled template is refused with its line.
    public static func load(path: String) throws(FileProblems) -> ReplyTemplates {
        var problems: [FileProblem] = []
        var templates: [String: Template] = [:]
        do throws(FileProblem) {
            let file = try YAMLEntry.load(path: path)
            for (key, entry) in try file.pairs() {
                do throws(FileProblem) {
                    guard let placeholders = known[key] else {
                        throw entry.problem("the gateway has no reply \"\(key)\"", mend: "take the entry out")
                    }
                    templates[key] = try template(entry, placeholders: placeholders)
                } catch {
                    problems.append(error)
                }
            }
            for key in known.keys.sorted()
            where templates[key] == nil && !problems.contains(where: { $0.entry.hasPrefix(key) }) {
                problems.append(
                    file.problem("the reply \"\(key)\" is missing", mend: "add it; see docs/architecture.md"))
            }
        } catch {
            problems.append(error)
        }
        guard problems.isEmpty else { throw FileProblems(problems) }
        return ReplyTemplates(templates: templates, file: path)
    }

    private static func template(_ entry: YAMLEntry, placeholders: Set<String>) throws(FileProblem) -> Template {
        try entry.allow(keys: ["text", "plain"])
        let text = try entry.entry("text").string()
        let plain = try entry.optional("plain")?.string()
        for variant in [text, plain].compactMap({ $0 }) {
            for name in names(in: variant) where !placeholders.contains(name) {
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
        return Template(text: text, plain: plain, line: entry.line)
    }

    /// Fills a template; in the unmarked spelling, what is filled in loses its marks too.
    public func fill(_ id: String, _ values: [String: String] = [:], spelling: Spelling) -> String {
        guard let template = templates[id] else { return "" }
        switch spelling {
        case .marked: return Self.capitalised(Self.filled(template.text, values))
        case .unmarked:
            return Self.capitalised(UnmarkedSpelling.of(Self.filled(template.plain ?? template.text, values)))
        }
    }

    /// A text in the spelling without marks, as answers are written in it.
    static func unmarked(_ text: String) -> String { UnmarkedSpelling.of(text) }

    /// A text that begins with a filled-in name ("xã Đăk Hà") still begins with a capital.
    private static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    private static func filled(_ text: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = text.utf8[...]
        // Braces are single bytes, and looking at bytes costs a fraction of looking at characters.
        while let open = rest.firstIndex(of: UInt8(ascii: "{")),
            let close = rest[open...].firstIndex(of: UInt8(ascii: "}"))
        {
            result += Substring(rest[..<open])
            result += values[String(Substring(rest[rest.index(after: open)..<close]))] ?? ""
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
