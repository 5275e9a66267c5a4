internal import VietnameseText

/// How far a dossier has come, by the national catalogue; the raw value is the national number.
///
/// "Quá hạn" is none of them: it follows from the promised day, see ``Dossier/lateness(in:now:)``.
package enum DossierState: Int, Sendable, Codable, CaseIterable {
    case registered = 1
    case accepted = 2
    case rejected = 3
    case processing = 4
    case supplementRequested = 5
    case paymentRequested = 6
    case withdrawn = 7
    case stopped = 8
    case finished = 9
    case returned = 10

    /// What the promised time does in a state.
    package enum Clock: Sendable, Equatable {
        case notStarted
        case running
        /// The commune waits for the citizen.
        case paused
        case stopped
    }

    /// The name in the national catalogue.
    package var officialName: String {
        switch self {
        case .registered: "Mới đăng ký"
        case .accepted: "Được tiếp nhận"
        case .rejected: "Không được tiếp nhận"
        case .processing: "Đang xử lý"
        case .supplementRequested: "Yêu cầu bổ sung giấy tờ"
        case .paymentRequested: "Yêu cầu thực hiện nghĩa vụ tài chính"
        case .withdrawn: "Công dân yêu cầu rút hồ sơ"
        case .stopped: "Dừng xử lý"
        case .finished: "Đã xử lý xong"
        case .returned: "Đã trả kết quả"
        }
    }

    /// What the promised time does.
    package var clock: Clock {
        switch self {
        case .registered: .notStarted
        case .accepted, .processing: .running
        case .supplementRequested, .paymentRequested: .paused
        case .rejected, .withdrawn, .stopped, .finished, .returned: .stopped
        }
    }

    /// Whether nothing more will come; a finished dossier still waits to be fetched.
    package var isTerminal: Bool {
        switch self {
        case .rejected, .withdrawn, .stopped, .returned: true
        case .registered, .accepted, .processing, .supplementRequested, .paymentRequested, .finished: false
        }
    }

    /// Names that one-stop systems use beside the official ones.
    ///
    /// "Trễ hạn" and "Quá hạn" are said of a dossier that is
    /// still being worked on; that it is late follows from the promised day.
    private static let otherNames: [DossierState: [String]] = [
        .registered: ["Chờ tiếp nhận", "Mới nộp", "Đã nộp", "Chờ xác nhận", "Mới"],
        .accepted: ["Đã tiếp nhận", "Tiếp nhận", "Mới tiếp nhận", "Đã nhận hồ sơ", "Đã nhận", "Tiếp nhận hồ sơ"],
        .rejected: ["Từ chối tiếp nhận", "Từ chối", "Không tiếp nhận", "Bị từ chối", "Đã từ chối"],
        .processing: [
            "Đang giải quyết", "Đang thụ lý", "Đang thực hiện", "Đang xử lí", "Đang thẩm định", "Đang trình ký",
            "Chờ phê duyệt", "Chờ ký duyệt", "Chờ ký", "Thụ lý", "Đã thụ lý", "Xử lý", "Trễ hạn", "Quá hạn", "Chậm hạn",
            "Đang xử lý trễ hạn", "Đang xử lý quá hạn", "Đang giải quyết trễ hạn", "Đang giải quyết quá hạn",
            "Đang thụ lý trễ hạn", "Đang thụ lý quá hạn", "Chưa giải quyết quá hạn", "Trong hạn", "Chưa đến hạn",
            "Đang xử lý trong hạn", "Đang giải quyết trong hạn", "Sắp đến hạn", "Đến hạn",
        ],
        .supplementRequested: [
            "Chờ bổ sung", "Yêu cầu bổ sung", "Cần bổ sung", "Chờ bổ sung hồ sơ", "Yêu cầu bổ sung hồ sơ",
            "Bổ sung hồ sơ", "Tạm dừng chờ bổ sung",
        ],
        .paymentRequested: [
            "Chờ nộp phí", "Chờ nộp lệ phí", "Chờ thanh toán", "Chờ nộp thuế", "Chờ thực hiện nghĩa vụ tài chính",
            "Yêu cầu nghĩa vụ tài chính",
        ],
        .withdrawn: ["Rút hồ sơ", "Đã rút", "Đã rút hồ sơ", "Xin rút", "Công dân rút hồ sơ", "Công dân xin rút"],
        .stopped: ["Dừng giải quyết", "Đã dừng xử lý", "Đã dừng", "Hủy hồ sơ", "Đã hủy", "Bị hủy", "Đã huỷ"],
        .finished: [
            "Đã xong", "Xong", "Hoàn thành", "Đã hoàn thành", "Đã giải quyết", "Đã giải quyết xong", "Đã xử lý",
            "Có kết quả", "Đã có kết quả", "Chờ trả kết quả", "Chờ trả", "Đã giải quyết đúng hạn",
            "Đã giải quyết trước hạn", "Đã giải quyết trễ hạn", "Đã giải quyết quá hạn", "Hoàn thành đúng hạn",
            "Hoàn thành trước hạn", "Hoàn thành trễ hạn", "Đã xử lý đúng hạn", "Đã xử lý trễ hạn",
        ],
        .returned: ["Đã trả", "Trả kết quả", "Đã nhận kết quả", "Đã giao kết quả", "Đã trả kết quả cho công dân"],
    ]

    private static let byKey: [String: DossierState] = {
        let official = allCases.map { (key($0.officialName), $0) }
        let others = otherNames.flatMap { state, names in names.map { (key($0), state) } }
        return Dictionary(official + others, uniquingKeysWith: { first, _ in first })
    }()

    /// Reads the national number, the official name or a usual other name, in any case and with or without marks.
    package init?(reading text: String) {
        if let number = Int(text) {
            self.init(rawValue: number)
            return
        }
        let key = Self.key(text)
        guard let state = Self.byKey[key] else { return nil }
        self = state
    }

    /// What makes two spellings of a state's name equal.
    static func key(_ name: String) -> String {
        Words(name).words.map(\.folded).joined(separator: " ")
    }
}
