package import CheckedYAML
package import Foundation
package import PublicServices

/// Everything that villagers can be told, written out: for the budget, for links, for walking sentences to their sources.
package enum RenderedAnswers {
    /// One reply with what it answers.
    package struct Rendering: Sendable {
        /// Topic, procedure and facet, or the template.
        package var label: String
        /// Its pages.
        package var texts: [String]
        package var spelling: Spelling
        /// The facts that it tells, as `code/kind` or `topic/number`.
        package var facts: [String] = []
        /// The procedure that it tells about; nil for other replies.
        package var procedure: ProcedureCode?
        /// Whether it answers a question about a topic: what costs are counted over.
        package var isAnswer = false
    }

    /// Links outside the allow-list in any reply, wherever they were written.
    package static func linkProblems(
        _ dialogue: Dialogue, now: Date, rendered: [Rendering]? = nil
    ) -> [FileProblem] {
        (rendered ?? all(dialogue, now: now)).flatMap { rendering in
            rendering.texts.flatMap(AllowedLinks.links).compactMap { link in
                AllowedLinks.problem(of: link).map { reason in
                    FileProblem(
                        file: dialogue.composer.replies.file, line: nil, entry: rendering.label,
                        what: "the answer holds \"\(link)\": \(reason)",
                        mend: "link to a host below gov.vn, or put a space after the full stop")
                }
            }
        }
    }

    /// Every topic with every procedure and facet, and every other reply, in both spellings, as of a day.
    package static func all(_ dialogue: Dialogue, now: Date) -> [Rendering] {
        let composer = dialogue.composer
        var result: [Rendering] = []
        // A topic stands more than once where further wordings of it do.
        var seen: Set<TopicID> = []
        let topics = composer.intents.topics.filter {
            [.procedure, .subject, .referral].contains($0.kind) && seen.insert($0.id).inserted
        }
        for spelling in [Spelling.marked, .unmarked] {
            for topic in topics { result += answers(composer, topic, spelling: spelling, now: now) }
            for reply in otherReplies(dialogue, spelling: spelling, now: now) {
                result.append(Rendering(label: reply.template, texts: [reply.text], spelling: spelling))
            }
        }
        return result
    }

    private static func answers(
        _ composer: AnswerComposer, _ topic: Topic, spelling: Spelling, now: Date
    ) -> [Rendering] {
        var codes: [ProcedureCode?] = composer.services.procedures(of: topic.id).map(\.code)
        if codes.isEmpty || topic.kind == .subject { codes.append(nil) }
        var others: [Rendering] = []
        if topic.kind == .referral {
            codes.removeAll { $0 == nil }
            let matters = composer.services.referrals.filter { $0.topic == topic.id }
            let answers =
                matters.map {
                    (
                        $0.id.rawValue,
                        composer.answer(
                            topic.id, procedure: $0.id, facets: [], spelling: spelling, explainReference: true, now: now
                        )
                    )
                }
                + [("-", composer.referral(to: topic.id, spelling: spelling, now: now))]
            others = answers.map { name, answer in
                Rendering(
                    label: "\(topic.id) × \(name)", texts: answer.pages, spelling: spelling, facts: answer.facts,
                    isAnswer: true)
            }
        }
        return others
            + codes.flatMap { code in
                ([[]] + Facet.allCases.map { [$0] }).map { facets in
                    let answer = composer.answer(
                        topic.id, procedure: code, facets: facets, spelling: spelling, explainReference: true, now: now)
                    let label = [topic.id.rawValue, code?.rawValue].compactMap { $0 } + facets.map(\.rawValue)
                    return Rendering(
                        label: label.joined(separator: " × "), texts: answer.pages, spelling: spelling,
                        facts: answer.facts, procedure: code, isAnswer: true)
                }
            }
    }

    /// Everything but answers, filled with the longest names that can occur.
    private static func otherReplies(_ dialogue: Dialogue, spelling: Spelling, now: Date) -> [Reply] {
        let composer = dialogue.composer
        let (_, promise) = composer.escalation(.askedForStaff, unit: nil, now: now)
        let longest = composer.intents.topics.filter { $0.kind != .none }.sorted { $0.name.count > $1.name.count }
        var replies =
            ([
                .noMore, .notUnderstood, .offerStaff, .toStaff, .toStaffVisit, .toStaffCall, .leftToStaff, .dossier,
                .feedback, .complaint, .denunciation, .fraud, .dataCopy, .dataErasure,
                .caseOpen, .caseInHand, .caseAnswered, .caseUnknown, .foreign, .emergency,
                .emergencyUntold, .emergencyViolence, .emergencyFire, .emergencyMedical, .emergencyWater,
                .emergencyChild,
                .emergencySelfHarm, .emergencyTrafficking, .emergencyOrdnance, .emergencyTold, .emergencyStored,
                .urgentQuestion, .handedOver, .added, .addedReply, .lateRest,
                .optedOut, .optedIn, .greeting, .thanks, .goodbye, .affirm, .deny, .botCapabilities, .spokenHelp,
                .welcome, .attachmentReceived, .slowDown, .lateMessage, .linkCode, .linkMade, .linkNotice,
                .linkRefused, .linkEnded, .condolence, .machineBack, .satisfaction, .satisfactionThanks,
            ] as [ReplyTemplate]).map {
                composer.plain(
                    $0,
                    [
                        "moment": composer.commune.calendar.momentText(now), "promise": promise, "day": "28/11",
                        "reference": Reply.referenceMark, "office": composer.receptionOffice, "code": "12345678",
                        "example": composer.intents.conversation.suggestions.map(\.example).max { $0.count < $1.count }
                            ?? "",
                    ],
                    spelling: spelling)
            }
        replies += [now, nil].map { composer.checked("4821", sentAt: $0, spelling: spelling) }
        replies.append(composer.menu(longest.prefix(4).map(\.id), spelling: spelling))
        replies.append(composer.menu(longest.prefix(1).map(\.id), spelling: spelling))
        for topic in composer.intents.topics {
            let procedures = composer.services.procedures(of: topic.id)
            guard procedures.count > 1 else { continue }
            // The longest names together are the dearest menu that the topic can have.
            let longest = procedures.sorted { ($0.label ?? $0.name).count > ($1.label ?? $1.name).count }
            replies += composer.variantMenus(
                topic.id, longest.map(\.code), atMost: dialogue.limits.variants, spelling: spelling)
        }
        replies += composer.services.subjects.filter(\.takesInterest).map {
            composer.interestNoted($0.topic, spelling: spelling)
        }
        replies += Facet.allCases.map { composer.askTopic($0, spelling: spelling) }
        replies.append(composer.privacyNotice(spelling: spelling))
        replies.append(composer.notOpen(spelling: spelling))
        replies += hourReplies(composer, spelling: spelling, now: now)
        replies += dossierReplies(composer, spelling: spelling, now: now)
        return replies
    }

    /// The opening hours of every day of the next year, of holidays by their names, and of every hour of a day.
    private static func hourReplies(_ composer: AnswerComposer, spelling: Spelling, now: Date) -> [Reply] {
        let today = composer.commune.calendar.day(of: now)
        let office = composer.commune.units.map(\.name).max { $0.count < $1.count } ?? composer.commune.name
        var asked: [AskedDay] = (0..<366).map { .day(today.adding(days: $0)) }
        asked += ["Nguyên đán", "Dương lịch", "Quốc khánh", "Giỗ Tổ", "-"].map { .holidays($0) }
        asked.append(.weekend(today))
        return asked.map { composer.hours($0, of: office, spelling: spelling, now: now) }
            + (0..<24).map {
                composer.hours(.now, of: office, spelling: spelling, now: now.addingTimeInterval(Double($0) * 3600))
            }
    }

    /// What is said about dossiers: every state, in time and late, with long names, and every refusal.
    private static func dossierReplies(_ composer: AnswerComposer, spelling: Spelling, now: Date) -> [Reply] {
        guard let code = DossierCode("000.00.53.H48-20260921-0099999") else { return [] }
        let office = composer.commune.unit(.oneStop)
        let values = [
            "code": code.description, "office": office?.name ?? composer.commune.name, "address": office?.address ?? "",
            "promise": composer.commune.calendar.momentText(now),
            "codes": [code, code, code].map(\.description).joined(separator: ", "),
        ]
        var replies =
            ([
                .dossierAskCode, .dossierAskDigits, .dossierNotMatched, .dossierCounterOnly,
                .dossierElsewhere, .dossierFollowed, .dossierFollowOptedOut, .dossierLater, .dossierAskAgain,
                .dossierGivenUp, .dossierOneByOne,
            ] as [ReplyTemplate]).map { composer.plain($0, values, spelling: spelling) }
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
