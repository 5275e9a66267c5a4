import Foundation
import PublicServices

/// Days of the office calendar in words.
enum CalendarWords {
    /// "Thứ bảy 20/2/2027".
    static func day(_ day: CalendarDay) -> String {
        MatterWords.capitalized(ClockWords.weekday(day.weekday)) + " " + day.vietnameseText
    }

    /// As in "7:30-11:30 và 13:00-17:00".
    static func hours(_ periods: [OpenPeriod]) -> String { periods.map(\.text).joined(separator: " và ") }

    /// Whether the doors are open now, and until when or from when on.
    static func now(_ calendar: OfficeCalendar, at now: Date) -> String {
        let clock = ClockWords(now: now)
        let minute = calendar.minute(of: now)
        if let open = calendar.periods(on: clock.today).first(where: { $0.from <= minute && minute < $0.to }) {
            return "Bây giờ đang giờ làm việc, đến \(clock.clock(calendar.moment(of: clock.today, minute: open.to)))."
        }
        let next = calendar.nextOpening(after: now)
        return next > now
            ? "Bây giờ ngoài giờ làm việc. Mở lại \(clock.moment(next))." : "Lịch chưa có giờ làm việc nào."
    }

    static func fault(_ fault: TypedHours.Fault) -> String {
        switch fault {
        case .unreadable: "Viết giờ làm việc, ví dụ 7:30-11:30, 13:30-16:00"
        case .order: "Xem lại giờ: giờ nghỉ phải sau giờ mở, buổi sáng viết trước"
        case .odd(let text): "Xem lại “\(text)”: viết theo 24 giờ, 1 giờ rưỡi chiều là 13:30"
        case .tooMany: "Viết nhiều nhất 4 khoảng giờ trong một ngày"
        }
    }

    /// - Parameter what: what was typed: a reason, or somebody's name.
    static func fault(_ fault: OwnDays.NameFault, in what: String = "lý do") -> String {
        switch fault {
        case .tooLong(let count): "Viết \(what) ngắn hơn: đang có \(count), nhiều nhất \(OwnDays.longestName) ký tự"
        case .sign(let sign): "Bỏ dấu “\(sign)” trong \(what): tin SMS không dấu không gửi được"
        case .link(let link): "Bỏ “\(link)” trong \(what)"
        }
    }
}
