package import PublicServices
package import Storage

/// What commands and the console say of dossiers, in one place.
package enum DossierText {
    package static func change(_ change: DossierImport.Change) -> String {
        switch change {
        case .added: "mới"
        case .state(let old, let new): "\(old.officialName) → \(new.officialName)"
        case .details: "sửa chi tiết"
        }
    }

    /// "3 hồ sơ mới hoặc thay đổi, 12 giữ nguyên".
    package static func count(changed: Int, unchanged: Int) -> String {
        "\(changed) hồ sơ mới hoặc thay đổi, \(unchanged) giữ nguyên"
    }

    /// The registered phone, no more of it than the end.
    package static func phone(of dossier: Dossier) -> String {
        dossier.phone.map { "số …\($0.suffix(3))" } ?? "không có số điện thoại"
    }
}
