import Conversations

/// What a spreadsheet's cell for a phone holds.
enum PhoneCell: Equatable {
    /// Nothing, or a word for nothing.
    case none
    case one(PhoneNumber)
    case several
    case foreign
    /// Digits of which some are lost.
    case cutOff
    case other

    init(_ text: String) {
        let word = text.lowercased()
        if ["-", "--", "0", "x", "không", "không có", "khong", "khong co", "ko", "ko có", "n/a", "na", "null"].contains(
            word)
        {
            self = .none
            return
        }
        let numbers = PhoneNumber.all(in: text)
        if numbers.count > 1 {
            self = .several
            return
        }
        if let number = numbers.first {
            self = .one(number)
            return
        }
        switch PhoneNumber.kind(of: text) {
        case .mobile(let number), .landline(let number): self = .one(number)
        case .foreign: self = .foreign
        case .service, .notANumber:
            let digits = text.utf8.count { $0 &- 0x30 < 10 }
            self = (6...9).contains(digits) || text.uppercased().contains("E+") ? .cutOff : .other
        }
    }
}
