package import Foundation
import PublicServices

extension AnswerComposer {
    /// How a dossier stands, with what its owner should do, and an apology when it is late.
    func status(
        of dossier: Dossier, asOf: Date?, offersFollowing: Bool, spelling: Spelling, now: Date
    ) -> Reply {
        var sentences = [replies.fill(dossier.state.template, values(of: dossier, now: now), spelling: spelling)]
        if let late = lateness(of: dossier, spelling: spelling, now: now) { sentences.append(late) }
        var optional: [String] = []
        if let asOf {
            let moment = commune.calendar.momentText(asOf)
            optional.append(replies.fill(.dossierAsOf, ["moment": moment], spelling: spelling))
        }
        if offersFollowing { optional.append(replies.fill(.dossierOfferFollowing, spelling: spelling)) }
        return reply("dossier_status", sentences, optional: optional, dossier: dossier, spelling: spelling)
    }

    /// What a follower is told without asking; nil when it is no news any more.
    package func announcement(of news: DossierNews, spelling: Spelling, now: Date) -> Reply? {
        let dossier = news.dossier
        var values = values(of: dossier, now: now)
        let sentences: [String]
        switch news.kind {
        case .state:
            sentences =
                [replies.fill(dossier.state.template, values, spelling: spelling)]
                + [lateness(of: dossier, spelling: spelling, now: now)].compactMap { $0 }
        case .newDate:
            guard let day = dossier.newDate else { return nil }
            values["new_date"] = day.vietnameseText
            values["reason"] = reason(of: dossier)
            sentences = [replies.fill(.dossierNewDate, values, spelling: spelling)]
        case .dueSoon:
            guard let day = dossier.dueOn else { return nil }
            values["day"] = day.vietnameseText
            sentences = [replies.fill(.dossierDueSoon, values, spelling: spelling)]
        case .overdue:
            guard let late = lateness(of: dossier, spelling: spelling, now: now) else { return nil }
            sentences = [replies.fill(.dossierOverdue, values, spelling: spelling), late]
        }
        let stop = replies.fill(.dossierStopFollowing, spelling: spelling)
        return reply("dossier_news", sentences, optional: [stop], dossier: dossier, spelling: spelling)
    }

    /// The sentences, and of the optional ones those that cost no further message.
    private func reply(
        _ template: String, _ sentences: [String], optional: [String], dossier: Dossier, spelling: Spelling
    ) -> Reply {
        var text = sentences.joined(separator: " ")
        for sentence in optional where Pages.fits(text + " " + sentence, spelling) { text += " " + sentence }
        return Reply(template: template, text: text, facts: ["dossier/\(dossier.code)/\(dossier.state.rawValue)"])
    }

    private func values(of dossier: Dossier, now: Date) -> [String: String] {
        let office = commune.unit(.oneStop)
        // A day that has passed is no promise any more: the sentence about lateness names it.
        let isLate = dossier.lateness(in: commune.calendar, now: now) != nil
        let day = isLate ? nil : dossier.dueOn
        return [
            "code": dossier.code.description, "name": Self.shortened(dossier.procedureName, to: 40),
            "promise": day.map { ", hẹn trả kết quả ngày \($0.vietnameseText)" } ?? "",
            "reason": reason(of: dossier), "office": office?.name ?? commune.name,
            "finished": dossier.finishedOn.map { " ngày \($0.vietnameseText)" } ?? "",
        ]
    }

    private func lateness(of dossier: Dossier, spelling: Spelling, now: Date) -> String? {
        guard let late = dossier.lateness(in: commune.calendar, now: now) else { return nil }
        let since = late.since.vietnameseText
        guard let day = late.newDate else {
            return replies.fill(.dossierLate, ["since": since], spelling: spelling)
        }
        let values = ["since": since, "new_date": day.vietnameseText, "reason": reason(of: dossier)]
        return replies.fill(.dossierLateNewDate, values, spelling: spelling)
    }

    /// The reason as staff wrote it, ready to follow a word.
    private func reason(of dossier: Dossier) -> String {
        guard let reason = dossier.reason?.trimmingCharacters(in: .whitespacesAndNewlines), !reason.isEmpty else {
            return ""
        }
        return ": " + Self.shortened(reason.hasSuffix(".") ? String(reason.dropLast()) : reason, to: 60)
    }

    private static func shortened(_ text: String, to length: Int) -> String {
        guard text.count > length else { return text }
        let cut = text.prefix(length - 3)
        let whole = cut.lastIndex(of: " ").map { cut[..<$0] } ?? cut
        return whole + "..."
    }
}

extension DossierState {
    /// The sentence that tells it.
    package var template: ReplyTemplate {
        switch self {
        case .registered: .dossierRegistered
        case .accepted: .dossierAccepted
        case .rejected: .dossierRejected
        case .processing: .dossierProcessing
        case .supplementRequested: .dossierSupplement
        case .paymentRequested: .dossierPayment
        case .withdrawn: .dossierWithdrawn
        case .stopped: .dossierStopped
        case .finished: .dossierFinished
        case .returned: .dossierReturned
        }
    }
}
