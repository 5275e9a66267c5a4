import Foundation
import PublicServices

extension OfficeCalendar {
    /// A moment as villagers read it, in Vietnamese time: `16:30 thứ Ba 24/11`.
    func momentText(_ date: Date) -> String {
        let day = day(of: date)
        let seconds = Int(date.timeIntervalSince1970) + Self.secondsFromUTC
        let minutes = (seconds / 60) % (24 * 60)
        // 1970-01-01 was a Thursday.
        let names = ["thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư"]
        let weekday = names[((seconds / 86_400) % 7 + 7) % 7]
        let minute = minutes % 60
        return "\(minutes / 60):\(minute < 10 ? "0" : "")\(minute) \(weekday) \(day.day)/\(day.month)"
    }
}
