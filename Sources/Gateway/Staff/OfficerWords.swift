package import Storage

/// What commands and the console say of officers, in one place.
package enum OfficerWords {
    package static func role(_ role: OfficerRole) -> String {
        switch role {
        case .officer: "cán bộ"
        case .supervisor: "phụ trách"
        case .administrator: "quản trị"
        }
    }

    /// Why an officer was not entered or changed, without the point at its end; nil where they were.
    package static func fault(_ change: OfficerChange) -> String? {
        switch change {
        case .done: nil
        case .loginTaken: "Tên đăng nhập này đã có"
        case .badLogin: "Tên đăng nhập chỉ có chữ thường không dấu, số, dấu chấm, gạch nối"
        case .badName: "Họ tên trống hoặc dài quá"
        case .weakPassword: "Mật khẩu cần ít nhất 10 chữ, khó đoán, không chứa tên đăng nhập"
        case .unknown: "Không có người này"
        }
    }
}
