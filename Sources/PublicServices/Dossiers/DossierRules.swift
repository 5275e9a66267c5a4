package import Foundation

/// How a commune's dossiers are named, read and told about: its `dossier-states.yaml`.
package struct DossierRules: Sendable, Equatable {
    /// An HTTP portal that is asked instead of the local register.
    package struct Portal: Sendable, Equatable {
        /// The address in front of `/dossiers/CODE`.
        package var url: String
        /// The bearer token, or `env:NAME`.
        package var token: String

        package init(url: String, token: String) {
            self.url = url
            self.token = token
        }
    }

    /// The issuers whose codes may be looked up here, such as `H48`; empty for all.
    package var issuers: Set<String> = []
    /// The agency that "220921-99" is short for; nil when short forms are not read.
    package var shortFormAgency: String?
    /// How many digits the daily number has in full.
    package var shortFormDigits = 4
    /// Local names of states, in the form that ``DossierState/key(_:)`` gives, with what they mean nationally.
    package var localStates: [String: DossierState] = [:]
    /// How many working days before the promised day a follower is warned; 0 for never.
    package var warningDays = 1
    /// From when in the evening nobody is told anything that he did not ask for, in minutes since midnight.
    package var quietFrom = 21 * 60
    /// Until when in the morning.
    package var quietUntil = 7 * 60
    /// How many wrong digits a contact may send in a day.
    package var triesOfContact = 3
    /// How many wrong digits a dossier bears in a day, whoever sends them.
    package var triesOnDossier = 5
    /// The portal, where there is one.
    package var portal: Portal?

    /// Makes the rules that hold without a file.
    package init() {}

    /// Whether a code may belong to this commune.
    package func accepts(_ code: DossierCode) -> Bool { issuers.isEmpty || issuers.contains(code.issuer) }

    /// The state behind a local name, an official name or a national number.
    package func state(_ text: String) -> DossierState? {
        localStates[DossierState.key(text)] ?? DossierState(reading: text)
    }

    /// Reads the first short form in a text, such as `220921-99` in "mã 220921-99", also with words glued to it.
    package func shortCode(in text: String) -> DossierCode? {
        guard let shortFormAgency else { return nil }
        let bytes = text.utf8
        var index = bytes.startIndex
        while index < bytes.endIndex {
            guard Self.isDigit(bytes[index]) else {
                index = bytes.index(after: index)
                continue
            }
            let run = bytes[index...].prefix(while: Self.isDigit)
            if run.count == 6, !Self.isGoingOn(bytes[..<index]), Self.isDay(run),
                let number = Self.number(behindDash: bytes[run.endIndex...])
            {
                let padding = String(repeating: "0", count: max(0, shortFormDigits - number.utf8.count))
                return DossierCode("\(shortFormAgency)-\(Substring(run))-\(padding)\(number)")
            }
            index = run.endIndex
        }
        return nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte >= 0x80 }

    /// Whether what stands in front of a short form makes it a part of something longer: `H48-`, `1.`, `A`; a word such as
    /// "hs" does not.
    private static func isGoingOn(_ before: Substring.UTF8View) -> Bool {
        guard let last = before.last else { return false }
        if isDigit(last) || last == UInt8(ascii: "-") || last == UInt8(ascii: ".") { return true }
        guard last < 0x80, isLetter(last) else { return false }
        let word = before.reversed().prefix(while: isLetter)
        let behind = before.dropLast(word.count).last
        return word.count < wordOfCode || behind.map { isDigit($0) || $0 == UInt8(ascii: "-") } ?? false
    }

    /// Whether what stands behind a short form makes it a part of something longer: a letter, a dash, more digits of another
    /// number; a word such as "nhe" does not.
    private static func isGoneOn(_ behind: Substring.UTF8View) -> Bool {
        guard let first = behind.first else { return false }
        if isDigit(first) || first == UInt8(ascii: "-") { return true }
        guard first < 0x80, isLetter(first) else { return false }
        let word = behind.prefix(while: isLetter)
        let next = behind.dropFirst(word.count).first
        return word.count < wordOfCode || next.map { isDigit($0) || $0 == UInt8(ascii: "-") } ?? false
    }

    /// Letters from which on they are a word beside a code; a single one belongs to another kind of number.
    private static let wordOfCode = 2

    /// Whether six digits are a day; of years from 2020 on, so that a mobile number with a dash (090912-3456) is none.
    private static func isDay(_ digits: Substring.UTF8View) -> Bool {
        guard let number = Int(Substring(digits)), (20...49).contains(number / 10_000) else { return false }
        return CalendarDay(year: 2000 + number / 10_000, month: number / 100 % 100, day: number % 100) != nil
    }

    /// Up to seven digits behind a hyphen or an en dash, which may have a space on either side, and no word behind them.
    private static func number(behindDash rest: Substring.UTF8View) -> Substring? {
        func afterSpace(_ text: Substring.UTF8View) -> Substring.UTF8View {
            text.first == 0x20 ? text.dropFirst() : text
        }
        var rest = afterSpace(rest)
        guard let dash = ["-", "–"].first(where: { rest.starts(with: $0.utf8) }) else { return nil }
        rest = afterSpace(rest.dropFirst(dash.utf8.count))
        let digits = rest.prefix(while: isDigit)
        let behind = rest.dropFirst(digits.count)
        // A second code without anything between: "261120-0001261120-0002".
        if digits.count > nextCode, isDay(digits.suffix(nextCode)), number(behindDash: behind) != nil {
            let number = digits.dropLast(nextCode)
            return number.count <= mostOfNumber ? Substring(number) : nil
        }
        guard (1...mostOfNumber).contains(digits.count), !isGoneOn(behind) else { return nil }
        return Substring(digits)
    }

    /// Digits of a day's number, and of the day with which a code begins.
    private static let mostOfNumber = 7
    private static let nextCode = 6

    /// Whether nobody should be disturbed at this instant.
    package func isQuiet(at date: Date) -> Bool {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down)) + OfficeCalendar.secondsFromUTC
        let minute = ((seconds % 86_400) + 86_400) % 86_400 / 60
        guard quietFrom > quietUntil else { return minute >= quietFrom && minute < quietUntil }
        return minute >= quietFrom || minute < quietUntil
    }
}
