import Storage

/// Entries of the audit as sentences.
///
/// Why a matter was raised is not told: the reason alone may name what is kept private.
enum RecordWords {
    /// Nil for what says nothing to people.
    static func sentence(_ entry: AuditEntry) -> String? {
        guard let words = sentences[entry.action] else { return nil }
        guard let number = matter(entry) else { return words }
        return words + " số \(number)"
    }

    static func actor(_ actor: String) -> String {
        switch actor {
        case "gateway", "system", "": "Máy"
        case "command": "Người giữ máy"
        default: MatterWords.capitalized(actor)
        }
    }

    /// The number of the matter that it is about, also where the matter stands in the detail.
    private static func matter(_ entry: AuditEntry) -> String? {
        for text in [entry.subject, entry.detail] where text.hasPrefix("escalation ") {
            return String(text.dropFirst("escalation ".count))
        }
        return nil
    }

    private static let sentences: [String: String] = [
        "matter.viewed": "xem việc", "thread.viewed": "xem tin cũ của việc", "attachment.viewed": "mở tệp của việc",
        "matter.taken": "nhận việc", "matter.given_back": "trả về danh sách chung việc",
        "matter.answered": "trả lời việc",
        "answer.taken_back": "lấy lại tin chưa gửi", "matter.closed": "đóng việc", "matter.reopened": "mở lại việc",
        "matter.snoozed": "hẹn lại việc", "matter.handed_over": "chuyển việc", "matter.noted": "ghi chú vào việc",
        "matter.begun": "mở việc", "matter.rated": "bà con đánh giá câu trả lời của việc",
        "matter.barred": "ghi tên người không được giữ việc", "matter.machine_back": "bà con cho máy trả lời lại, việc",
        "number.revealed": "xem đủ số điện thoại của việc", "texts.revealed": "xem đủ số căn cước trong tin của việc",
        "matter.exported": "tải về một tệp việc", "call.noted": "ghi lại cuộc gọi của việc",
        "villager.named": "ghi tên người hỏi", "villager.placed": "ghi thôn của người hỏi",
        "escalation.opened": "chuyển cho cán bộ việc",
        "escalation.answered": "trả lời ngay trên máy chủ việc", "escalation.added": "thêm tin vào việc",
        "officer.added": "thêm người dùng", "officer.changed": "đổi quyền người dùng",
        "officer.kept_out": "khóa người dùng", "officer.let_in": "mở khóa người dùng",
        "officer.password_set": "đổi mật khẩu", "officer.factor_set": "dùng mã 6 số",
        "officer.factor_removed": "bỏ mã 6 số",
        "officer.one_time_made": "tạo đường dẫn đăng nhập một lần", "session.begun": "đăng nhập",
        "session.ended": "đăng xuất",
        "sign_in.wrong": "đăng nhập sai", "sign_in.locked": "bị khóa đăng nhập một lúc",
        "ready_answer.saved": "lưu câu trả lời sẵn", "ready_answer.removed": "bỏ câu trả lời sẵn",
        "dossiers.imported": "nhập hồ sơ", "dossier.changed": "đổi trạng thái một hồ sơ",
        "dossier.viewed": "xem một hồ sơ", "wording.taught": "dạy máy một câu",
        "wording.forgotten": "bỏ một câu đã dạy",
        "fact.confirmed": "xác nhận thông tin thủ tục", "fact.dropped": "bỏ xác nhận thông tin thủ tục",
        "calendar.day_entered": "ghi ngày vào lịch làm việc", "calendar.day_dropped": "bỏ ngày đã ghi trong lịch",
        "calendar.duty_set": "đổi điện thoại trực", "calendar.duty_dropped": "bỏ điện thoại trực đã ghi",
        "calendar.year_known": "xác nhận đã ghi đủ ngày nghỉ cả năm",
        "calendar.year_dropped": "bỏ xác nhận đủ ngày nghỉ",
        "interest.exported": "tải danh sách quan tâm, có đủ số điện thoại",
        "channel.tested": "gửi tin thử qua một kênh",
        "sessions.ended": "đăng xuất ở mọi nơi", "search.done": "tìm trong tin nhắn",
        "privacy.erased": "xóa dữ liệu cá nhân theo yêu cầu",
    ]
}
