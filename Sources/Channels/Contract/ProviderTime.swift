import Foundation

/// Times as providers write them: the one place where a number or a text from outside becomes a moment.
///
/// A moment before 2000 or from 2100 on is none: it comes from a broken clock or an attack, and a message is better taken
/// without a time. Anything that is read here can be counted in milliseconds.
enum ProviderTime {
    /// 2000-01-01 and 2100-01-01, UTC, in seconds since 1970.
    static let bounds = 946_684_800.0..<4_102_444_800.0
    /// The longest text that is looked at, in bytes.
    private static let longest = 40

    /// Of a number of seconds since 1970.
    static func seconds(_ text: String) -> Date? { number(text).flatMap(moment) }

    /// Of a number of milliseconds since 1970.
    static func milliseconds(_ text: String) -> Date? { number(text).map { $0 / 1000 }.flatMap(moment) }

    /// Of ISO 8601, with or without parts of a second.
    static func iso8601(_ text: String) -> Date? {
        guard text.utf8.count <= longest else { return nil }
        let date =
            (try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text))
            ?? (try? Date.ISO8601FormatStyle().parse(text))
        return date.flatMap { moment($0.timeIntervalSince1970) }
    }

    /// Of `yyyyMMddHHmmss` by the clocks of Vietnam.
    static func vietnamDigits(_ text: String) -> Date? {
        let digits = Array(text.utf8)
        guard digits.count == 14, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let part = { (range: Range<Int>) in String(decoding: digits[range], as: UTF8.self) }
        return iso8601(
            "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))+07:00")
    }

    /// A moment as `yyyyMMddHHmmss` by the clocks of Vietnam.
    static func vietnamDigits(of date: Date) -> String {
        String(date.addingTimeInterval(7 * 3600).formatted(.iso8601).filter(\.isNumber).prefix(14))
    }

    /// Decimal digits, also with a fraction or an exponent; words such as `nan` and hexadecimal digits are no numbers here.
    private static func number(_ text: String) -> Double? {
        guard text.utf8.count <= longest,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) })
        else { return nil }
        return Double(text)
    }

    private static func moment(_ seconds: Double) -> Date? {
        bounds.contains(seconds) ? Date(timeIntervalSince1970: seconds) : nil
    }
}

extension Date {
    /// Of our own clock, for what goes out: whole seconds since 1970, 0 for a clock that is out of all bounds.
    var wholeSeconds: Int64 { Int64(exactly: timeIntervalSince1970.rounded(.down)) ?? 0 }
}
