import Conversations
package import Foundation
package import PublicServices
package import Storage

/// The open questions as staff read them.
package struct EscalationText: Sendable {
    private let communes: [CommuneID: Commune]

    package init(communes: [CommuneID: Commune]) { self.communes = communes }

    /// The whole list, with what is not in it.
    ///
    /// - Parameter restricted: whether it is the list of denunciations.
    package func lines(_ list: OpenEscalations, restricted: Bool, now: Date) -> [String] {
        var lines: [String] = []
        let left = list.total - list.shown.count
        if list.total == 0 {
            lines.append("Không có câu hỏi nào đang chờ.")
        } else if left == 0 {
            lines.append("\(list.total) việc đang chờ:")
        } else {
            lines.append("\(list.total) việc đang chờ, dưới đây là \(list.shown.count) việc cần xem trước:")
        }
        for escalation in list.shown { lines += self.lines(escalation, now: now) }
        if left > 0 { lines.append("… còn \(left) việc nữa (--limit \(list.total) để xem hết)") }
        if list.elsewhere > 0, !restricted {
            lines.append("Có \(list.elsewhere) việc hạn chế người xem, chỉ người phụ trách mở: --restricted")
        }
        return lines
    }

    /// One question: whose it is, the message that raised it, and what was written last.
    package func lines(_ escalation: EscalationSummary, now: Date) -> [String] {
        var head = ["#\(escalation.id)", StaffLine.moment(escalation.createdAt)]
        if let channel = escalation.channel { head.append("kênh \(channel)") }
        if let tail = escalation.addressTail { head.append("số …\(tail)") }
        head.append("lý do: \(Self.reason(escalation.reason))")
        if let unit = escalation.unit { head.append("bộ phận: " + name(of: unit, in: escalation)) }
        if let promised = escalation.promisedBy {
            let overdue = promised < now ? " (QUÁ HẸN \(StaffLine.ago(promised, now: now)))" : ""
            head.append("hẹn trả lời trước \(StaffLine.moment(promised))\(overdue)")
        }
        var lines = [StaffLine.text(head.joined(separator: " · "))]
        if let detail = escalation.detail, !detail.isEmpty { lines.append("    Chi tiết: " + StaffLine.text(detail)) }
        let raised = escalation.raisedBy
        if let raised { lines.append("  ► " + Self.line(raised)) }
        // No word of why: that alone would tell who denounced somebody.
        if escalation.isTextHidden { lines.append("  ► (không hiển thị nội dung)") }
        let added = Set(escalation.added.map(\.message))
        let later = escalation.lastTexts.filter { !added.contains($0.message) }
        let others = (escalation.added + later).filter { $0.message != raised?.message }
            .sorted { $0.message.number < $1.message.number }
        return lines + others.map { (added.contains($0.message) ? "  + " : "    ") + Self.line($0) }
    }

    /// What the commune of the matter calls its unit.
    private func name(of unit: String, in escalation: EscalationSummary) -> String {
        escalation.commune.flatMap { communes[$0] }?.unit(UnitID(rawValue: unit))?.name ?? unit
    }

    private static func line(_ line: EscalationSummary.Line) -> String {
        let speaker = line.direction == .incoming ? (line.isUnproven ? "Dân (chưa xác thực)" : "Dân") : "Xã"
        let words = [sign(line.kind), StaffLine.text(line.text)].compactMap { $0 }.filter { !$0.isEmpty }
        return "\(speaker): " + (words.isEmpty ? "(trống)" : words.joined(separator: " "))
    }

    /// What a message is beside its words; nil where it is words alone.
    private static func sign(_ kind: MessageKind) -> String? {
        switch kind {
        case .text: nil
        case .image: "[ảnh]"
        case .voice: "[ghi âm]"
        case .video: "[video]"
        case .file: "[tệp]"
        case .location: "[vị trí]"
        case .sticker: "[nhãn dán]"
        case .link: "[đường dẫn]"
        case .contactCard: "[danh thiếp]"
        case .unsupported: "[nội dung không đọc được]"
        case .follow: "[quan tâm kênh]"
        case .erasureRequest: "[xin xóa dữ liệu]"
        }
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
        case .fraud: "BỊ LỪA ĐẢO HOẶC NGHI LỪA ĐẢO"
        case .emergency: "KHẨN CẤP"
        case .possibleDanger: "CÓ THỂ CÓ NGƯỜI GẶP NGUY HIỂM"
        case .unreadableMessage: "tin nhắn không đọc được"
        case .handlingFailed: "máy xử lý lỗi"
        case .deliveryFailed: "không gửi được trả lời"
        case .attachment: "gửi ảnh, tệp, ghi âm"
        case .erasureRequest: "yêu cầu xóa dữ liệu cá nhân"
        case .dataCopy: "xin bản sao dữ liệu cá nhân"
        case .channelBroken: "KÊNH KHÔNG GỬI ĐƯỢC"
        case .unprovenCalls: "CÓ TIN CHƯA XÁC THỰC ĐANG GIỮ RIÊNG (gateway quarantine list)"
        case .tooManyMessages: "gửi quá nhiều tin, máy tạm ngừng trả lời"
        case .villagerReply: "dân nhắn lại cho cán bộ"
        case .budget: "HẠN MỨC TIN NHẮN TRONG NGÀY"
        case .stalled: "TIN NHẮN BỊ Ứ LẠI, KHÔNG ĐI ĐƯỢC"
        }
    }
}
