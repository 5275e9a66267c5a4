/// What staff read about a matter that no villager raised.
enum StaffSentences {
    static let crashed = """
        Máy dừng đột ngột hai lần khi đọc tin này, nên tin được để riêng, không đọc nữa. Xin cán bộ xem và trả lời.
        """

    static func budgetWarning(sent: Int, of budget: Int) -> String {
        "Hôm nay đã gửi \(sent) trong hạn mức \(budget) tin. Hết hạn mức, máy ngừng trả lời tự động đến 0 giờ."
    }

    static func budgetSpent(_ budget: Int) -> String {
        """
        Đã hết hạn mức \(budget) tin của hôm nay: máy ngừng trả lời tự động đến 0 giờ. Tin đến vẫn được lưu; tin khẩn, \
        báo động và câu trả lời của cán bộ vẫn gửi.
        """
    }

    static func takenOver(_ channel: String, by other: String, isSlow: Bool) -> String {
        "Kênh \(channel) \(isSlow ? "gửi quá chậm" : "không gửi được"), nên kênh \(other) đang gửi thay. Khi kênh cũ chạy lại, máy tự "
            + "quay về. Xin người quản trị xem nhà mạng."
    }

    static func stalled(minutes: Int) -> String {
        "Tin đến hạn gửi mà không đi được đã \(minutes) phút. Xin người quản trị xem máy và nhà mạng."
    }

    static func inboxStalled(minutes: Int) -> String {
        "Tin của dân đã chờ \(minutes) phút mà máy chưa đọc. Xin người quản trị xem máy."
    }
}
