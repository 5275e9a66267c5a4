import HTTPTypes

/// Why a page is not given; the page that says so looks the same whoever asks.
struct Refusal: Error, Sendable {
    enum Kind: Sendable {
        case notFound, wrongMethod, foreignForm, foreignHost, badForm, tooLarge, fault
    }

    var kind: Kind

    init(_ kind: Kind) { self.kind = kind }

    var status: HTTPResponse.Status {
        switch kind {
        case .notFound: .notFound
        case .wrongMethod: .methodNotAllowed
        case .foreignForm: .forbidden
        case .foreignHost: .misdirectedRequest
        case .badForm: .badRequest
        case .tooLarge: .contentTooLarge
        case .fault: .internalServerError
        }
    }

    var title: String {
        switch kind {
        case .notFound: "Không có trang này"
        case .wrongMethod: "Trang này không mở cách đó được"
        case .foreignForm: "Chưa làm gì: phiếu này đã cũ"
        case .foreignHost: "Địa chỉ này không phải của xã"
        case .badForm: "Chưa làm gì: phiếu gửi lên không đọc được"
        case .tooLarge: "Chưa làm gì: nội dung dài quá"
        case .fault: "Trang này vừa gặp trục trặc"
        }
    }

    var words: String {
        switch kind {
        case .notFound: "Có thể việc này đã chuyển sang người khác giữ kín, hoặc đường dẫn gõ thiếu."
        case .wrongMethod, .badForm: "Hãy quay lại danh sách rồi mở lại trang."
        case .foreignForm: "Hãy mở lại trang rồi làm lại. Tin đang viết dở vẫn còn nguyên."
        case .foreignHost: "Hãy mở bằng đúng địa chỉ mà người quản trị đã đưa."
        case .tooLarge: "Hãy bớt chữ rồi gửi lại. Tin đang viết dở vẫn còn nguyên."
        case .fault: "Tin đang viết dở đã lưu, chưa gửi gì. Hãy mở lại trang sau một phút."
        }
    }
}
