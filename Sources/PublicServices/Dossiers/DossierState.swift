internal import VietnameseText

/// How far a dossier has come, by the national catalogue; the raw value is the national number.
///
/// "Quá hạn" is none of them: it follows from the promised day, see ``Dossier/lateness(in:now:)``.
public enum DossierState: Int, Sendable, Codable, CaseIterable {
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
    public enum Clock: Sendable, Equatable {
        case notStarted
        case running
        /// The commune waits for the citizen.
        case paused
        case stopped
    }

    /// The name in the national catalogue.
    public var officialName: String {
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
    public var clock: Clock {
        switch self {
        case .registered: .notStarted
        case .accepted, .processing: .running
        case .supplementRequested, .paymentRequested: .paused
        case .rejected, .withdrawn, .stopped, .finished, .returned: .stopped
        }
    }

    /// Whether nothing more will come; a finished dossier still waits to be fetched.
    public var isTerminal: Bool {
        switch self {
        case .rejected, .withdrawn, .stopped, .returned: true
        case .registered, .accepted, .processing, .supplementRequested, .paymentRequested, .finished: false
        }
    }

    /// Reads the national number or the official name, in any case and with or without marks.
    public init?(reading text: String) {
        if let number = Int(text) {
            self.init(rawValue: number)
            return
        }
        let key = Self.key(text)
        guard let state = Self.allCases.first(where: { Self.key($0.officialName) == key }) else { return nil }
        self = state
    }

    /// What makes two spellings of a state's name equal.
    static func key(_ name: String) -> String {
        Words(name).words.map(\.folded).joined(separator: " ")
    }
}
