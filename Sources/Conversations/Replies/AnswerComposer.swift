package import Foundation
package import PublicServices
import VietnameseText

/// Writes the answers for one commune from templates, catalogue facts and the commune's profile.
package struct AnswerComposer: Sendable {
    /// An answer about a topic: pages within the budget, the facts it states, and what it leaves to staff.
    package struct Answer: Sendable {
        package var template: String
        package var pages: [String]
        package var facts: [String]
        package var saysReference: Bool
        package var escalation: NewEscalation?
    }

    package let intents: IntentCatalogue
    package let services: ServiceCatalogue
    package let commune: Commune
    package let replies: ReplyTemplates
    /// What carries the answers: it decides where they are cut into pages.
    var carrier: OfficerText.Carrier = .sms

    /// What is told about a topic and where: each part is a sentence of its own.
    package func answer(
        _ id: TopicID, procedure code: ProcedureCode? = nil, facets: [Facet], spelling: Spelling,
        explainReference: Bool, now: Date
    ) -> Answer {
        answer(
            id, procedure: code, facets: facets, spelling: spelling, explainReference: explainReference, on: nil,
            now: now)
    }

    /// The same.
    ///
    /// - Parameters:
    ///   - asked: the day whose opening hours are asked for.
    ///   - condoles: whether somebody has died, of which the villager writes for the first time.
    func answer(
        _ id: TopicID, procedure code: ProcedureCode?, facets: [Facet], spelling: Spelling, explainReference: Bool,
        on asked: AskedDay?, condoles: Bool = false, now: Date
    ) -> Answer {
        let topic = intents[id]
        if let referral = code.flatMap({ services.referral($0) }) {
            return self.referral(referral, spelling: spelling, explainReference: explainReference, now: now)
        }
        if topic?.kind == .subject, code == nil {
            return subject(
                id, name: name(of: id), topic: topic, spelling: spelling, explainReference: explainReference,
                asked: asked, now: now)
        }
        guard
            let procedure = code.flatMap({ services[$0] }) ?? services.main(of: id) ?? common(facets, of: id, now: now)
        else {
            return leftToStaff(
                .noCheckedTopic, name: name(of: id), facet: nil, unit: topic?.unit, spelling: spelling, now: now)
        }
        let name = procedure.label ?? name(of: id)
        let opening = condoles ? replies.fill(.condolence, spelling: spelling) + " " : ""
        var parts = FactSentences(
            composer: self, procedure: procedure, spelling: spelling, explainsReference: explainReference, now: now)
        parts.opening = opening
        let asked = facets.filter { $0 != .overview }
        if asked.isEmpty {
            parts.tellOverview()
        } else {
            for facet in asked { parts.tell(facet) }
        }
        var escalation: NewEscalation?
        if parts.sentences.isEmpty, parts.missing.isEmpty {
            var left = leftToStaff(
                .noCheckedTopic, name: name, facet: nil, unit: procedure.unit, spelling: spelling, now: now)
            left.pages = paged(opening + left.pages.joined(), spelling)
            return left
        }
        if !parts.missing.isEmpty {
            let (new, promise) = self.escalation(.noCheckedFact, unit: procedure.unit, now: now)
            escalation = new
            let missing = parts.missing.map { facetName($0) }.joined(separator: ", ")
            let sentence = replies.fill(
                .noCheckedFact, ["topic": Self.inSentence(name), "facet": missing, "promise": promise],
                spelling: spelling)
            guard !parts.sentences.isEmpty else {
                return Answer(
                    template: ReplyTemplate.noCheckedFact.rawValue, pages: paged(opening + sentence, spelling),
                    facts: [],
                    saysReference: false,
                    escalation: escalation)
            }
            parts.sentences.append(sentence)
        }
        if parts.asksPerson { parts.sentences.append(replies.fill(.askPerson, spelling: spelling)) }
        let saysReference = parts.hasReference && explainReference
        let values = [
            "topic": name, "body": parts.sentences.joined(separator: " "),
            "facets": offered(procedure, told: parts.facts, now: now),
        ]
        var template = ReplyTemplate.answer
        var text = opening + replies.fill(.answer, values, spelling: spelling)
        if asked.isEmpty, values["facets"] != "" {
            // What else may be asked is said where it costs nothing.
            let offering = opening + replies.fill(.overview, values, spelling: spelling)
            if carrier == .chat || SMSEncoding.size(of: offering).segments <= SMSEncoding.size(of: text).segments {
                text = offering
            }
            template = .overview
        }
        return Answer(
            template: template.rawValue, pages: paged(text, spelling), facts: parts.facts, saysReference: saysReference,
            escalation: escalation)
    }

    /// Whether a sentence behind a text costs no further segment.
    func isFree(_ sentence: String, behind text: String) -> Bool {
        if carrier == .chat { return true }
        let size = SMSEncoding.size(of: text).segments
        return SMSEncoding.size(of: text + " " + sentence).segments <= size
    }

    /// "(tham khảo)", which stands behind what is only half sure; said in full once in a session.
    func referenceMark(explained: Bool) -> String {
        replies.fill(explained ? .referenceNote : .referenceMark, spelling: .marked)
    }

    /// A name as it stands within a sentence: "Đăng ký khai sinh" begins small, "VNeID" and "BHYT" stay.
    static func inSentence(_ name: String) -> String {
        guard let first = name.first, let second = name.dropFirst().first, second.isLowercase || second == " " else {
            return name
        }
        return first.lowercased() + name.dropFirst()
    }

    private func subject(
        _ id: TopicID, name: String, topic: Topic?, spelling: Spelling, explainReference: Bool, asked: AskedDay?,
        now: Date
    ) -> Answer {
        let office = topic?.unit.flatMap { commune.unit($0) } ?? commune.unit(.oneStop)
        switch id {
        case .officeHours, .officeContact:
            if id == .officeHours, let asked {
                let reply = hours(asked, of: office?.name ?? commune.name, spelling: spelling, now: now)
                return Answer(
                    template: reply.template, pages: paged(reply.text, spelling), facts: ["commune/\(commune.id)"],
                    saysReference: false, escalation: nil)
            }
            let text = replies.fill(
                id == .officeHours ? .officeHours : .officeContact,
                [
                    "office": office?.name ?? commune.name, "hours": commune.calendar.hoursText,
                    "address": office?.address ?? "", "phone": office?.phone ?? commune.hotline,
                ], spelling: spelling)
            return Answer(
                template: id.rawValue, pages: paged(text, spelling), facts: ["commune/\(commune.id)"],
                saysReference: false, escalation: nil)
        default:
            guard let subject = services.subject(id) else { break }
            let told = SubjectSentences(
                subject.statements, of: id.rawValue, on: commune.calendar.day(of: now),
                mark: { referenceMark(explained: $0 && explainReference) })
            guard !told.sentences.isEmpty else { break }
            var sentences = told.sentences
            let saysReference = told.hasReference && explainReference
            if subject.takesInterest { sentences.append(replies.fill(.interestOffer, spelling: .marked)) }
            let phone = office?.phone ?? commune.hotline
            sentences.append(
                replies.fill(.askUnit, ["office": office?.name ?? commune.name, "phone": phone], spelling: .marked))
            let text = replies.fill(
                .subject, ["topic": name, "body": sentences.joined(separator: " ")], spelling: spelling)
            return Answer(
                template: ReplyTemplate.subject.rawValue, pages: paged(text, spelling), facts: told.facts,
                saysReference: saysReference,
                escalation: nil)
        }
        return leftToStaff(
            .noCheckedTopic, name: name, facet: nil, unit: topic?.unit, spelling: spelling, now: now)
    }

    private func leftToStaff(
        _ template: ReplyTemplate, name: String, facet: String?, unit: UnitID?, spelling: Spelling, now: Date
    ) -> Answer {
        let (escalation, promise) = escalation(.noCheckedFact, unit: unit, now: now)
        let text = replies.fill(
            template, ["topic": Self.inSentence(name), "facet": facet ?? "", "promise": promise], spelling: spelling)
        return Answer(
            template: template.rawValue, pages: paged(text, spelling), facts: [], saysReference: false,
            escalation: escalation)
    }

    /// What may be asked next about a procedure: facts that may be stated today and were not told.
    private func offered(_ procedure: Procedure, told: [String], now: Date) -> String {
        let day = commune.calendar.day(of: now)
        let facets: [Facet] = [.documents, .fees, .time, .place, .online]
        return facets.filter { facet in
            facet.facts.contains { kind in
                guard let fact = procedure.facts[kind], fact.standing(on: day) != .withheld else { return false }
                return !told.contains("\(procedure.code)/\(kind.rawValue)")
            }
        }.map { facetName($0) }.joined(separator: ", ")
    }

    /// Whether a fact may be stated today that answers a facet of a topic.
    func tells(_ facet: Facet, of topic: TopicID, procedure code: ProcedureCode?, now: Date) -> Bool {
        (code.flatMap { services[$0] } ?? services.main(of: topic)).map { tells(facet, by: $0, now: now) } ?? false
    }

    private func tells(_ facet: Facet, by procedure: Procedure, now: Date) -> Bool {
        let day = commune.calendar.day(of: now)
        return facet.facts.contains { procedure.facts[$0].map { $0.standing(on: day) != .withheld } ?? false }
    }

    /// What the procedures of a topic have in common, where that tells all that is asked.
    func common(_ facets: [Facet], of topic: TopicID, now: Date) -> Procedure? {
        guard !facets.isEmpty, let common = services.common(of: topic) else { return nil }
        return facets.allSatisfy { tells($0, by: common, now: now) } ? common : nil
    }

    func facetName(_ facet: Facet) -> String {
        intents.facets.first { $0.facet == facet }?.name ?? facet.rawValue
    }

    func paged(_ text: String, _ spelling: Spelling) -> [String] {
        if carrier == .chat, text.utf16.count <= OfficerText.chatCharacters { return [text] }
        return Pages.split(text, spelling: spelling, more: replies.fill(.more, spelling: spelling))
    }

    /// The rests of several answers, which would be taken for one another: each names its topic, all but the last
    /// page offer the next.
    func continued(_ rests: [(topic: TopicID, pages: [String])], spelling: Spelling) -> [String] {
        let more = replies.fill(.more, spelling: spelling)
        return rests.enumerated().flatMap { index, rest in
            let body = rest.pages.map { $0.hasSuffix(more) ? String($0.dropLast(more.count)) : $0 }
            let text = replies.fill(
                .continued, ["topic": name(of: rest.topic), "body": body.joined(separator: " ")], spelling: spelling)
            return Pages.split(text, spelling: spelling, more: more, isLast: index == rests.count - 1)
        }
    }
}

// MARK: - Other replies

extension AnswerComposer {
    func plain(_ template: ReplyTemplate, _ values: [String: String] = [:], spelling: Spelling) -> Reply {
        var values = values
        values["commune"] = commune.name
        return Reply(template, text: replies.fill(template, values, spelling: spelling))
    }

    func menu(_ topics: [TopicID], spelling: Spelling) -> Reply {
        var reply: Reply
        if topics.count == 1, let topic = topics.first {
            reply = plain(.confirmTopic, ["topic": name(of: topic)], spelling: spelling)
        } else {
            let choices = topics.enumerated().map { "\($0 + 1). \(name(of: $1))" }.joined(separator: "\n")
            reply = plain(.menu, ["choices": choices], spelling: spelling)
        }
        reply.choices = topics.map { spelling == .unmarked ? UnmarkedSpelling.of(name(of: $0)) : name(of: $0) }
        return reply
    }

    /// Numbered menus of one topic's procedures, by their short names; all but the last offer the next with "TIẾP".
    ///
    /// A chat gets them all at once.
    func variantMenus(_ topic: TopicID, _ codes: [ProcedureCode], atMost: Int, spelling: Spelling) -> [Reply] {
        let atMost = carrier == .chat ? max(1, codes.count) : atMost
        let names = codes.map { code in
            services[code].map { $0.label ?? $0.name } ?? services.referral(code)?.name ?? code.rawValue
        }
        let lines = names.enumerated().map { "\($0 + 1). \($1)" }
        return stride(from: 0, to: lines.count, by: atMost).map { start in
            let choices = lines[start..<min(start + atMost, lines.count)].joined(separator: "\n")
            var menu = plain(.variants, ["topic": name(of: topic), "choices": choices], spelling: spelling)
            if start + atMost < lines.count { menu.text += replies.fill(.more, spelling: spelling) }
            // Buttons send back their place, so only the first menu can have them.
            if start == 0 { menu.choices = names.prefix(atMost).map { spelling.applied(to: $0) } }
            return menu
        }
    }

    func interestNoted(_ topic: TopicID, spelling: Spelling) -> Reply {
        plain(.interestNoted, ["topic": name(of: topic)], spelling: spelling)
    }

    func caseState(_ state: CaseState, of number: EscalationID, spelling: Spelling) -> Reply {
        let values = ["reference": "\(number)"]
        switch state {
        case .open(let promised):
            let promise = promised.map { commune.calendar.momentText($0) } ?? ""
            let values = values.merging(["promise": promise]) { first, _ in first }
            return plain(promised == nil ? .caseInHand : .caseOpen, values, spelling: spelling)
        case .answered: return plain(.caseAnswered, values, spelling: spelling)
        case .unknown: return plain(.caseUnknown, values, spelling: spelling)
        }
    }

    /// Whether the commune sent a message of this code to this villager, and when.
    func checked(_ code: String, sentAt: Date?, spelling: Spelling) -> Reply {
        var values = ["commune": commune.name, "code": code]
        guard let sentAt else {
            values["phone"] = commune.hotline
            return plain(.answerUnknown, values, spelling: spelling)
        }
        values["moment"] = commune.calendar.momentText(sentAt)
        return plain(.answerGenuine, values, spelling: spelling)
    }

    /// Where formal complaints and denunciations are handed in.
    var receptionOffice: String { (commune.unit("office") ?? commune.unit(.oneStop))?.address ?? commune.name }

    /// How many characters of a villager's text an alert is made of; one message holds fewer.
    private static let alertLetters = 600

    /// The alert to the officer on duty, where the commune has one: who, when, and the words, in one message.
    func alert(_ message: VillagerMessage, now: Date) -> DutyAlert? {
        guard let phone = commune.dutyPhone.map({ PhoneNumber($0)?.e164 ?? $0 }) else { return nil }
        let text = replies.fill(
            .dutyAlert,
            [
                "sender": Self.shown(message.sender), "moment": commune.calendar.momentText(now),
                "text": AllowedLinks.broken(
                    in: VisibleText.message(PersonalNumbers.masked(message.text)).prefixed(Self.alertLetters)),
            ],
            spelling: .marked)
        return DutyAlert(phone: phone, text: Pages.split(text, spelling: .marked, more: "...").first ?? text)
    }

    func askTopic(_ facet: Facet, spelling: Spelling) -> Reply {
        plain(.askTopic, ["facet": facetName(facet)], spelling: spelling)
    }

    func smallTalk(_ topic: TopicID, spelling: Spelling) -> Reply {
        plain(ReplyTemplate(rawValue: topic.rawValue) ?? .greeting, spelling: spelling)
    }

    func privacyNotice(spelling: Spelling) -> Reply {
        plain(.privacyNotice, ["months": String(commune.retentionMonths)], spelling: spelling)
    }

    func name(of topic: TopicID) -> String { intents[topic]?.name ?? topic.rawValue }

    /// An escalation with its promise, which is counted in working time, and the promise in words.
    ///
    /// Beyond the days that the calendar was filled in for nothing is promised, and the words are empty.
    func escalation(_ reason: EscalationReason, unit: UnitID?, now: Date) -> (NewEscalation, String) {
        let promised = commune.calendar.adding(workingMinutes: commune.answerPromise * 60, to: now)
        guard commune.calendar.isKnown(at: promised) else {
            return (NewEscalation(reason: reason, unit: unit?.rawValue, promisedBy: nil), "")
        }
        return (
            NewEscalation(reason: reason, unit: unit?.rawValue, promisedBy: promised),
            commune.calendar.momentText(promised)
        )
    }
}

extension String {
    fileprivate func prefixed(_ length: Int) -> String { String(prefix(length)) }
}

extension UnitID {
    /// The one-stop centre, where villagers go unless a topic names another unit.
    static let oneStop: UnitID = "one_stop"
}
