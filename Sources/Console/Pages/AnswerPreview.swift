import Conversations
import Gateway
import VietnameseText

/// What an officer's text becomes on a channel: the very text that leaves, how long it is, and what it costs.
struct AnswerPreview: Sendable {
    /// Which letters an SMS is sent in; the raw value stands in forms.
    enum Spelling: String, Sendable, CaseIterable { case bare, marked }

    /// One way of writing it.
    struct Form: Sendable {
        var spelling: Spelling
        var text: String
        var size: SMSSize?
        var price: Int?

        /// "2 tin · 700 đ"; nil on channels that cost nothing.
        var cost: String? {
            size.map { size in
                ["\(size.segments) tin", price.map { NumberWords.money($0 * size.segments) }].compactMap { $0 }
                    .joined(separator: " · ")
            }
        }

        /// "2 tin · 209/306 chữ · còn 97 chữ".
        var sizeWords: String {
            guard let size else { return "\(text.count) chữ" }
            let alphabet = size.alphabet
            let room = size.segments == 1 ? alphabet.aloneUnits : size.segments * alphabet.joinedUnits
            let left = max(0, room - size.units)
            return "\(size.segments) tin · \(size.units)/\(room) chữ" + (left > 0 ? " · còn \(left) chữ" : "")
        }
    }

    /// Those that can be sent, the one first that the channel prefers; empty where the text cannot be sent.
    var forms: [Form]
    /// Why it cannot be sent, in the words of staff; nil for an empty text too.
    var fault: String?
    var isEmpty: Bool

    /// - Parameter code: the line by which the villager can check the answer; it counts like the rest.
    init(_ typed: String, code: String, on channel: ChannelTraits?) {
        let carrier = channel?.carrier ?? .sms
        isEmpty = !typed.unicodeScalars.contains { !$0.properties.isWhitespace }
        let whole = typed.trimmingSuffix(while: \.isWhitespace) + "\n" + CheckCode.line(code)
        var forms: [Form] = []
        var fault: OfficerText.Fault?
        for spelling in Self.spellings(of: channel, carrier) {
            do throws(OfficerText.Fault) {
                let text = try OfficerText(
                    whole, spelling: spelling == .bare ? .unmarked : .asWritten, carrier: carrier)
                forms.append(
                    Form(spelling: spelling, text: text.text, size: text.size, price: channel?.segmentPrice))
            } catch {
                fault = fault ?? error
            }
        }
        self.forms = isEmpty ? [] : forms
        // A text without marks is the same in both.
        if self.forms.count == 2, self.forms[0].text == self.forms[1].text { self.forms.removeLast() }
        self.fault = isEmpty || !forms.isEmpty ? nil : fault.map(Self.words)
    }

    /// The form that was chosen, where it can be sent, or the preferred one.
    func form(_ chosen: String?) -> Form? {
        forms.first { $0.spelling.rawValue == chosen } ?? forms.first
    }

    private static func spellings(of channel: ChannelTraits?, _ carrier: OfficerText.Carrier) -> [Spelling] {
        guard carrier == .sms else { return [.marked] }
        return switch channel?.spelling ?? .asWritten {
        case .unmarked: [.bare]
        case .marked: [.marked, .bare]
        case .asWritten: [.bare, .marked]
        }
    }

    private static func words(_ fault: OfficerText.Fault) -> String {
        switch fault {
        case .empty: "Viết câu trả lời trước khi gửi."
        case .tooManySegments(let size, let allowed):
            "Dài \(size.segments) tin. Nhiều nhất là \(allowed) tin: bớt "
                + "\(max(1, size.units - allowed * size.alphabet.joinedUnits)) chữ."
        case .tooManyCharacters(let count, let allowed):
            "Dài \(count) chữ. Kênh này nhận nhiều nhất \(allowed) chữ: bớt \(max(1, count - allowed)) chữ."
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(while isLeftOut: (Character) -> Bool) -> String {
        var rest = Substring(self)
        while let last = rest.last, isLeftOut(last) { rest.removeLast() }
        return String(rest)
    }
}
