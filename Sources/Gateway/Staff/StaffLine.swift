package import Foundation
import PublicServices
import VietnameseText

/// What staff's lists have in common: every line of a command's output goes through here, whoever wrote what is in it.
package enum StaffLine {
    /// A whole line of output, made harmless to a terminal; only the program's own line breaks part lines.
    package static func shown(_ line: String) -> String { VisibleText.line(line, limit: .max) }

    /// A text of a villager, of an officer or of the gateway in one line, cut where it is too long.
    package static func text(_ text: String) -> String { VisibleText.line(text) }

    /// Vietnamese time, which has no summer time: 08:15 24/11/2026.
    package static func moment(_ date: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = OfficeCalendar.timeZone
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
        return String(
            format: "%02d:%02d %d/%d/%d", parts.hour ?? 0, parts.minute ?? 0, parts.day ?? 0, parts.month ?? 0,
            parts.year ?? 0)
    }

    /// How long ago, as it is said: `25 phút`, `3 giờ`, `2 ngày`.
    package static func ago(_ date: Date, now: Date) -> String {
        let minutes = min(max(1, now.timeIntervalSince(date) / 60), 1e8)
        if minutes < 60 { return "\(Int(minutes)) phút" }
        if minutes < 48 * 60 { return "\(Int(minutes / 60)) giờ" }
        return "\(Int(minutes / 1440)) ngày"
    }
}
