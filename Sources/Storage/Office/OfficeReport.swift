package import Conversations
package import Foundation
package import PublicServices

/// The days that a report is about, the last included.
package struct ReportQuery: Sendable, Equatable {
    package var commune: CommuneID
    /// Only matters of this unit; messages have none.
    package var unit: UnitID?
    /// Only matters of villagers of this hamlet.
    package var hamlet: String?
    package var from: CalendarDay
    package var to: CalendarDay

    /// What of it is read from sums of weeks.
    var span: WeekSpan { WeekSpan(from: from, to: to) }

    package init(
        commune: CommuneID, unit: UnitID? = nil, hamlet: String? = nil, from: CalendarDay, to: CalendarDay
    ) {
        self.hamlet = hamlet
        self.commune = commune
        self.unit = unit
        self.from = from
        self.to = to
    }
}

/// A part of a whole; no share where the whole is empty.
package struct Share: Sendable, Equatable {
    package var part: Int
    package var whole: Int

    package init(_ part: Int, of whole: Int) {
        self.part = part
        self.whole = whole
    }
}

/// The numbers of a commune for some days: one query for the page, its table, its print and its file.
package struct OfficeReport: Sendable, Equatable {
    package var query: ReportQuery
    /// Up to when it is complete; nil where it is of the moment in which it was asked for.
    package var upTo: Date?
    /// Of villagers.
    package var received = 0
    /// Villagers who wrote, each once on a channel, however often they wrote.
    package var people = 0
    /// Of those of which something was decided: answered, referred or carried out without asking back.
    package var understoodAtFirst = Share(0, of: 0)
    /// How many messages were about each topic, the most frequent first.
    package var topics: [(topic: TopicID, count: Int)] = []
    /// By hour of the day in Vietnam, 0 to 23.
    package var hours = [Int](repeating: 0, count: 24)
    /// By what was decided, such as `answer`, `none`, `menu`.
    package var decisions: [String: Int] = [:]
    package var sentByMachine = 0
    package var sentByStaff = 0
    /// Of what was sent: what told a villager where to apply online.
    package var guidedOnline = 0
    package var unmarked = 0
    /// What went out on each channel: SMS segments, or messages where those are billed.
    package var units: [ChannelID: Int] = [:]
    /// Messages without an answer because the budget of the day was spent.
    package var unanswered = 0
    /// Villagers who said in these days that they are interested in a topic.
    package var interested: [TopicID: Int] = [:]
    /// Matters that were raised, by reason.
    package var matters: [EscalationReason: Int] = [:]
    /// Those matters by where their villagers live; `""` where nobody wrote it down.
    package var hamlets: [String: Int] = [:]
    package var answeredByStaff = 0
    package var closedWithoutAnswer: [ClosingReason: Int] = [:]
    package var stillOpen = 0
    /// Office minutes until staff first answered, of the matters that they answered: the middle, and that of nine in ten.
    package var firstAnswer: (median: Int, ninety: Int)?
    /// How many answers `firstAnswer` is reckoned from.
    package var firstAnswerOf = 0
    /// Of the promises whose time has come.
    package var promisesKept = Share(0, of: 0)

    init(_ query: ReportQuery) { self.query = query }

    package static func == (one: OfficeReport, other: OfficeReport) -> Bool {
        one.query == other.query && one.upTo == other.upTo && one.received == other.received
            && one.people == other.people
            && one.understoodAtFirst == other.understoodAtFirst && one.hours == other.hours
            && one.topics.map(\.topic) == other.topics.map(\.topic)
            && one.topics.map(\.count) == other.topics.map(\.count)
            && one.decisions == other.decisions && one.sentByMachine == other.sentByMachine
            && one.sentByStaff == other.sentByStaff && one.unmarked == other.unmarked && one.units == other.units
            && one.unanswered == other.unanswered && one.matters == other.matters
            && one.hamlets == other.hamlets && one.guidedOnline == other.guidedOnline
            && one.interested == other.interested
            && one.answeredByStaff == other.answeredByStaff && one.closedWithoutAnswer == other.closedWithoutAnswer
            && one.stillOpen == other.stillOpen && one.firstAnswer?.median == other.firstAnswer?.median
            && one.firstAnswer?.ninety == other.firstAnswer?.ninety && one.promisesKept == other.promisesKept
    }
}

/// What an officer should know in the morning, on one page.
package struct TodaySheet: Sendable, Equatable {
    package var counts: MatterCounts
    /// Since the office was last open.
    package var since: Date
    /// Calls for help since then, taken or not.
    package var emergencies: [MatterRow]
    /// What was promised until the end of today or before, the soonest first; the first of it.
    package var promised: [MatterRow]
    package var promisedMore: Int
    /// What came since the office was last open and nobody has; the first of it.
    package var night: [MatterRow]
    package var nightMore: Int
}
