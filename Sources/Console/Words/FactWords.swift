import PublicServices

/// Facts of procedures in words.
enum FactWords {
    /// How villagers hear it on a day, with the reason where they do not.
    static func standing(_ fact: Fact, on day: CalendarDay) -> String {
        switch fact.standing(on: day) {
        case .stated: "Máy nói chắc chắn"
        case .reference: "Máy nói kèm “tham khảo”"
        case .lapsed: "Máy nói kèm “theo quy định đến ngày \(fact.validUntil?.vietnameseText ?? "")”, xã đang kiểm tra"
        case .withheld:
            fact.validUntil.map { $0 < day } ?? false
                ? "Máy không nói nữa vì đã hết hạn" : "Máy không nói vì chưa chắc, để cán bộ trả lời"
        }
    }

    /// "hết hạn ngày 28/2/2027, còn 94 ngày".
    static func end(_ day: CalendarDay, today: CalendarDay) -> String {
        let left = day.daysSince1970 - today.daysSince1970
        let date = "ngày \(day.vietnameseText)"
        return switch left {
        case ..<0: "đã hết hạn \(date)"
        case 0: "hết hạn hôm nay"
        default: "hết hạn \(date), còn \(NumberWords.grouped(left)) ngày"
        }
    }

    static func fault(_ fault: OwnFacts.Fault) -> String {
        switch fault {
        case .empty: "Viết câu mà bà con sẽ đọc"
        case .tooLong(let count): "Bớt chữ: đang có \(count), nhiều nhất \(OwnFacts.longestText) ký tự"
        case .sign(let sign): "Bỏ dấu “\(sign)”: tin SMS không dấu không gửi được"
        case .link(let link): "Bỏ “\(link)”: chỉ gửi được địa chỉ dưới gov.vn"
        case .noLink: "Viết địa chỉ trang, như dichvucong.gov.vn"
        }
    }
}
