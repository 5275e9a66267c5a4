import Conversations
import Foundation

/// What the addresses of a line are.
package enum SenderKind: String, Sendable, CaseIterable {
    /// Phones, short codes and names of SMS; what looks like none of them is an id.
    case phones
    /// Ids that only the provider knows.
    case ids

    func address(_ text: String, ours: [String] = []) -> SenderAddress {
        self == .phones ? SenderAddress(any: text, ours: ours) : SenderAddress(opaque: text, ours: ours)
    }
}

/// Who sent a message, as a provider writes it, and whether an answer can reach them.
///
/// On lines that carry SMS much comes that no villager wrote: notices of operators and banks under a name or a short code,
/// and loops of our own messages. Answers to those cost money, arrive nowhere, or are answered by a machine again.
struct SenderAddress: Sendable, Equatable {
    /// As the provider wrote it, without spaces and controls around it.
    let written: String
    /// E.164 for phones, else as it is written.
    let address: String
    let silence: Silence?

    /// On a line of SMS: only mobile numbers can be answered.
    ///
    /// - Parameter ours: the numbers and names of our own, however written; empty ones stand for none.
    init(phone text: String, ours: [String] = []) {
        self.init(text, ours: ours, phone: { Self.phone(Self.number(in: $0)) }) {
            Self.isMobile($0) ? nil : .unanswerable
        }
    }

    /// On a line whose addresses may be of any kind: what looks like a phone, a short code or an SMS sender's name is judged
    /// as one, anything else is an id that the provider knows.
    init(any text: String, ours: [String] = []) {
        self.init(text, ours: ours, phone: Self.phone) { address in
            Self.isOfSMS(address) && !Self.isMobile(address) ? .unanswerable : nil
        }
    }

    /// On a line of ids that only its provider knows.
    init(opaque text: String, ours: [String] = []) {
        self.init(text, ours: ours, phone: { Self.isLongNumber($0) ? nil : PhoneNumber($0)?.e164 }) { _ in nil }
    }

    private init(_ text: String, ours: [String], phone: (String) -> String?, _ judged: (String) -> Silence?) {
        // Longer than any address; a phone is sought in no more.
        let text =
            text.utf8.count <= 200 && !Self.isTrimmed(text) ? text.trimmingCharacters(in: Self.aroundAddresses) : text
        written = text
        address = text.utf8.count <= 200 ? phone(text) ?? text : text
        if Self.isOne(address, of: ours) {
            silence = .ourselves
        } else {
            // No address has a line break or another control in it: what follows might become a header or a command.
            silence = address.unicodeScalars.contains(where: Self.isControl) ? .unanswerable : judged(address)
        }
    }

    /// Whether an address is one of ours, in any spelling; most differ at a look at their ends.
    private static func isOne(_ address: String, of ours: [String]) -> Bool {
        let address = bare(address)
        let end = plainEnd(of: address)
        let mayBe = ours.lazy.map(bare).filter { own in
            guard let end, let other = plainEnd(of: own) else { return true }
            return end == other
        }
        guard !mayBe.isEmpty, case let key = key(address), !key.isEmpty else { return false }
        return mayBe.contains { Self.key($0) == key }
    }

    /// An address without the networks that are named in front: `+84281234567` of `whatsapp:+84281234567`.
    private static func bare(_ address: String) -> String {
        guard address.utf8.count <= 200, let colon = address.lastIndex(of: ":") else { return address }
        return address[..<colon].utf8.allSatisfy { $0 == UInt8(ascii: ":") || ($0 | 0x20) &- 0x61 < 26 }
            ? String(address[address.index(after: colon)...]) : address
    }

    /// The last four letters or digits, which all spellings of a number or name share; nil where it is not so plain.
    private static func plainEnd(of text: String) -> [UInt8]? {
        var (hasDigits, hasLetters) = (false, false)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39: hasDigits = true
            case 0x41...0x5A, 0x61...0x7A: hasLetters = true
            case UInt8(ascii: "+"), UInt8(ascii: " "), UInt8(ascii: "-"): break
            default: return nil
            }
        }
        guard hasDigits != hasLetters else { return nil }
        return text.utf8.reversed().lazy.filter { $0 >= 0x30 }.prefix(4).map { $0 | 0x20 }
    }

    /// Whether neither end may have spaces or controls around it.
    private static func isTrimmed(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        return (0x21...0x7E).contains(first) && (0x21...0x7E).contains(last)
    }

    /// Whether an address is nothing but more digits than any telephone number has (15, ITU-T E.164), as ids are.
    private static func isLongNumber(_ text: String) -> Bool {
        text.utf8.count > 15 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static let aroundAddresses = CharacterSet.whitespacesAndNewlines
        .union(CharacterSet(charactersIn: "\u{0}"..."\u{1F}")).union(CharacterSet(charactersIn: "\u{7F}"..."\u{9F}"))

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    /// E.164 of a number of any country that says which; nil for anything else.
    private static func phone(_ text: String) -> String? {
        switch PhoneNumber.kind(of: text) {
        case .mobile(let number), .landline(let number): number.e164
        case .foreign(let e164): e164
        case .service, .notANumber: nil
        }
    }

    /// What stands for the number in `sip:+84…@host` (RFC 3261), `0901…;phone-context=+84` (RFC 3966) and `0260/3862999`.
    private static func number(in text: String) -> String {
        var rest = text[...]
        let start = text.prefix(5).lowercased()
        if let scheme = ["sip:", "sips:"].first(where: start.hasPrefix) {
            rest = rest.dropFirst(scheme.count).prefix { $0 != "@" }
        }
        return String(rest.prefix { $0 != ";" }.map { $0 == "/" ? " " : $0 })
    }

    /// What is equal in all spellings of a number or name: `+84 28 1234567`, `0281234567` and `84281234567` are one.
    private static func key(_ text: String) -> String {
        guard text.utf8.count <= 40 else { return text }
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if let number = PhoneNumber(text) { return number.e164 }
        guard let digits = digits(of: text) else { return text.lowercased() }
        var rest = digits[...]
        if rest.hasPrefix("00") { rest = rest.dropFirst(2) }
        if rest.hasPrefix("84"), rest.count > 8 { return String(rest.dropFirst(2)) }
        return String(rest.drop { $0 == "0" })
    }

    /// Whether an address is a mobile phone, of Vietnam or, with its country code, of another country.
    private static func isMobile(_ address: String) -> Bool {
        guard let digits = digits(of: address) else { return false }
        var number = digits[...]
        var isInternational = address.hasPrefix("+")
        if !isInternational, number.hasPrefix("00") {
            number = number.dropFirst(2)
            isInternational = true
        }
        if number.hasPrefix("84"), isInternational {
            let national = number.dropFirst(2)
            return national.count == 9 && "35789".contains(national.prefix(1))
        }
        // Hotlines, and the free and paid numbers of North America.
        if ["1800", "1900"].contains(where: number.hasPrefix) { return false }
        if ["1833", "1844", "1855", "1866", "1877", "1888"].contains(where: number.hasPrefix) { return false }
        // Without its plus a number of eleven digits and more has a country code; anything shorter is a code or a landline.
        return (isInternational || number.count >= 11) && !number.hasPrefix("84") && CountryCodes.isPossible(number)
    }

    /// Whether an address is of the kind that SMS come from: digits, or a name of eleven characters at most.
    private static func isOfSMS(_ address: String) -> Bool {
        if let digits = digits(of: address) { return digits.count <= 15 }
        guard address.utf8.count <= 11, let first = address.unicodeScalars.first, first.properties.isAlphabetic else {
            return false
        }
        let letters = address.unicodeScalars.filter { !("0"..."9").contains($0) && $0.properties.isAlphabetic }
        let digits = address.unicodeScalars.filter { ("0"..."9").contains($0) }
        let others = address.unicodeScalars.count - letters.count - digits.count
        let marks = address.unicodeScalars.filter { " -_.&+".unicodeScalars.contains($0) }.count
        // A name with digits is written in capitals; small letters with digits are an id.
        return others == marks
            && (digits.isEmpty || letters.count > digits.count && !letters.contains { $0.properties.isLowercase })
    }

    /// The digits of a number, however grouped; nil for what is none.
    private static func digits(of address: String) -> String? {
        var digits = ""
        for (index, byte) in address.utf8.enumerated() {
            switch byte {
            case 0x30...0x39: digits.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "+") where index == 0: continue
            case UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"): continue
            default: return nil
            }
        }
        return digits.isEmpty ? nil : digits
    }
}
