import Foundation
import Storage

/// How far a message has come, in words that say no more than the provider proved.
enum DeliveryText {
    static func words(_ delivery: DeliveryWords, _ clock: ClockWords) -> (text: String, isBad: Bool) {
        func at(_ date: Date) -> String {
            clock.days(to: date) == 0 ? clock.clock(date) : clock.moment(date)
        }
        return switch delivery {
        case .queued(let until) where until > clock.now.addingTimeInterval(60): ("Để \(clock.moment(until)) gửi", false)
        case .queued: ("Chờ gửi", false)
        case .takeBack(let until): ("Chờ gửi lúc \(clock.clockWithSeconds(until)), còn lấy lại được", false)
        case .sending: ("Đang gửi", false)
        case .accepted(let date): ("Nhà mạng đã nhận lúc \(at(date))", false)
        case .delivered(let date): ("Điện thoại đã nhận lúc \(at(date))", false)
        case .failed(let detail, let tries):
            ("Không gửi được vì \(why(detail, tries))." + (tries > 1 ? " Đã thử \(tries) lần." : ""), true)
        case .noReport: ("Không có báo nhận sau 72 giờ", false)
        case .withheld: ("Không gửi, vì cán bộ đã nhận việc", false)
        }
    }

    /// What a provider wrote is for whoever keeps the machine, and stands in the audit; officers read what it comes to.
    private static func why(_ detail: String?, _ tries: Int) -> String {
        let detail = detail ?? ""
        if detail == "erased" { return "dữ liệu đã xóa theo yêu cầu" }
        if detail == "Kannel status 16" { return "nhà mạng từ chối tin này" }
        // Reports on what was handed over, by the words that channels give them.
        if ["Kannel status", "status ", "Twilio:"].contains(where: detail.hasPrefix) {
            return "nhà mạng báo điện thoại không nhận được: tắt máy, ngoài vùng phủ sóng hoặc số không còn dùng"
        }
        return tries > 1 ? "không nối được với nhà mạng" : "nhà mạng không nhận tin này"
    }
}
