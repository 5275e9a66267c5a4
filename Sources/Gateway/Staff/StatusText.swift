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
        /// What keeps the file: the engine, and the steps of its tables.
        package var engine = ""
        /// Whether a server keeps the database, and copies it by its own tools.
        package var isOnServer = false
        /// Until when the office's certificate is good; nil inside where it cannot be read, nil where there is none.
        package var certificate: Date??
        /// Whether copies shall be encrypted, and cannot be.
        package var cannotEncrypt = false
        /// The configured channels, in the order in which they are shown.
        package var channels: [ChannelState] = []
        /// Messages that the database had and has no more, by the first and last number.
        package var lost: ClosedRange<Int64>?

        package init(isRunning: Bool, size: Int, free: Int?, hasKeys: Bool) {
            self.isRunning = isRunning
            self.size = size
            self.free = free
            self.hasKeys = hasKeys
        }
    }

    package static func lines(_ status: StoreStatus, _ place: Place, now: Date) -> [String] {
        var lines = [
            place.isRunning
                ? "ĐANG CHẠY · \(ProgramVersion.text(of: "gateway"))"
                : "KHÔNG CHẠY: tin nhắn không được trả lời. Hãy khởi động dịch vụ nha-rong."
        ]
        lines += place.channels.map(channel)
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
        let promises = status.promises
        if promises.kept + promises.broken > 0 {
            lines.append(
                "Lời hẹn 30 ngày qua: giữ \(promises.kept) trên \(promises.kept + promises.broken)"
                    + (promises.broken > 0 ? ", TRỄ \(promises.broken)" : ""))
        }
        lines.append(
            "Hôm nay: nhận \(status.receivedToday), gửi \(status.sentToday), không gửi được \(status.failedToday)")
        for (commune, units) in status.spentToday.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append("Đã tính tiền hôm nay, \(commune): \(units) tin")
        }
        if status.held > 0 { lines.append("Bị giữ lại: \(status.held) (xem: gateway quarantine list)") }
        lines += copies(status, isOnServer: place.isOnServer, now: now).map(\.line)
        if place.cannotEncrypt { lines.append("Mã hóa bản sao: KHÔNG LÀM ĐƯỢC (xem: gateway check)") }
        if status.faultsInBackup > 0, !place.isOnServer {
            lines.append("Bản sao gần nhất CÓ LỖI ở \(status.faultsInBackup) chỗ (xem: gateway doctor)")
        }
        if let lost = place.lost {
            let numbers = "từ số \(lost.lowerBound) đến số \(lost.upperBound)"
            lines.append("Dữ liệu THIẾU TIN, \(numbers) (xem: gateway doctor)")
        }
        let free = place.free.map { room(left: $0, size: place.isOnServer ? 0 : place.size) } ?? ""
        lines.append("Dữ liệu: \(bytes(place.size))" + free + (place.hasKeys ? "" : ", THIẾU TỆP KHÓA"))
        if let certificate = place.certificate { lines.append(Self.certificate(certificate, now)) }
        if !place.engine.isEmpty { lines.append("Phiên bản: \(ProgramVersion.text(of: "gateway")), \(place.engine)") }
        return lines
    }

    private static func channel(_ state: ChannelState) -> String {
        func seen(_ seen: ChannelState.Seen?) -> String {
            guard let seen else { return "chưa có" }
            let moment = StaffLine.moment(seen.at)
            return seen.isDayOnly ? String(moment.split(separator: " ").last ?? "") : moment
        }
        let broken = state.brokenSince.map { "KHÔNG GỬI ĐƯỢC từ \(StaffLine.moment($0))" } ?? "chạy"
        return "Kênh \(state.channel): \(broken), nhận gần nhất \(seen(state.lastIn)), "
            + "gửi gần nhất \(seen(state.lastOut))"
    }

    private static func room(left: Int, size: Int) -> String {
        ", đĩa còn \(bytes(left))" + (left < max(HealthText.freeBytes, 2 * size) ? ", ĐĨA SẮP ĐẦY" : "")
    }

    private static func certificate(_ end: Date?, _ now: Date) -> String {
        guard let end else { return "Chứng thư cổng cán bộ: KHÔNG ĐỌC ĐƯỢC" }
        let days = end.timeIntervalSince(now).whole(86_400)
        let soon = end <= now ? ", ĐÃ HẾT HẠN" : days < HealthText.certificateDays ? ", CÒN \(days) NGÀY" : ""
        return "Chứng thư cổng cán bộ: đến \(StaffLine.moment(end))" + soon
    }

    /// What is known of copies and of the trial to bring one back, and whether somebody must see to it.
    ///
    /// - Parameter namesCommands: whether whoever reads it keeps the machine and can type commands.
    package static func copies(
        _ status: StoreStatus, isOnServer: Bool, now: Date, namesCommands: Bool = true
    ) -> [(line: String, isRed: Bool)] {
        guard !isOnServer else {
            let line =
                namesCommands
                ? "Bản sao: do máy chủ PostgreSQL tự làm và tự diễn tập (pgbackrest), xem docs/scale.md"
                : "Bản sao: máy chủ dữ liệu tự làm và tự diễn tập khôi phục"
            return [(line, false)]
        }
        return [backup(status.lastBackup, now, namesCommands), drill(status.lastDrill, now, namesCommands)]
    }

    private static func backup(_ backup: Date?, _ now: Date, _ namesCommands: Bool) -> (line: String, isRed: Bool) {
        let command = namesCommands ? " (làm: gateway backup --to THƯ_MỤC)" : ""
        guard let backup else { return ("Bản sao gần nhất: CHƯA CÓ" + command, true) }
        let age = now.timeIntervalSince(backup)
        let isOld = age > TimeInterval(HealthText.backupHours) * 3600
        let old = isOld ? ", ĐÃ \(age.whole(86_400)) NGÀY" + command : ""
        return ("Bản sao gần nhất: \(StaffLine.moment(backup))" + old, isOld)
    }

    private static func drill(
        _ drill: StoreStatus.Drill?, _ now: Date, _ namesCommands: Bool
    ) -> (line: String, isRed: Bool) {
        let command = namesCommands ? " (gateway restore --drill THƯ_MỤC)" : ""
        guard let drill else { return ("Diễn tập khôi phục: CHƯA LÀM" + command, true) }
        let isOld = now.timeIntervalSince(drill.at) > TimeInterval(HealthText.drillDays) * 86_400
        let seconds = drill.duration.whole(1)
        let result = "\(drill.passed ? "đạt" : "CÓ LỖI"), \(StaffLine.moment(drill.at)), \(seconds) giây"
        let isDue = isOld || !drill.passed
        return ("Diễn tập khôi phục: " + result + (isDue ? ", ĐẾN LÚC LÀM LẠI" + command : ""), isDue)
    }

    /// How many wait, and since when the oldest of them does.
    package static func queue(_ queue: StoreStatus.Queue, _ now: Date) -> String {
        guard queue.waiting > 0, let oldest = queue.oldest else { return String(queue.waiting) }
        return "\(queue.waiting), lâu nhất \(StaffLine.ago(oldest, now: now))"
    }

    private static func bytes(_ count: Int) -> String {
        count >= 10 << 30 ? "\(count >> 30) GB" : "\(max(1, count >> 20)) MB"
    }
}
