import Conversations

/// Every key that a scenario file may have: what the reader allows, and what docs/scenarios.md lists.
package struct ScenarioKey: Sendable {
    /// Where a key stands.
    package enum Place: String, Sendable, CaseIterable {
        case scenario
        case commune
        case limits
        case step
        case expectation
        case other
        case dossier
    }

    package let name: String
    package let place: Place
    /// What is written behind it.
    package let shape: String
    package let meaning: String

    package static let all: [ScenarioKey] = [
        .init(.scenario, "scenario", "text", "What the conversation shows; the title in reports."),
        .init(
            .scenario, "channel", "id",
            "A channel of the configuration, or one that only the bench has (`zalo`, `twilio`, …)."),
        .init(.scenario, "phone", "number", "The villager's phone; `+84901234567` by default."),
        .init(.scenario, "start", "`2026-11-24 08:00`", "When it begins, in Vietnamese time."),
        .init(.scenario, "commune", "group", "What its commune's `commune.yaml` says otherwise in this scenario."),
        .init(
            .scenario, "limits", "group",
            "Limits that hold in this scenario instead of those of `gateway.yaml`; others stay as they are there."),
        .init(.scenario, "dossiers", "list", "What the register holds before the first step."),
        .init(
            .scenario, "portal", "list",
            "Dossiers that a portal knows, which the commune then asks instead of its register."),
        .init(.scenario, "tags", "`[a, b]`", "Words by which `--tag` and `--skip-tag` choose."),
        .init(.scenario, "partial", "true", "In every step, replies beside those that are expected are no difference."),
        .init(.scenario, "steps", "list", "What happens, in order; a minute apart where `at` says nothing."),
        .init(
            .commune, "asks_satisfaction", "true",
            "Villagers are asked whether they are content with an officer's answer."),
        .init(.commune, "practice_phones", "`[…]`", "The only phones that are answered: the commune is not open yet."),
        .init(.commune, "duty_phone", "number or `none`", "The phone of the officer on duty."),
        .init(.commune, "addressee", "text", "How villagers are addressed."),
        .init(
            .limits, "sender_messages", "5 to 1000",
            "Messages in `sender_minutes` from which on a villager is told once and then not answered."),
        .init(.limits, "sender_minutes", "1 to 60", "The minutes of `sender_messages`."),
        .init(.limits, "sender_answers_per_day", "number", "Messages that a villager is answered in a day; 0 for any."),
        .init(
            .limits, "segments_per_day", "number",
            "The budget of the commune: SMS segments, or messages where those are billed, in a day; 0 for any."),
        .init(.limits, "messages_per_second", "number", "Messages of all villagers handled in a second; 0 for any."),
        .init(
            .limits, "provider_alarm_minutes", "1 to 1440",
            "Minutes without one success after which staff are told of a provider."),
        .init(
            .step, "villager", "text",
            "A villager writes; empty where `kind` says what comes instead of words. `{LK}`, `{KT}` and `{YK}` are the number that followed these letters last."
        ),
        .init(
            .step, "kind", "`image`, `voice`, …",
            "What the message is: `text` by default, or any other kind that providers bring."),
        .init(
            .step, "staff", "text",
            "An officer answers the open question that comes first; with `phone`, the newest one of that number."
        ),
        .init(
            .step, "takes", "true",
            "An officer takes the open question that comes first in the list, with `phone` the newest one of that number; false gives it back."
        ),
        .init(.step, "waits", "minutes", "Nobody writes: so long later the gateway does what is due then."),
        .init(
            .step, "brings", "`unreadable`, `unproven`",
            "The provider brings a message that cannot be read, or a call with a wrong secret where such calls are set aside."
        ),
        .init(.step, "dossiers", "list", "Staff import these dossiers; those who follow one are told what is new."),
        .init(
            .step, "at", "`08:05`, `2026-11-24 08:05`", "When: the next time that the clock shows it, or that moment."),
        .init(.step, "sent", "`08:05`, `2026-11-24 08:05`", "When it was written, where it comes late."),
        .init(.step, "copies", "number", "How often the provider brings the same message; once by default."),
        .init(
            .step, "phone", "number",
            "Another villager than the scenario's; behind `staff` and `takes`, whose question it is."),
        .init(.step, "channel", "id", "Another channel than the scenario's."),
        .init(
            .step, "expect", "list",
            "The replies, in order; no other may come unless the step or the scenario is `partial`."),
        .init(.step, "partial", "true", "Replies beside those that are expected are no difference in this step."),
        .init(
            .step, "escalated", "reason or `none`",
            "What staff get by it, one of the reasons below; where it is left out, anything is right."),
        .init(.step, "portal", "`well`, `down`", "How the portal answers from this step on."),
        .init(
            .step, "provider", "`well`, `down`, `refusing`",
            "How the provider takes what is sent, from this step on; without it in any step nothing is sent."),
        .init(.step, "others", "list", "What others get by it: the officer on duty, who follows on another channel."),
        .init(.step, "decision", "word", "What the gateway decided about the message, one of the decisions below."),
        .init(.step, "topic", "topic id", "The topic that fits the message best."),
        .init(.step, "segments", "number", "SMS segments of all replies together, at most."),
        .init(.expectation, "template", "id", "The template of the reply."),
        .init(.expectation, "text", "text", "The whole reply, to the letter."),
        .init(.expectation, "contains", "`[…]`", "Parts that stand in it."),
        .init(.expectation, "lacks", "`[…]`", "Parts that do not stand in it."),
        .init(.expectation, "segments", "number", "SMS segments of this reply, at most."),
        .init(.other, "to", "number", "Who gets it."),
        .init(.other, "channel", "id", "On which channel; the step's by default."),
        .init(.other, "template", "id", "Its template."),
        .init(.other, "contains", "`[…]`", "Parts that stand in it."),
        .init(.dossier, "code", "dossier code", "Its code, such as `H48-261120-0001`."),
        .init(.dossier, "name", "text", "The procedure's name."),
        .init(.dossier, "state", "1 to 10", "The number of its state in the national catalogue."),
        .init(.dossier, "promised", "day", "When it is promised."),
        .init(.dossier, "finished", "day", "When it was finished."),
        .init(.dossier, "reason", "text", "Why it is late or sent back."),
        .init(.dossier, "new_date", "day", "The day that is promised instead."),
        .init(.dossier, "phone", "number", "The registered phone."),
    ]

    private init(_ place: Place, _ name: String, _ shape: String, _ meaning: String) {
        self.name = name
        self.place = place
        self.shape = shape
        self.meaning = meaning
    }

    static func names(of place: Place) -> [String] { all.filter { $0.place == place }.map(\.name) }

    /// The reference as Markdown, a table for each place.
    package static var reference: String {
        let titles: [Place: String] = [
            .scenario: "The file", .commune: "The commune, under `commune`", .limits: "Limits, under `limits`",
            .step: "A step, under `steps`",
            .expectation: "A reply, under `expect`", .other: "A message to somebody else, under `others`",
            .dossier: "A dossier, under `dossiers`",
        ]
        let keys = Place.allCases.map { place in
            table(
                titles[place] ?? "", "key | value | meaning",
                all.filter { $0.place == place }.map { "`\($0.name)` | \($0.shape) | \($0.meaning)" })
        }
        let decisions = table(
            "Decisions, behind `decision`", "decision | meaning",
            ScenarioValues.decisions.map { "`\($0.name)` | \($0.meaning)" })
        let reasons = table(
            "Reasons, behind `escalated`", "reason | when",
            EscalationReason.allCases.map { reason in
                let why = ScenarioValues.unreachable[reason].map { " No scenario can play it: \($0)." } ?? ""
                return "`\(reason.rawValue)` | \(ScenarioValues.meaning(of: reason))\(why)"
            } + ["`none` | Staff get nothing."])
        return (keys + [decisions, reasons]).joined(separator: "\n\n") + "\n"
    }

    /// A table in Markdown; cells stand between bars.
    private static func table(_ title: String, _ head: String, _ rows: [String]) -> String {
        let columns = head.split(separator: "|").count
        return
            (["### \(title)", "", "| \(head) |", "|" + String(repeating: "---|", count: columns)]
            + rows.map { "| \($0) |" }).joined(separator: "\n")
    }
}
