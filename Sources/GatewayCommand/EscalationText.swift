import Conversations
import Foundation
import PublicServices
import Storage

/// An open question as staff read it.
enum EscalationText {
    static func of(_ escalation: EscalationSummary, unitNames: [UnitID: String]) -> String {
        var head = ["#\(escalation.id)", moment(escalation.createdAt)]
        if let channel = escalation.channel { head.append("kênh \(channel)") }
        if let tail = escalation.addressTail { head.append("số …\(tail)") }
        head.append("lý do: \(reason(escalation.reason))")
        if let unit = escalation.unit {
            head.append("bộ phận: " + (unitNames[UnitID(rawValue: unit)] ?? unit))
        }
        if let promised = escalation.promisedBy { head.append("hẹn trả lời trước \(moment(promised))") }
        var lines = [head.joined(separator: " · ")]
        for text in escalation.lastTexts {
            let speaker = text.direction == .incoming ? (text.isUnproven ? "Dân (chưa xác thực)" : "Dân") : "Xã"
            lines.append("    \(speaker): " + text.text.replacing("\n", with: " / "))
        }
        return lines.joined(separator: "\n")
    }

    private static func reason(_ reason: EscalationReason) -> String {
        switch reason {
        case .askedForStaff: "xin gặp cán bộ"
        case .notUnderstood: "máy không hiểu"
        case .noCheckedFact: "chưa có thông tin chắc chắn để trả lời"
        case .referral: "việc của cơ quan khác"
        case .dossierQuestion: "hỏi hồ sơ"
        case .feedback: "phản ánh, kiến nghị"
        case .denunciation: "TỐ CÁO (hạn chế người xem)"
        case .emergency: "KHẨN CẤP"
        case .unreadableMessage: "tin nhắn không đọc được"
        case .handlingFailed: "máy xử lý lỗi"
        case .deliveryFailed: "không gửi được trả lời"
        case .attachment: "gửi ảnh, tệp, ghi âm"
        case .erasureRequest: "yêu cầu xóa dữ liệu cá nhân"
        case .channelBroken: "KÊNH KHÔNG GỬI ĐƯỢC"
        case .unprovenCalls: "CÓ TIN CHƯA XÁC THỰC ĐANG GIỮ RIÊNG (gateway quarantine list)"
        case .tooManyMessages: "gửi quá nhiều tin, máy tạm ngừng trả lời"
        case .villagerReply: "dân nhắn lại cho cán bộ"
        }
    }

    /// Vietnamese time, which has no summer time: 08:15 24/11/2026.
    static func moment(_ date: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 7 * 3600) ?? .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
        return String(
            format: "%02d:%02d %d/%d/%d", parts.hour ?? 0, parts.minute ?? 0, parts.day ?? 0, parts.month ?? 0,
            parts.year ?? 0)
    }
}
