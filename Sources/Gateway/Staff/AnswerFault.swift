package import Conversations
import VietnameseText

/// Why an officer's text was not sent, in the words of staff.
package enum AnswerFault {
    package static func words(_ fault: OfficerText.Fault) -> String {
        switch fault {
        case .empty: "Câu trả lời trống, chưa gửi gì."
        case .tooManySegments(let size, let allowed):
            "Câu trả lời dài \(size.segments) SMS, chưa gửi gì. Hãy rút gọn còn \(allowed) SMS"
                + (allowed < OfficerText.longSegments
                    ? ", hoặc thêm --long nếu vẫn muốn gửi." : " hoặc chia làm nhiều lần.")
        case .tooManyCharacters(let count, let allowed):
            "Câu trả lời dài \(count) ký tự, chưa gửi gì. Kênh này nhận tối đa \(allowed) ký tự, hãy rút gọn."
        }
    }
}
