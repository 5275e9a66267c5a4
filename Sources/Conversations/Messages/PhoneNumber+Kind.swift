import VietnameseText

extension PhoneNumber {
    /// What a text in the place of a telephone number is.
    package enum Kind: Hashable, Sendable {
        /// A Vietnamese mobile number: the one kind that is sure to take an SMS.
        case mobile(PhoneNumber)
        /// A Vietnamese landline.
        case landline(PhoneNumber)
        /// A short code or a hotline, in its digits: `113`, `8079`, `18008098`.
        case service(String)
        /// A mobile number of another country in E.164, with its plus.
        case foreign(e164: String)
        /// A name such as `VIETTEL`, or digits that no plan knows.
        case notANumber
    }

    /// Tells what a text is, as a provider names a sender or as a cell of a spreadsheet holds a number.
    ///
    /// Signs that nobody sees, any dashes and spaces, brackets, other forms of digits, `tel:`, a 0 behind the country code
    /// (`+84 (0)901…`) and what spreadsheets make of numbers (`'0901234567`, `="0901234567"`, `901234567.0`,
    /// `9.01234567E8`) are read; a text with two numbers is none, see `all(in:)`.
    package static func kind(of text: String) -> Kind {
        // No form of a number is longer; the rest need not be looked at.
        guard text.utf8.count <= longestText, !holdsWord(text), let (digits, hasPlus) = digits(of: text) else {
            return .notANumber
        }
        if hasPlus || digits.hasPrefix("00") {
            let international = hasPlus ? digits : String(digits.dropFirst(2))
            if international.hasPrefix("84"), let number = number(behindCountry: international.dropFirst(2)) {
                return number
            }
            if hasPlus, !digits.hasPrefix("84"), isService(digits) { return .service(digits) }
            let isForeign = !international.hasPrefix("84") && CountryCodes.isPossible(international)
            return isForeign ? .foreign(e164: "+" + international) : .notANumber
        }
        if digits.hasPrefix("84"), digits.utf8.count >= 11 {
            return number(behindCountry: digits.dropFirst(2)) ?? .notANumber
        }
        if digits.hasPrefix("0") { return kind(ofNational: String(digits.dropFirst())) ?? .notANumber }
        // A spreadsheet has taken the 0 in front of a mobile number away.
        if digits.utf8.count == 9, "35789".contains(digits.prefix(1)) { return kind(ofNational: digits) ?? .notANumber }
        return isService(digits) ? .service(digits) : .notANumber
    }

    /// A quick look, because each message is asked: no letters stand in a number but those of `tel:`, `sms:` and `9E8`.
    private static func holdsWord(_ text: String) -> Bool {
        text.hasByte { byte in
            switch byte | 0x20 {
            case UInt8(ascii: "t"), UInt8(ascii: "e"), UInt8(ascii: "l"), UInt8(ascii: "s"), UInt8(ascii: "m"): false
            case 0x61...0x7A: byte >= 0x41 && byte <= 0x7A
            default: false
            }
        }
    }

    /// Bytes of a text in which a number is looked for.
    private static let longestText = 200

    private static func kind(ofNational digits: String) -> Kind? {
        PhoneNumber(national: digits).map { $0.isMobile ? .mobile($0) : .landline($0) }
    }

    /// The 0 of calls within the country is often left standing behind the country code.
    private static func number(behindCountry digits: Substring) -> Kind? {
        kind(ofNational: String(digits.hasPrefix("0") ? digits.dropFirst() : digits))
    }

    /// Three to six digits, or the eight to ten of 1800 and 1900.
    private static func isService(_ digits: String) -> Bool {
        switch digits.utf8.count {
        case 3...6: !digits.hasPrefix("0")
        case 8...10: digits.hasPrefix("1800") || digits.hasPrefix("1900")
        default: false
        }
    }

    /// The digits of a text that is a number and nothing else, and whether a plus stands in front.
    private static func digits(of text: String) -> (String, hasPlus: Bool)? {
        var plain = Substring(HiddenSigns.plainNumber(text).lowercased())
        for prefix in ["tel:", "sms:", "="] where plain.hasPrefix(prefix) { plain = plain.dropFirst(prefix.utf8.count) }
        let isQuote: (Character) -> Bool = { "\"'‘’“”`".contains($0) || $0.isWhitespace }
        while let first = plain.first, isQuote(first) { plain = plain.dropFirst() }
        while let last = plain.last, isQuote(last) { plain = plain.dropLast() }
        if let whole = digitsOfDecimal(plain) { return (whole, false) }
        var digits: [UInt8] = []
        var hasPlus = false
        for byte in plain.utf8 {
            switch byte {
            case 0x30...0x39: digits.append(byte)
            case UInt8(ascii: "+") where digits.isEmpty && !hasPlus: hasPlus = true
            case UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"),
                0x09...0x0D:
                continue
            default: return nil
            }
        }
        return digits.isEmpty ? nil : (String(decoding: digits, as: UTF8.self), hasPlus)
    }

    /// A number that a spreadsheet took for a quantity: `901234567.0`, `9.01234567E8`, `8,4901234567E+10`.
    ///
    /// One that was rounded on the way has lost its last digits and is none.
    private static func digitsOfDecimal(_ text: Substring) -> String? {
        let parts = text.split(separator: "e", omittingEmptySubsequences: false)
        let groups = (parts.first ?? "").split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard groups.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 &- 0x30 < 10 } }) else { return nil }
        switch parts.count {
        case 1:
            guard groups.count == 2, groups[0].utf8.count >= 9, groups[1].utf8.allSatisfy({ $0 == 0x30 }) else {
                return nil
            }
            return String(groups[0])
        case 2:
            let exponent = parts[1].hasPrefix("+") ? parts[1].dropFirst() : parts[1]
            guard (1...2).contains(exponent.utf8.count), let power = Int(exponent), (8...14).contains(power),
                groups.count == 2, groups[0].utf8.count == 1
            else { return nil }
            let lost = power - groups[1].utf8.count
            guard (0...1).contains(lost) else { return nil }
            return groups[0] + groups[1] + String(repeating: "0", count: lost)
        default: return nil
        }
    }
}
