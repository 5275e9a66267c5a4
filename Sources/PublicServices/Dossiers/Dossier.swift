package import Foundation

/// A citizen's filed case as a register or a portal knows it.
package struct Dossier: Sendable, Equatable {
    /// The code on the receipt.
    package var code: DossierCode
    /// The national code of the procedure, where the source names it.
    package var procedureCode: ProcedureCode?
    /// The name of the procedure, as the source writes it.
    package var procedureName: String
    /// How far it has come, by the national catalogue.
    package var state: DossierState
    /// The state in the words of the local system.
    package var localState: String?
    /// When the commune took it.
    package var receivedOn: CalendarDay?
    /// The day promised on the receipt (form 01).
    package var promisedOn: CalendarDay?
    /// When it was finished.
    package var finishedOn: CalendarDay?
    /// The reason on form 02 (papers missing), 03 (refused), 04 (late) or 05 (stopped), as staff wrote it.
    package var reason: String?
    /// The new day that form 04 promises.
    package var newDate: CalendarDay?
    /// The phone registered with it, in E.164; who has another one must prove that he knows it.
    package var phone: String?

    /// Makes a dossier from its parts.
    package init(
        code: DossierCode,
        procedureCode: ProcedureCode? = nil,
        procedureName: String,
        state: DossierState,
        localState: String? = nil,
        receivedOn: CalendarDay? = nil,
        promisedOn: CalendarDay? = nil,
        finishedOn: CalendarDay? = nil,
        reason: String? = nil,
        newDate: CalendarDay? = nil,
        phone: String? = nil
    ) {
        self.code = code
        self.procedureCode = procedureCode
        self.procedureName = procedureName
        self.state = state
        self.localState = localState
        self.receivedOn = receivedOn
        self.promisedOn = promisedOn
        self.finishedOn = finishedOn
        self.reason = reason
        self.newDate = newDate
        self.phone = phone
    }
}

extension Dossier {
    /// A promise that was not kept.
    package struct Lateness: Sendable, Equatable {
        /// The last promised day that has passed.
        package var since: CalendarDay
        /// The new promised day, where staff gave one that has not passed.
        package var newDate: CalendarDay?
    }

    /// The day on which the citizen may expect the result.
    package var dueOn: CalendarDay? { newDate ?? promisedOn }

    /// Whether and since when the commune is late; nil while its clock stands still.
    package func lateness(in calendar: OfficeCalendar, now: Date) -> Lateness? {
        guard state.clock == .running else { return nil }
        let passed = [promisedOn, newDate].compactMap { $0 }.filter { calendar.closing(onOrAfter: $0) < now }
        guard let since = passed.max() else { return nil }
        return Lateness(since: since, newDate: newDate.flatMap { passed.contains($0) ? nil : $0 })
    }
}

extension OfficeCalendar {
    /// When the doors close on a day, or on the next open day when that one is closed.
    ///
    /// A calendar without any hours closes at midnight.
    package func closing(onOrAfter day: CalendarDay) -> Date {
        // Two weeks beyond all holidays there is an open day, if the week has one.
        for offset in 0...(holidays.count + 14) {
            let candidate = day.adding(days: offset)
            if let last = periods(on: candidate).last { return Self.moment(candidate, minute: last.to) }
        }
        return Self.moment(day.adding(days: 1), minute: 0)
    }

    /// How many open days lie behind `first`, up to and with `last`; negative never.
    package func workingDays(after first: CalendarDay, through last: CalendarDay) -> Int {
        guard first < last else { return 0 }
        return (1...(last.daysSince1970 - first.daysSince1970)).count { !periods(on: first.adding(days: $0)).isEmpty }
    }

    private static func moment(_ day: CalendarDay, minute: Int) -> Date {
        Date(timeIntervalSince1970: TimeInterval(day.daysSince1970 * 86_400 + minute * 60 - secondsFromUTC))
    }
}
