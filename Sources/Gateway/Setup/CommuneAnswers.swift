import Conversations
import Foundation
import VietnameseText

/// What `gateway init` asks, and the folder of a commune that it writes of the answers; pure but for the sample it copies from.
package struct CommuneAnswers: Sendable, Equatable {
    /// With its kind, such as "xã Đăk Hà".
    package var name = ""
    /// With its kind, such as "tỉnh Quảng Ngãi".
    package var province = ""
    /// The name of the folder: small letters, digits and dashes.
    package var id = ""
    /// Given to villagers.
    package var hotline = ""
    /// A mobile phone, which gets calls for help.
    package var dutyPhone = ""
    /// Of the one-stop centre.
    package var address = ""
    /// The number that villagers text.
    package var number = ""
    /// In how many working hours staff answer.
    package var promiseHours = 8

    package init() {}

    /// One question, what its answer must be, and where it is kept.
    package struct Question: Sendable {
        package var text: String
        /// Taken where nothing is typed; nil where there must be an answer.
        package var usual: @Sendable (CommuneAnswers) -> String?
        /// Keeps an answer; what is wrong with it in a sentence, or nil.
        package var take: @Sendable (String, inout CommuneAnswers) -> String?
    }

    package static let questions: [Question] = [
        Question(text: "1/8 Tên xã, phường (ví dụ: xã Đăk Hà)", usual: { _ in nil }) { answer, answers in
            let name = answer.precomposedStringWithCanonicalMapping.split(separator: " ").joined(separator: " ")
            guard let kind = kinds.first(where: { name.lowercased().hasPrefix($0 + " ") }) else {
                return "Hãy viết cả chữ xã hoặc phường, ví dụ: xã Đăk Hà."
            }
            answers.name = kind + name.dropFirst(kind.count)
            return nil
        },
        Question(text: "2/8 Tỉnh, thành phố (ví dụ: tỉnh Quảng Ngãi)", usual: { _ in nil }) { answer, answers in
            guard answer.split(separator: " ").count >= 2 else { return "Hãy viết cả chữ tỉnh hoặc thành phố." }
            answers.province = answer
            return nil
        },
        Question(text: "3/8 Tên thư mục, chữ thường không dấu", usual: { $0.usualID }) { answer, answers in
            guard answer.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil else {
                return "Chỉ dùng chữ thường không dấu, số và gạch nối, ví dụ: dak-ha."
            }
            answers.id = answer
            return nil
        },
        Question(text: "4/8 Điện thoại cho người dân gọi (ví dụ: 0260 123 4567)", usual: { _ in nil }) {
            answer, answers in
            guard let phone = phone(answer) else { return "Đó không phải số điện thoại." }
            answers.hotline = phone
            return nil
        },
        Question(text: "5/8 Di động của người trực, nhận tin cầu cứu ngày đêm", usual: { _ in nil }) {
            answer, answers in
            guard let phone = phone(answer), PhoneNumber(phone)?.isMobile == true else {
                return "Cần một số di động, vì tin cầu cứu được nhắn vào đó."
            }
            answers.dutyPhone = phone
            return nil
        },
        Question(text: "6/8 Địa chỉ Trung tâm Phục vụ hành chính công", usual: { _ in nil }) { answer, answers in
            guard answer.count >= 5 else { return "Hãy viết địa chỉ để người dân tìm được." }
            answers.address = answer
            return nil
        },
        Question(text: "7/8 Đầu số nhận tin nhắn (ví dụ: 8079)", usual: { _ in nil }) { answer, answers in
            let digits = answer.filter { $0 != " " }
            guard digits.wholeMatch(of: /\+?[0-9]{3,15}/) != nil else { return "Đầu số chỉ gồm chữ số." }
            answers.number = digits
            return nil
        },
        Question(text: "8/8 Cán bộ hứa trả lời trong mấy giờ làm việc", usual: { _ in "8" }) { answer, answers in
            guard let hours = Int(answer), (1...80).contains(hours) else { return "Hãy viết một số từ 1 đến 80." }
            answers.promiseHours = hours
            return nil
        },
    ]

    private static let kinds = ["xã", "phường", "đặc khu"]

    /// The name without what kind of commune it is.
    var shortName: String {
        Self.kinds.first { name.hasPrefix($0 + " ") }.map { String(name.dropFirst($0.count + 1)) } ?? name
    }

    /// The folder's name as it follows from the commune's: "xã Đăk Hà" is `dak-ha`.
    var usualID: String? {
        let words = Words(shortName).words.map(\.folded)
        return words.isEmpty ? nil : words.joined(separator: "-")
    }

    private static func phone(_ text: String) -> String? {
        let digits = text.filter { $0 != " " }
        guard digits.wholeMatch(of: /\+?[0-9]{8,15}/) != nil, !digits.contains("000000") else { return nil }
        return text
    }
}
