import Conversations
import Foundation
import PublicServices
import Storage

/// A villager and a matter as staff speak of them.
enum MatterWords {
    /// "Bà Lan …321", "Số …774"; a private matter names nobody.
    static func name(_ row: MatterRow) -> (name: String, tail: String) {
        let tail = row.addressTail.map { "…\($0)" } ?? ""
        if row.isRestricted { return ("Việc giữ kín", tail) }
        if let name = row.name, !name.isEmpty { return (capitalized(name), tail) }
        if row.conversation == nil { return (notice(row.reason) ?? "Việc của xã", tail) }
        return (tail.isEmpty ? "Không rõ số" : "Số", tail)
    }

    /// The same inside a sentence or on a button: "bà Lan …321", "số …774".
    static func inline(_ row: MatterRow) -> String {
        if row.isRestricted { return "số \(row.addressTail.map { "…\($0)" } ?? "này")" }
        let (name, tail) = name(row)
        let first = row.name?.isEmpty == false ? uncapitalizedTitle(name) : name.lowercased()
        return tail.isEmpty ? first : "\(first) \(tail)"
    }

    /// Whoever the answer goes to, without the number: "bà Lan", "số …774".
    static func person(_ row: MatterRow) -> String {
        if row.isRestricted || row.name?.isEmpty != false { return inline(row) }
        return uncapitalizedTitle(name(row).name)
    }

    /// "[Ảnh]", where a message is not words alone.
    static func sign(_ kind: MessageKind) -> String? {
        switch kind {
        case .text: nil
        case .image: "[Ảnh]"
        case .voice: "[Ghi âm]"
        case .video: "[Video]"
        case .file: "[Tệp]"
        case .location: "[Vị trí]"
        case .sticker: "[Nhãn dán]"
        case .link: "[Đường dẫn]"
        case .contactCard: "[Danh thiếp]"
        case .unsupported: "[Không đọc được]"
        case .follow: "[Quan tâm kênh]"
        case .erasureRequest: "[Xin xóa dữ liệu]"
        }
    }

    /// Why the machine left it to staff.
    static func reason(_ reason: EscalationReason) -> String {
        switch reason {
        case .askedForStaff: "bà con xin gặp cán bộ"
        case .notUnderstood: "máy chưa hiểu"
        case .noCheckedFact: "máy chưa có thông tin chắc chắn"
        case .referral: "việc của cơ quan khác"
        case .dossierQuestion: "hỏi hồ sơ"
        case .feedback: "phản ánh, kiến nghị"
        case .denunciation: "cần người có trách nhiệm"
        case .fraud: "bị lừa đảo hoặc nghi lừa đảo"
        case .emergency: "việc khẩn cấp"
        case .possibleDanger: "có thể có người gặp nguy hiểm"
        case .unreadableMessage: "tin không đọc được"
        case .handlingFailed: "máy gặp trục trặc khi đọc tin"
        case .deliveryFailed: "tin trả lời không gửi được"
        case .attachment: "bà con gửi ảnh, tệp hoặc ghi âm"
        case .erasureRequest: "bà con xin xóa dữ liệu cá nhân"
        case .dataCopy: "bà con xin bản sao dữ liệu của mình"
        case .channelBroken: "kênh nhắn tin không gửi được"
        case .unprovenCalls: "có tin chưa rõ thật giả đang giữ riêng"
        case .tooManyMessages: "số này nhắn quá nhiều, máy tạm im"
        case .villagerReply: "bà con nhắn lại cho cán bộ"
        case .budget: "sắp hết hoặc đã hết số tin trong ngày"
        case .stalled: "tin nhắn bị ứ, không đi được"
        }
    }

    /// What a matter that no villager wrote is called.
    private static func notice(_ reason: EscalationReason) -> String? {
        switch reason {
        case .channelBroken: "Kênh nhắn tin hỏng"
        case .unprovenCalls: "Tin chưa rõ thật giả"
        case .budget: "Số tin trong ngày"
        case .stalled: "Tin nhắn bị ứ"
        case .unreadableMessage: "Tin không đọc được"
        default: nil
        }
    }

    static func closing(_ reason: ClosingReason) -> String {
        switch reason {
        case .answeredByPhone: "Đã gọi điện trả lời"
        case .answeredInPerson: "Đã gặp trực tiếp"
        case .notForUs: "Không phải việc của xã"
        case .duplicate: "Trùng với việc khác"
        case .spam: "Tin nhầm, tin rác"
        case .noAnswerNeeded: "Không cần trả lời"
        }
    }

    static func satisfaction(_ score: Satisfaction) -> String {
        switch score {
        case .good: "Hài lòng"
        case .fair: "Bình thường"
        case .poor: "Chưa hài lòng"
        }
    }

    static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    /// "Bà Lan" inside a sentence is "bà Lan"; a name without a title stays.
    private static func uncapitalizedTitle(_ name: String) -> String {
        let titles = ["Ông", "Bà", "Anh", "Chị", "Cô", "Chú", "Bác", "Em", "Cháu"]
        guard let first = name.split(separator: " ").first, titles.contains(String(first)) else { return name }
        return name.prefix(1).lowercased() + name.dropFirst()
    }
}
