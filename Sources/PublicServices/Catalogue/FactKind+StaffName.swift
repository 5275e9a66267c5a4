extension FactKind {
    /// What staff read, in the console and in the terminal.
    package var staffName: String {
        switch self {
        case .documents: "Giấy tờ cần mang"
        case .inDatabases: "Giấy tờ không phải nộp vì đã có trong cơ sở dữ liệu"
        case .fee: "Lệ phí"
        case .time: "Bao lâu có kết quả"
        case .place: "Nơi nộp"
        case .link: "Nộp trực tuyến"
        case .steps: "Các bước"
        case .form: "Mẫu đơn"
        case .eligibility: "Điều kiện"
        case .who: "Ai được đi nộp"
        case .deadline: "Hạn phải làm và mức phạt"
        case .result: "Kết quả nhận được"
        case .original: "Bản chính hay bản sao"
        case .elsewhere: "Nộp ở xã khác"
        case .legalBasis: "Căn cứ pháp lý"
        }
    }
}
