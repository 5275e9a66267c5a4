import CheckedYAML
import VietnameseText

/// A column that is understood.
enum DossierColumn: CaseIterable {
    case code, procedureCode, procedureName, state, receivedOn, promisedOn, finishedOn, reason, newDate, phone

    /// The names in the line of names, where marks, capitals and punctuation do not matter; the first is the one that is shown.
    var names: [String] {
        switch self {
        case .code: ["Mã hồ sơ", "Số hồ sơ", "Mã số hồ sơ", "Mã HS", "Số HS", "Số biên nhận", "Mã biên nhận"]
        case .procedureCode: ["Mã thủ tục", "Mã TTHC", "Mã thủ tục hành chính", "Mã số TTHC"]
        case .procedureName:
            [
                "Tên thủ tục", "Thủ tục", "Tên TTHC", "Thủ tục hành chính", "Tên thủ tục hành chính", "TTHC",
                "Tên hồ sơ", "Loại hồ sơ",
            ]
        case .state:
            [
                "Trạng thái", "Tình trạng", "Trạng thái hồ sơ", "Tình trạng hồ sơ", "Trạng thái xử lý",
                "Tình trạng xử lý",
            ]
        case .receivedOn: ["Ngày tiếp nhận", "Ngày nộp", "Ngày nhận", "Ngày nộp hồ sơ", "Ngày tiếp nhận hồ sơ"]
        case .promisedOn:
            [
                "Ngày hẹn trả", "Ngày hẹn trả kết quả", "Ngày hẹn", "Hạn trả", "Hạn trả kết quả", "Ngày hẹn trả KQ",
                "Hạn xử lý", "Hạn giải quyết", "Thời hạn giải quyết", "Ngày trả (hẹn)",
            ]
        case .finishedOn:
            ["Ngày hoàn thành", "Ngày kết thúc", "Ngày trả kết quả", "Ngày trả", "Ngày có kết quả", "Ngày trả KQ"]
        case .reason: ["Lý do", "Lý do trễ hạn", "Lý do trễ", "Lý do bổ sung"]
        case .newDate: ["Ngày hẹn mới", "Ngày hẹn lại", "Ngày gia hạn", "Hẹn lại ngày"]
        case .phone:
            [
                "Số điện thoại", "Điện thoại", "SĐT", "ĐT", "Số ĐT", "Di động", "Số di động", "ĐTDĐ",
                "Điện thoại di động", "Số điện thoại di động", "Điện thoại liên hệ", "ĐT liên hệ", "SĐT liên hệ",
                "Số điện thoại liên hệ", "Liên hệ", "Số liên hệ", "Điện thoại người nộp", "SĐT người nộp",
                "Số điện thoại người nộp", "Điện thoại công dân", "SĐT công dân", "Phone", "Mobile", "Tel",
            ]
        }
    }

    /// The columns without which a table is no register.
    static let required: [DossierColumn] = [.code, .procedureName, .state]

    /// The column that has this name.
    init?(named name: String) {
        let key = Self.key(name)
        guard let column = Self.byKey[key] else { return nil }
        self = column
    }

    /// How usual a name of this column is, 0 for the most usual.
    func rank(of name: String) -> Int {
        let key = Self.key(name)
        return names.firstIndex { Self.key($0) == key } ?? names.count
    }

    private static let byKey: [String: DossierColumn] = Dictionary(
        allCases.flatMap { column in column.names.map { (key($0), column) } }, uniquingKeysWith: { first, _ in first })

    static func key(_ name: String) -> String { Words(name).words.map(\.folded).joined(separator: " ") }

    /// What a column seems to hold that was not taken, by a word of its name; nil for one that may be left alone.
    static func smell(of name: String) -> DossierColumn? {
        let words = key(name).split(separator: " ")
        func has(_ some: String...) -> Bool {
            some.contains { part in
                let parts = part.split(separator: " ")
                return words.indices.contains { words[$0...].starts(with: parts) }
            }
        }
        if has("sdt", "dt", "dien thoai", "di dong", "dtdd", "phone", "mobile", "tel", "lien he") { return .phone }
        if has("hen", "han") { return .promisedOn }
        if has("ma ho so", "so ho so", "ma hs", "bien nhan") { return .code }
        if has("trang thai", "tinh trang") { return .state }
        return nil
    }
}
