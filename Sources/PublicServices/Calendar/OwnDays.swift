import CheckedYAML
import Foundation

/// Days that a commune's own officers entered beside `calendar.yaml`, and the phone on duty: a file of the commune's that no
/// update touches.
package struct OwnDays: Sendable, Equatable {
    /// What a day is like.
    package enum Kind: Sendable, Equatable {
        case closed
        /// Worked with the usual hours, such as a Saturday in exchange for another day.
        case usual
        /// In order, none over another.
        case hours([OpenPeriod])
    }

    package struct Entry: Sendable, Equatable {
        package var day: CalendarDay
        package var kind: Kind
        /// Why, in words that villagers read.
        package var name: String
        /// Who entered it, and when.
        package var by: String
        package var on: CalendarDay

        package init(day: CalendarDay, kind: Kind, name: String, by: String, on: CalendarDay) {
            self.day = day
            self.kind = kind
            self.name = name
            self.by = by
            self.on = on
        }
    }

    /// The phone that is told of emergencies, in the place of the profile's.
    package struct DutyPhone: Sendable, Equatable {
        package var phone: String
        /// Who holds it, such as "anh Dũng"; nil where nobody says.
        package var holder: String?
        package var by: String
        package var on: CalendarDay

        package init(phone: String, holder: String?, by: String, on: CalendarDay) {
            self.phone = phone
            self.holder = holder
            self.by = by
            self.on = on
        }
    }

    /// That all holidays of the years up to this one were entered, so times are promised until its end.
    package struct KnownYear: Sendable, Equatable {
        package var year: Int
        package var by: String
        package var on: CalendarDay

        package init(year: Int, by: String, on: CalendarDay) {
            self.year = year
            self.by = by
            self.on = on
        }
    }

    package static let file = "days.yaml"
    /// The longest reason in characters, for it stands within an answer of one SMS.
    package static let longestName = 60
    /// Days that one file holds: more than the console lets officers enter ahead and keeps of the past.
    package static let most = 2000

    /// By day, each day once.
    package private(set) var entries: [Entry] = []
    package var dutyPhone: DutyPhone?
    package var knownYear: KnownYear?

    package init(_ entries: [Entry] = [], dutyPhone: DutyPhone? = nil, knownYear: KnownYear? = nil) {
        self.dutyPhone = dutyPhone
        self.knownYear = knownYear
        for entry in entries { set(entry) }
    }

    package subscript(day: CalendarDay) -> Entry? { entries.first { $0.day == day } }

    /// Puts an entry in the place of what was there for its day.
    package mutating func set(_ entry: Entry) {
        remove(entry.day)
        entries.insert(entry, at: entries.firstIndex { $0.day > entry.day } ?? entries.endIndex)
    }

    package mutating func remove(_ day: CalendarDay) { entries.removeAll { $0.day == day } }

    package mutating func removeAll(from first: CalendarDay, through last: CalendarDay) {
        entries.removeAll { first <= $0.day && $0.day <= last }
    }

    /// Forgets days before a day; reports reckon waiting times of the past with them, so not at once.
    package mutating func removeAll(before day: CalendarDay) { entries.removeAll { $0.day < day } }

    /// The calendar with these days, each in the place of what the calendar says of it.
    ///
    /// A closed day of a later year does not make that year known: nobody said that its other holidays were entered.
    package func applied(to base: OfficeCalendar) -> OfficeCalendar {
        guard !entries.isEmpty || knownYear != nil else { return base }
        var holidays = base.holidays
        var extra = base.extraWorkingDays
        var hours = base.dayHours
        for entry in entries {
            holidays[entry.day] = nil
            extra[entry.day] = nil
            hours[entry.day] = nil
            switch entry.kind {
            case .closed: holidays[entry.day] = entry.name
            case .usual: extra[entry.day] = entry.name
            case .hours(let periods): hours[entry.day] = periods
            }
        }
        let ownEnd = knownYear.flatMap { CalendarDay(year: $0.year, month: 12, day: 31) }
        return OfficeCalendar(
            weeklyHours: base.weeklyHours, holidays: holidays, extraWorkingDays: extra, dayHours: hours,
            knownUntil: base.knownUntil.map { max($0, ownEnd ?? $0) })
    }
}

extension OwnDays {
    /// Why a reason cannot be told.
    package enum NameFault: Error, Sendable, Equatable {
        case tooLong(Int)
        /// A sign that an SMS without marks cannot carry.
        case sign(Character)
        case link(String)
    }

    /// A typed reason as villagers read it: composed, on one line; empty where nothing was typed.
    package static func name(of typed: String) throws(NameFault) -> String {
        let text = typed.precomposedStringWithCanonicalMapping.split(whereSeparator: \.isWhitespace)
            .joined(separator: " ").replacing("–", with: "-").replacing("—", with: "-")
        guard text.count <= longestName else { throw .tooLong(text.count) }
        if let sign = text.first(where: { !PlainLetters.carry($0) }) { throw .sign(sign) }
        if let link = AllowedLinks.links(in: text).first { throw .link(link) }
        return text
    }
}
