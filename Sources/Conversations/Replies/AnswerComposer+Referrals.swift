import Foundation
import PublicServices

/// What somebody else decides: who it is and how to reach them, or staff who find out.
extension AnswerComposer {
    /// Where a topic leads of which no matter is named.
    func referral(to topic: TopicID, spelling: Spelling, explainReference: Bool = true, now: Date) -> Answer {
        if let referral = services.mainReferral(of: topic) {
            return self.referral(referral, spelling: spelling, explainReference: explainReference, now: now)
        }
        return handedOver("", spelling: spelling, now: now)
    }

    /// A matter with who decides it; where the commune names no such office, staff get the question.
    func referral(_ referral: Referral, spelling: Spelling, explainReference: Bool, now: Date) -> Answer {
        let told = SubjectSentences(
            referral.statements, of: referral.id.rawValue, on: commune.calendar.day(of: now),
            mark: { referenceMark(explained: $0 && explainReference) })
        let body = told.sentences.joined(separator: " ")
        guard let office = commune.unit(referral.unit), !body.isEmpty else {
            return handedOver(body.isEmpty ? "" : "\(referral.name): \(body)", spelling: spelling, now: now)
        }
        let contact = [office.name, office.address, office.phone.map { "điện thoại \($0)" }].compactMap { $0 }
        let text = replies.fill(
            .referral, ["topic": referral.name, "body": body, "contact": contact.joined(separator: ", ")],
            spelling: spelling)
        return Answer(
            template: ReplyTemplate.referral.rawValue, pages: paged(text, spelling), facts: told.facts,
            saysReference: told.hasReference && explainReference, escalation: nil)
    }

    private func handedOver(_ body: String, spelling: Spelling, now: Date) -> Answer {
        let (escalation, promise) = escalation(.referral, unit: nil, now: now)
        let handed = replies.fill(.referralHanded, ["promise": promise], spelling: spelling)
        let text = body.isEmpty ? handed : spelling.applied(to: body) + " " + handed
        return Answer(
            template: ReplyTemplate.referralHanded.rawValue, pages: paged(text, spelling), facts: [],
            saysReference: false, escalation: escalation)
    }
}
