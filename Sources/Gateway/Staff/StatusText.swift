import Conversations
package import Foundation
import PublicServices
package import Storage

/// The state of a gateway on one screen, in the words of those who keep it.
package struct StatusText: Sendable {
    /// What stands around the database.
    package struct Place: Sendable {
        package var isRunning: Bool
        /// Bytes of the database with its journal.
        package var size: Int
        /// Free bytes on its disk; nil where the system does not say.
        package var free: Int?
        package var hasKeys: Bool

        package init(isRunning: Bool, size: Int, free: Int?, hasKeys: Bool) {
            self.isRunning = isRunning
            self.size = size
            self.free = free
            self.hasKeys = hasKeys
        }
    }

    /// After so many days without a trial it is said that one is due; a month and some days.
    static let drillDays = 35

    package static func lines(_ status: StoreStatus, _ place: Place, now: Date) -> [String] {
        var lines = [
            place.isRunning
                ? "ĐANG CHẠY · \(ProgramVersion.text(of: "gateway"))"
                : "KHÔNG CHẠY: tin nhắn không được trả lời. Hãy khởi động dịch vụ nha-rong."
        ]
        lines.append("Chờ máy đọc: " + queue(status.inbox, now))
        if status.outbox.isEmpty { lines.append("Chờ gửi: 0") }
        for (channel, waiting) in status.outbox.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append("Chờ gửi, kênh \(channel): " + queue(waiting, now))
        }
        let matters = status.matters
        var staff = "Chờ cán bộ: \(matters.open)"
        if matters.emergencies > 0 { staff += ", KHẨN CẤP \(matters.emergencies)" }
        if matters.overdue > 0 { staff += ", QUÁ HẸN \(matters.overdue)" }
        if let promise = matters.nextPromise { staff += ", hẹn gần nhất \(StaffLine.moment(promise))" }
        lines.append(staff)
        lines.append(
            "Hôm nay: nhận \(status.receivedToday), gửi \(status.sentToday), không gửi được \(status.failedToday)")
        for (commune, units) in status.spentToday.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append("Đã tính tiền hôm nay, \(commune): \(units) tin")
        }
        if status.held > 0 { lines.append("Bị giữ lại: \(status.held) (xem: gateway quarantine list)") }
        lines.append(
            status.lastBackup.map { backup in
                let age = now.timeIntervalSince(backup)
                return "Bản sao gần nhất: \(StaffLine.moment(backup))"
                    + (age > 2 * 86_400 ? ", ĐÃ \(Int(age / 86_400)) NGÀY" : "")
            } ?? "Bản sao gần nhất: CHƯA CÓ (làm: gateway backup --to THƯ_MỤC)")
        lines.append(drill(status.lastDrill, now))
        let free = place.free.map { ", đĩa còn \(bytes($0))" } ?? ""
        lines.append("Dữ liệu: \(bytes(place.size))" + free + (place.hasKeys ? "" : ", THIẾU TỆP KHÓA"))
        return lines
    }

    private static func drill(_ drill: StoreStatus.Drill?, _ now: Date) -> String {
        guard let drill else { return "Diễn tập khôi phục: CHƯA LÀM (gateway restore --drill THƯ_MỤC)" }
        let isOld = now.timeIntervalSince(drill.at) > TimeInterval(drillDays) * 86_400
        return
            "Diễn tập khôi phục: \(drill.passed ? "đạt" : "CÓ LỖI"), \(StaffLine.moment(drill.at)), \(Int(drill.duration)) giây"
            + (isOld ? ", ĐẾN LÚC LÀM LẠI" : "")
    }

    private static func queue(_ queue: StoreStatus.Queue, _ now: Date) -> String {
        guard queue.waiting > 0, let oldest = queue.oldest else { return String(queue.waiting) }
        return "\(queue.waiting), lâu nhất \(StaffLine.ago(oldest, now: now))"
    }

    private static func bytes(_ count: Int) -> String {
        count >= 10 << 30 ? "\(count >> 30) GB" : "\(max(1, count >> 20)) MB"
    }
}
