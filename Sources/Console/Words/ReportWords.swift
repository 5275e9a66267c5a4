import Foundation
import PublicServices

/// Words and numbers of reports.
enum ReportWords {
    /// Over a column of numbers.
    static func heading(of unit: ReportSheet.Unit?) -> String {
        switch unit {
        case .matters: "Số việc"
        case .procedures: "Số thủ tục"
        case .people: "Số người"
        case .messages, .minutes, nil: "Số tin"
        }
    }

    static func level(_ level: ServiceLevel) -> String {
        switch level {
        case .toanTrinh: "Toàn trình"
        case .motPhan: "Một phần"
        case .thongTin: "Chỉ có thông tin"
        case .khong: "Không nộp trực tuyến"
        case .chuaRo: "Các nguồn nói khác nhau"
        }
    }

    /// "16,5 %", to a tenth; nil where the whole is empty, for that is not 0 %.
    static func percent(_ part: Int, of whole: Int) -> String? {
        guard whole > 0 else { return nil }
        let tenths = (part * 2000 + whole) / (whole * 2)
        return "\(NumberWords.grouped(tenths / 10)),\(tenths % 10)\u{A0}%"
    }

    /// "42 phút", "2 giờ 50 phút".
    static func wait(_ minutes: Int) -> String {
        guard minutes >= 60 else { return "\(minutes) phút" }
        let rest = minutes % 60
        return "\(NumberWords.grouped(minutes / 60)) giờ" + (rest == 0 ? "" : " \(rest) phút")
    }

    /// The hours of the day that are mostly opening hours on most working days.
    static func officeHours(_ calendar: OfficeCalendar) -> Set<Int> {
        let days = calendar.weeklyHours.values.filter { !$0.isEmpty }
        return Set(
            (0..<24).filter { hour in
                let open = days.filter { periods in
                    periods.reduce(0) { $0 + max(0, min($1.to, hour * 60 + 60) - max($1.from, hour * 60)) } >= 30
                }
                return !days.isEmpty && open.count * 2 > days.count
            })
    }

    /// What was decided of a message.
    static func decision(_ name: String) -> String {
        switch name {
        case "answer": "Trả lời ngay"
        case "referral": "Chỉ đúng nơi có thẩm quyền"
        case "command": "Làm theo lời nhắn (tra hồ sơ, gặp cán bộ…)"
        case "menu": "Hỏi lại bằng danh sách"
        case "question": "Hỏi lại cho rõ"
        case "none": "Chưa hiểu"
        case "unknown": "Chưa có thông tin, chuyển cán bộ"
        case "trouble": "Trục trặc, xin lỗi và chuyển cán bộ"
        case "small_talk": "Chào hỏi, cảm ơn"
        case "addition": "Ghi thêm vào việc đang chờ"
        case "quiet": "Không cần trả lời"
        case "limited": "Nhắn quá nhiều, tạm im"
        case "unread": "Tin không đọc được"
        default: "Khác"
        }
    }

    /// "tháng 11/2026" of a whole month or of this one, else both ends.
    static func period(from: CalendarDay, to: CalendarDay, today: CalendarDay) -> String {
        let isWhole = to == today || to.adding(days: 1).day == 1
        if from.day == 1, from.month == to.month, from.year == to.year, isWhole {
            return "tháng \(from.month)/\(from.year)"
        }
        if from == to { return "ngày \(from.vietnameseText)" }
        return "\(from.day)/\(from.month)\(from.year == to.year ? "" : "/\(from.year)") đến \(to.vietnameseText)"
    }
}
