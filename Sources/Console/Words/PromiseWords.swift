import Foundation
import Gateway
import PublicServices
import Storage

/// A promise as a chip: words first, the clock time always beside them.
struct PromiseWords: Sendable, Equatable {
    enum State: String, Sendable { case late, soon, later, snoozed, none }

    /// Office minutes before a promise from which on it is at risk.
    static let soonMinutes = 60

    var state: State
    /// "Quá hẹn 25 phút".
    var main: String
    /// "hẹn 13:40 hôm nay".
    var beside: String

    init(_ row: MatterRow, calendar: OfficeCalendar?, words: ClockWords) {
        let now = words.now
        if let until = row.snoozedUntil {
            state = .snoozed
            main = "Hẹn lại \(words.clock(until))"
            beside = "\(words.day(until)), tự hiện lại"
        } else if let promised = row.promisedBy {
            if promised < now {
                state = .late
                main = "Quá hẹn \(StaffLine.ago(promised, now: now))"
                beside = "hẹn \(words.moment(promised))"
            } else if let left = calendar.flatMap({ Self.officeMinutes($0, from: now, to: promised) }) {
                state = .soon
                main = "Còn \(max(1, left)) phút"
                beside = "hẹn \(words.moment(promised))"
            } else {
                state = .later
                main = "Trước \(words.clock(promised))"
                beside = words.day(promised)
            }
        } else {
            state = .none
            main = row.isEmergency ? "Trả lời ngay" : "Chưa hẹn giờ"
            beside = row.isEmergency ? "nhắn \(words.moment(row.raisedAt))" : "hỏi \(words.moment(row.raisedAt))"
        }
    }

    /// Nil where more than the minutes at risk are left.
    private static func officeMinutes(_ calendar: OfficeCalendar, from now: Date, to promised: Date) -> Int? {
        // A promise may lie a week of holidays ahead; nothing is counted further.
        guard promised.timeIntervalSince(now) < 31 * 86_400 else { return nil }
        let left = calendar.workingMinutes(from: now, to: promised)
        return left <= soonMinutes ? left : nil
    }

    var values: Values {
        var values: Values = ["main": main, "beside": beside]
        if state == .late || state == .soon { values["kind"] = state.rawValue }
        return values
    }
}
