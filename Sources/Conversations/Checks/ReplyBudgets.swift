public import CheckedYAML
public import Foundation
import PublicServices
import VietnameseText

/// Renders what villagers can be told and refuses what costs too much.
public enum ReplyBudgets {
    /// More pages than this are not an answer any more, but a leaflet.
    public static let maximalPages = 3

    /// Every topic with every facet, and every other reply, in both spellings, as of a day.
    public static func problems(_ dialogue: Dialogue, now: Date) -> [FileProblem] {
        var problems: [FileProblem] = []
        for (label, texts, spelling) in renderings(dialogue, now: now) {
            if texts.count > maximalPages {
                problems.append(
                    FileProblem(
                        file: dialogue.composer.replies.file, line: nil, entry: label,
                        what: "the answer \(spelling.rawValue) has \(texts.count) pages",
                        mend: "shorten the facts in the catalogue to \(maximalPages) pages at most"))
            }
            for text in texts.map({ $0.replacing(Reply.referenceMark, with: "1234567") }) {
                let size = SMSEncoding.size(of: text)
                if size.segments > Pages.budget(spelling) {
                    problems.append(
                        FileProblem(
                            file: dialogue.composer.replies.file, line: nil, entry: label,
                            what: "the text \(spelling.rawValue) costs \(size.segments) SMS segments: \"\(text)\"",
                            mend: "shorten it to \(Pages.budget(spelling)) segments"))
                }
                if spelling == .unmarked, size.alphabet == .ucs2 {
                    problems.append(
                        FileProblem(
                            file: dialogue.composer.replies.file, line: nil, entry: label,
                            what:
                                "the text without marks holds a character outside the cheap SMS alphabet: \"\(text)\"",
                            mend: "replace the character, or add a plain spelling"))
                }
            }
        }
        return problems
    }

    /// All texts with what they are, so that tests can look at them too.
    static func renderings(_ dialogue: Dialogue, now: Date) -> [(label: String, texts: [String], spelling: Spelling)] {
        let composer = dialogue.composer
        var result: [(String, [String], Spelling)] = []
        for spelling in [Spelling.marked, .unmarked] {
            for topic in composer.intents.topics where topic.kind == .procedure || topic.kind == .subject {
                for facets in [[]] + Facet.allCases.map({ [$0] }) {
                    let answer = composer.answer(
                        topic.id, facets: facets, spelling: spelling, explainReference: true, now: now)
                    let label = ([topic.id.rawValue] + facets.map(\.rawValue)).joined(separator: " × ")
                    result.append((label, answer.pages, spelling))
                }
            }
            for reply in otherReplies(composer, spelling: spelling, now: now) {
                result.append((reply.template, [reply.text], spelling))
            }
        }
        return result
    }

    /// Everything but answers, filled with the longest names that can occur.
    private static func otherReplies(_ composer: AnswerComposer, spelling: Spelling, now: Date) -> [Reply] {
        let (_, promise) = composer.escalation(.askedForStaff, unit: nil, now: now)
        let longest = composer.intents.topics.filter { $0.kind != .none }.sorted { $0.name.count > $1.name.count }
        var replies = [
            "no_more", "not_understood", "offer_staff", "to_staff", "dossier", "feedback", "complaint", "denunciation",
            "case_open", "case_in_hand", "case_answered", "case_unknown", "foreign", "emergency",
            "opted_out", "opted_in", "greeting", "thanks", "goodbye", "affirm", "deny", "bot_capabilities",
            "welcome", "attachment_received",
        ].map {
            composer.plain(
                $0, ["promise": promise, "reference": Reply.referenceMark, "office": composer.receptionOffice],
                spelling: spelling)
        }
        replies.append(composer.menu(longest.prefix(4).map(\.id), spelling: spelling))
        replies.append(composer.menu(longest.prefix(1).map(\.id), spelling: spelling))
        replies += Facet.allCases.map { composer.askTopic($0, spelling: spelling) }
        replies += composer.intents.topics.filter { $0.kind == .referral }.map {
            composer.referral($0.id, spelling: spelling)
        }
        replies.append(composer.privacyNotice(spelling: spelling))
        replies += dossierReplies(composer, spelling: spelling, now: now)
        return replies
    }

    /// What is said about dossiers: every state, in time and late, with long names, and every refusal.
    private static func dossierReplies(_ composer: AnswerComposer, spelling: Spelling, now: Date) -> [Reply] {
        guard let code = DossierCode("000.00.53.H48-20260921-0099999") else { return [] }
        let office = composer.commune.unit(.oneStop)
        let values = [
            "code": code.description, "office": office?.name ?? composer.commune.name, "address": office?.address ?? "",
        ]
        var replies = [
            "dossier_ask_code", "dossier_ask_digits", "dossier_not_matched", "dossier_counter_only",
            "dossier_elsewhere", "dossier_followed", "dossier_follow_opted_out",
        ].map { composer.plain($0, values, spelling: spelling) }
        let today = composer.commune.calendar.day(of: now)
        let long = String(repeating: "chứng thực ", count: 20)
        for state in DossierState.allCases {
            for (promised, newDate) in [(20, nil), (-20, nil), (-20, 20)] as [(Int, Int?)] {
                let dossier = Dossier(
                    code: code, procedureName: long, state: state, promisedOn: today.adding(days: promised),
                    finishedOn: today, reason: long, newDate: newDate.map { today.adding(days: $0) })
                replies.append(
                    composer.status(of: dossier, asOf: now, offersFollowing: true, spelling: spelling, now: now))
                for kind in [DossierNews.Kind.state, .newDate, .dueSoon, .overdue] {
                    let news = DossierNews(kind: kind, dossier: dossier)
                    if let reply = composer.announcement(of: news, spelling: spelling, now: now) {
                        replies.append(reply)
                    }
                }
            }
        }
        return replies
    }
}
