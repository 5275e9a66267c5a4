import Evaluation
import Foundation
import PublicServices

/// Wants for which no fact of the catalogue stands.
extension PersonaWants {
    func hours(_ random: inout SplitMix, at time: Date) -> PersonaWant {
        let calendar = commune.calendar
        let today = calendar.day(of: time)
        let ahead = { (weekday: Weekday) in
            (0..<7).map { today.adding(days: $0) }.first { $0.weekday == weekday } ?? today
        }
        let (name, day): (String, CalendarDay) =
            switch random.next(below: 5) {
            case 0: ("today", today)
            case 1: ("tomorrow", today.adding(days: 1))
            case 2: ("saturday", ahead(.saturday))
            case 3: ("sunday", ahead(.sunday))
            default: ("any", ahead(.monday))
            }
        var periods = calendar.periods(on: day).map(\.text)
        // The usual hours are those of a day that is no day off.
        if name == "any" { periods = calendar.weeklyHours.values.flatMap { $0 }.map(\.text) }
        let closed = ["nghỉ", "không làm việc"]
        let expected = periods.isEmpty ? closed : periods + (name == "today" ? ["không làm việc"] : [])
        return PersonaWant(
            kind: .hours, subject: name, wording: "hours-\(name)", filling: "", names: [],
            expected: PersonaExpectation(oneOf: expected))
    }

    func contact(_ random: inout SplitMix) -> PersonaWant {
        let asked = ["one_stop", "police", "health", "military"]
        let units = commune.units.filter { asked.contains($0.id.rawValue) }
        guard !units.isEmpty else { return person(&random) }
        let unit = random.element(of: units)
        return PersonaWant(
            kind: .contact, subject: unit.id.rawValue, wording: "contact-\(unit.id)", filling: "", names: [unit.name],
            expected: PersonaExpectation(oneOf: [unit.phone, unit.address].compactMap { $0 }))
    }

    func person(_ random: inout SplitMix) -> PersonaWant {
        PersonaWant(
            kind: .person, subject: "person", wording: "person", filling: "", names: [],
            expected: PersonaExpectation(
                needsMatter: true, officer: "Chào bà con, tôi là cán bộ một cửa, mời bà con nói việc cần hỏi."))
    }

    func report(_ random: inout SplitMix) -> PersonaWant {
        let nuisance = random.element(of: ["noise", "waste", "road", "light", "animal"])
        return PersonaWant(
            kind: .report, subject: nuisance, wording: "report-\(nuisance)", filling: "", names: [],
            expected: PersonaExpectation(needsMatter: true))
    }

    /// What somebody else decides: how to reach them, or staff get it where the commune has no entry for them.
    func referral(_ random: inout SplitMix) -> PersonaWant {
        let asked = ["power", "divorce", "policy-loan", "vaccination"]
        let referrals = services.referrals.filter { asked.contains($0.id.rawValue) }
        guard !referrals.isEmpty else { return person(&random) }
        let referral = random.element(of: referrals)
        let unit = commune.unit(referral.unit)
        let contact = [unit?.phone, unit?.address].compactMap { $0 }
        return PersonaWant(
            kind: .referral, subject: referral.id.rawValue, wording: "referral-\(referral.id)", filling: "",
            names: [referral.name], expected: PersonaExpectation(oneOf: contact, needsMatter: contact.isEmpty))
    }

    func danger(_ random: inout SplitMix) -> PersonaWant {
        let danger = random.element(of: ["fire", "water", "violence"])
        return PersonaWant(
            kind: .danger, subject: danger, wording: "danger-\(danger)", filling: "", names: [],
            expected: PersonaExpectation(oneOf: ["113", "114", "115", "112"], needsMatter: true))
    }
}
