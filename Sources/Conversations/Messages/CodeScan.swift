import PublicServices

/// Finds the codes of dossiers and procedures in a text, also where they are glued to a word, a label or another code.
struct CodeScan {
    struct Found {
        var range: Range<Int>
        var kind: Kind
    }

    enum Kind: Equatable {
        case dossier(DossierCode)
        case procedure(ProcedureCode)
    }

    /// In their order; none overlap.
    private(set) var codes: [Found] = []
    private let bytes: [UInt8]

    init(_ signs: NumberSigns) {
        bytes = signs.bytes
        var index = 0
        while index < bytes.count {
            if let found = dossier(at: index, in: signs) ?? procedure(at: index, in: signs) {
                codes.append(found)
                index = found.range.upperBound
            } else {
                index += 1
            }
        }
    }

    // MARK: - Dossiers

    /// `000.00.53.H48-220921-0099`, also with a space on either side of a dash, and with letters O for zeros.
    private func dossier(at start: Int, in signs: NumberSigns) -> Found? {
        // A code begins behind anything but a digit or a dot, so that none is cut out of a longer one; or behind another.
        let isBehindCode = codes.last.map { $0.range.upperBound >= start - 1 } ?? false
        guard isBehindCode || start == 0 || !(isDigit(start - 1) || bytes[start - 1] == UInt8(ascii: ".")) else {
            return nil
        }
        let hasPrefix =
            run(from: start) == 3 && dot(start + 3) && run(from: start + 4) == 2 && dot(start + 6)
            && run(from: start + 7) == 2 && dot(start + 9)
        var index = hasPrefix ? start + 10 : start
        guard index + 2 < bytes.count, (bytes[index] | 0x20) &- 0x61 < 26, run(from: index + 1) == 2 else { return nil }
        index += 3
        for _ in 0..<4 {
            let count = dot(index) ? run(from: index + 1) : 0
            guard (1...3).contains(count) else { break }
            index += 1 + count
        }
        guard let day = behindDash(index) else { return nil }
        let dayCount = run(from: day)
        guard dayCount == 6 || dayCount == 8, let number = behindDash(day + dayCount) else { return nil }
        var end = number
        while end < bytes.count, isDigit(end) || bytes[end] == UInt8(ascii: "O") { end += 1 }
        // The next code may follow without anything between: "…-0002000.00.53.H48-…".
        if end - number >= Self.prefix + Self.shortestNumber, isAgency(behind: end) { end -= Self.prefix }
        // Without its prefix it is short, so that other numbers with two dashes look like one.
        guard let code = DossierCode(signs.text(of: start..<end)), hasPrefix || isDay(code) else { return nil }
        return Found(range: start..<end, kind: .dossier(code))
    }

    /// Digits with which the agency of a code begins, and the fewest of a day's number.
    private static let prefix = 3
    private static let shortestNumber = 3

    /// `.00.53.H48`, what follows on the first three digits of a code.
    private func isAgency(behind index: Int) -> Bool {
        dot(index) && run(from: index + 1) == 2 && dot(index + 3) && run(from: index + 4) == 2 && dot(index + 6)
            && index + 9 < bytes.count && isASCIILetter(index + 7) && run(from: index + 8) == 2
    }

    /// Whether the day of a code may be one: other digits with two dashes are no code.
    private func isDay(_ code: DossierCode) -> Bool {
        let parts = code.description.split(separator: "-")
        guard parts.count == 3, let month = Int(parts[1].dropLast(2).suffix(2)), let day = Int(parts[1].suffix(2))
        else {
            return false
        }
        return (1...12).contains(month) && (1...31).contains(day)
    }

    /// The place behind a dash, which may have a space on either side.
    private func behindDash(_ index: Int) -> Int? {
        var index = index
        if index < bytes.count, bytes[index] == 0x20 { index += 1 }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "_") else {
            return nil
        }
        index += 1
        if index < bytes.count, bytes[index] == 0x20 { index += 1 }
        return index
    }

    // MARK: - Procedures

    /// `1.001193`, also in the long form `1.001193.000.00.00.H48`.
    private func procedure(at start: Int, in signs: NumberSigns) -> Found? {
        guard isDigit(start), dot(start + 1), start + 7 < bytes.count, (start + 2...start + 7).allSatisfy(isDigit),
            start == 0 || !(isDigit(start - 1) || ".,".utf8.contains(bytes[start - 1]))
        else { return nil }
        var end = start + 8
        while end < bytes.count, end < start + Self.longestProcedure, isDigit(end) || dot(end) || isASCIILetter(end) {
            end += 1
        }
        while dot(end - 1) { end -= 1 }
        // The next word may be glued to the short form.
        for end in [end, start + 8] where end == bytes.count || !isDigit(end) {
            if let code = ProcedureCode(readingFrom: signs.text(of: start..<end)) {
                return Found(range: start..<end, kind: .procedure(code))
            }
        }
        return nil
    }

    private static let longestProcedure = 30

    // MARK: - Signs

    private func isDigit(_ index: Int) -> Bool { index < bytes.count && NumberSigns.isDigit(bytes[index]) }
    private func isASCIILetter(_ index: Int) -> Bool { (bytes[index] | 0x20) &- 0x61 < 26 }
    private func dot(_ index: Int) -> Bool { index < bytes.count && bytes[index] == UInt8(ascii: ".") }
    private func isCodeDigit(_ index: Int) -> Bool {
        isDigit(index) || (index < bytes.count && (bytes[index] | 0x20) == UInt8(ascii: "o"))
    }

    /// How many digits, or letters O for them, stand from a place on; nine stand for any more.
    private func run(from start: Int) -> Int {
        var count = 0
        while count < 9, isCodeDigit(start + count) { count += 1 }
        return count
    }
}
