/// Finds citizen numbers among the digits of a text.
///
/// | what | found |
/// |---|---|
/// | twelve digits or more without a gap | always, unless they are a telephone number with its country code |
/// | twelve digits in groups | where they begin with a province's code; groups may be parted by up to three signs or eight spaces |
/// | the same with other digits at either end of it | so, unless a telephone number, a day, a sum or another such stands there |
/// | the same with `O` and `l` for some digits | so, also beside other letters |
/// | twelve digits in groups behind a word such as `cccd` | always |
/// | nine digits (the identity card until 2024) | behind such a word |
///
/// Groups that are a telephone number, a day, a dossier's or a procedure's code are not joined with what stands beside
/// them. In doubt a number is masked: the original stays, encrypted.
struct PersonalNumberFinder {
    /// Digits of the shortest number that is masked.
    static let shortest = 9
    /// Digits of it that may not be letters which look like them.
    static let fewestDigits = 6
    private static let full = PersonalNumbers.length
    /// How many digits stay to be seen.
    private static let seen = 3
    /// Groups of a number that has other digits at its ends, or different gaps; more are lists.
    private static let mostParts = 6

    private let signs: NumberSigns
    private let codes: [Range<Int>]
    private let row: DigitRow
    /// Where the numbers stand, as ranges of signs, in their order; those in groups may overlap.
    private(set) var ranges: [Range<Int>] = []
    private var isHidden: [Bool] = []
    /// Where numbers begin that are told by their groups.
    private var begins: [Bool] = []
    /// What is hidden of numbers without a gap that begin with a province's code.
    private var isWhole: [Bool] = []
    private lazy var others = OtherNumbers(row.groups, in: signs)

    init(_ signs: NumberSigns) {
        self.init(signs, codes: CodeScan(signs).codes.map(\.range))
    }

    /// - Parameter codes: where codes of dossiers and procedures stand, in their order.
    init(_ signs: NumberSigns, codes: [Range<Int>]) {
        self.signs = signs
        self.codes = codes
        row = DigitRow(signs, signs.groups)
        let spelled = signs.groupsWithLetters.map { DigitRow(signs, $0) }
        guard max(row.places.count, spelled?.places.count ?? 0) >= Self.shortest else { return }
        isHidden = Array(repeating: false, count: signs.bytes.count)
        begins = isHidden
        isWhole = isHidden
        for group in row.groups.indices { findSet(at: group) }
        if row.groups.count > 1 {
            for first in row.places.indices { findGlued(at: first) }
        }
        if let spelled { find(spelled) }
        ranges.sort { $0.lowerBound < $1.lowerBound }
    }

    /// The places of all digits that are to be hidden, in their order.
    var hidden: [Int] { ranges.isEmpty ? [] : isHidden.indices.filter { isHidden[$0] } }

    // MARK: - Groups

    /// Looks for numbers that begin with a group and end with one.
    private mutating func findSet(at index: Int) {
        let group = row.groups[index]
        let first = row.firsts[index]
        if group.count >= Self.full {
            guard !isTelephone(group) else { return }
            take(first..<first + group.count, of: row, isSure: true)
            for start in group.range.dropLast(Self.full - 1) where !isWhole[start] && hasProvince(signs.bytes[start...])
            {
                for place in start..<start + Self.full - Self.seen { isWhole[place] = true }
            }
        } else if let window = row.window(at: first, length: Self.full), window.endsGroup, isNumber(window, of: row) {
            take(window.digits, of: row, isSure: true)
        } else if let window = row.window(at: first, length: Self.shortest), window.endsGroup, isOld(window, of: row) {
            take(window.digits, of: row, isSure: true)
        }
    }

    /// Looks for a number that begins at a digit and has other digits at one end or both: "5051 199 001 2349".
    private mutating func findGlued(at first: Int) {
        guard let window = row.window(at: first, length: Self.full), window.counts.count > 1,
            !(window.startsGroup && window.endsGroup), isGlued(window, of: row)
        else { return }
        take(window.digits, of: row, isSure: false)
    }

    /// Looks for numbers with letters for some of their digits.
    private mutating func find(_ spelled: DigitRow) {
        for first in spelled.places.indices {
            for length in [Self.full, Self.shortest] {
                guard let window = spelled.window(at: first, length: length),
                    case let digits = spelled.places[window.digits].count(where: {
                        NumberSigns.isDigit(signs.bytes[$0])
                    }),
                    (Self.fewestDigits..<length).contains(digits), isFound(window, digits: digits, of: spelled)
                else { continue }
                take(window.digits, of: spelled, isSure: false)
                break
            }
        }
    }

    private mutating func isFound(_ window: DigitRow.Window, digits: Int, of spelled: DigitRow) -> Bool {
        let range = spelled.range(window)
        let isWhole = window.startsGroup && window.endsGroup
        // Any twelve signs alone, nearly all of them digits.
        if isWhole, window.counts == [Self.full], digits >= Self.shortest, isFree(range) { return true }
        guard !others.overlaps(range) else { return false }
        if window.digits.count == Self.shortest { return isWhole && isOld(window, of: spelled) }
        return isWhole && window.counts.count > 1 ? isNumber(window, of: spelled) : isGlued(window, of: spelled)
    }

    private mutating func take(_ digits: Range<Int>, of row: DigitRow, isSure: Bool) {
        let places = row.places[digits]
        guard let first = places.first, let last = places.last else { return }
        for place in places.dropLast(Self.seen) { isHidden[place] = true }
        if isSure { begins[first] = true }
        ranges.append(first..<last + 1)
    }

    // MARK: - What a number is

    /// Whether twelve digits in whole groups are a citizen number.
    private mutating func isNumber(_ window: DigitRow.Window, of row: DigitRow) -> Bool {
        let code = code(at: window, of: row)
        if code.isTaken { return false }
        if !code.isNear, isLabelled(row.range(window).lowerBound) { return true }
        guard hasProvince(window, of: row) else { return false }
        // Nobody writes anything else with a gap behind each digit.
        if window.counts.allSatisfy({ $0 == 1 }) { return true }
        let joints = row.joints(window)
        let isUniform = joints.allSatisfy { $0 == joints[0] }
        // Equal groups in equal gaps are one number, whatever its beginning looks like.
        let isEven = isUniform && window.counts.allSatisfy { $0 == window.counts[0] }
        let parts = row.parts(window)
        guard isEven || isOne(window, of: row) || !(code.isNear || holdsTelephone(parts)) else { return false }
        // A clock's "07:30 - 11:30" is none.
        if joints.contains(UInt8(ascii: ":")), !isUniform, others.overlaps(row.range(window)) { return false }
        if window.counts[0] >= 3 { return !holdsDay(parts, joints) }
        guard isUniform else {
            return window.counts.count <= Self.mostParts && !others.overlaps(row.range(window))
        }
        return window.counts.contains { $0 > 2 } || arePairs(window, of: row)
    }

    /// Whether one sign holds all groups together, other than a gap or what parts a list: "0381.234.567.12" is one number, though
    /// its first ten digits are like a telephone's; nothing else may begin within it and go on behind.
    private mutating func isOne(_ window: DigitRow.Window, of row: DigitRow) -> Bool {
        guard let sign = row.joints(window).first, Self.jointsOfOne.contains(sign) else { return false }
        return row.joints(window).allSatisfy { $0 == sign } && !code(at: window, of: row).isNear
            && !others.reachBeyond(row.range(window))
    }

    private static let jointsOfOne = Array(".-_/".utf8)

    /// Whether twelve digits, some of them a part of a longer group, are a citizen number.
    private mutating func isGlued(_ window: DigitRow.Window, of row: DigitRow) -> Bool {
        let range = row.range(window)
        let code = code(at: window, of: row)
        guard !code.isTaken else { return false }
        guard hasProvince(window, of: row) || window.startsGroup && !code.isNear && isLabelled(range.lowerBound) else {
            return false
        }
        // What begins within a number is a part of it, and so is all but a digit or two of one beside others.
        if !window.startsGroup, isWhole[range.lowerBound] { return false }
        if reachesOther(window, of: row) { return false }
        let behind = row.places[window.digits.lowerBound + 1...window.digits.lowerBound + 2]
        guard !behind.contains(where: { begins[$0] }) else { return false }
        let inner = window.counts.dropFirst().dropLast()
        if window.counts.count > Self.mostParts, inner.allSatisfy({ $0 == 1 }) { return true }
        guard !others.overlaps(range), !others.areCut(by: range) else { return false }
        if window.counts.count <= Self.mostParts { return !isList(window, of: row) }
        return inner.allSatisfy { $0 == 2 } && arePairs(window, of: row)
    }

    /// Whether some digits are another number and the begin of the next: nine digits behind a word such as `cmnd`, or fewer
    /// than four, and twelve digits.
    private func reachesOther(_ window: DigitRow.Window, of row: DigitRow) -> Bool {
        guard let last = window.counts.last, !window.endsGroup else { return false }
        let isOld = window.startsGroup && begins[row.places[window.digits.lowerBound]]
        let next = row.groups[window.groups.upperBound].count
        return isOld && (next >= Self.full || !hasProvince(window, of: row))
            || next == Self.full && last >= Self.full - Self.seen
    }

    /// Whether nine digits in whole groups are the number of an old identity card: "cmnd 23 1234567".
    private mutating func isOld(_ window: DigitRow.Window, of row: DigitRow) -> Bool {
        guard isLabelled(row.range(window).lowerBound) else { return false }
        if window.counts.count == 1 || window.counts == [3, 3, 3] { return true }
        return !code(at: window, of: row).isNear && !others.stand(in: row.range(window))
            && (window.counts.allSatisfy { $0 == 1 } || !isRising(window, of: row))
    }

    private func hasProvince(_ window: DigitRow.Window, of row: DigitRow) -> Bool {
        hasProvince(row.values[window.digits])
    }

    /// The first three digits are the code of a province: 001 to 096.
    private func hasProvince(_ digits: ArraySlice<UInt8>) -> Bool {
        (1...96).contains(digits.prefix(3).reduce(0) { $0 * 10 + Int($1 & 0x0F) })
    }

    /// Whether pairs of digits are one number, and no list or days.
    private func arePairs(_ window: DigitRow.Window, of row: DigitRow) -> Bool {
        let joints = row.joints(window)
        guard joints.allSatisfy({ $0 == joints[0] }) else { return false }
        return Self.jointsOfDigits.contains(joints[0]) || !isRising(window, of: row)
    }

    /// What seldom stands in a list of pairs.
    private static let jointsOfDigits = Array(" .-_~|".utf8) + [NumberSigns.sign]

    /// Whether the groups are numbers each of which is greater than the one before: "thôn 01, 02, 03".
    private func isRising(_ window: DigitRow.Window, of row: DigitRow) -> Bool {
        let values = row.parts(window).map { signs.bytes[$0].reduce(0) { $0 * 10 + Int($1 &- 0x30) } }
        return values.count >= 4 && zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
    }

    /// Whether twelve digits that begin or end within a group are cut out of a list: "thửa 105, 110, 120, 130, 140".
    private func isList(_ window: DigitRow.Window, of row: DigitRow) -> Bool {
        guard window.groups.count >= 4 else { return false }
        let counts = row.groups[window.groups].map(\.count)
        guard counts[1..<counts.count - 1].allSatisfy({ $0 == counts[1] }) else { return false }
        return !window.startsGroup && counts[0] == counts[1]
            || !window.endsGroup && counts[counts.count - 1] == counts[1]
    }

    // MARK: - What else digits are

    /// Whether a code stands where a number might be, and whether one stands in front of it whose end may be its begin.
    ///
    /// A code has a space within where its end may be something else: "H48-261120- 051 199 001 234".
    private func code(at window: DigitRow.Window, of row: DigitRow) -> (isTaken: Bool, isNear: Bool) {
        let range = row.range(window)
        guard let code = codes.overlappingSorted(range),
            // Letters that look like digits stand in front of what only looks like a code.
            !row.groups[window.groups].contains(where: { $0.range.dropFirst().contains(code.lowerBound) })
        else { return (false, false) }
        let isLoose = signs.bytes[code].contains(where: NumberSigns.isSpace)
        return (!isLoose || code.overlaps(row.groups[window.groups.upperBound].range), true)
    }

    private func isTelephone(_ group: NumberSigns.Group) -> Bool {
        guard group.count <= 15, !isLabelled(group.range.lowerBound) else { return false }
        let digits = signs.text(of: group.range)
        // No country's code begins with a 0.
        let hasPlus =
            group.range.lowerBound > 0 && signs.bytes[group.range.lowerBound - 1] == UInt8(ascii: "+")
            && !digits.utf8.starts(with: "0".utf8)
        switch PhoneNumber.kind(of: hasPlus ? "+" + digits : digits) {
        case .mobile, .landline: return true
        case .foreign: return hasPlus
        case .service, .notANumber: return false
        }
    }

    /// Whether some parts of a window are a telephone number of their own: "0381234567 12" is one and a twelve.
    private func holdsTelephone(_ parts: [Range<Int>]) -> Bool {
        for first in parts.indices where signs.bytes[parts[first].lowerBound] == 0x30 {
            var digits: [UInt8] = []
            for part in parts[first...] {
                digits += signs.bytes[part]
                guard digits.count <= 11 else { break }
                guard digits.count >= 10,
                    Self.isGroupedAsTelephone(parts[first...].prefix { $0.upperBound <= part.upperBound })
                else { continue }
                if PhoneNumber(national: String(decoding: digits.dropFirst(), as: UTF8.self)) != nil { return true }
            }
        }
        return false
    }

    /// Nobody parts a telephone number into single digits, or in the middle: "03812 34567".
    private static func isGroupedAsTelephone(_ parts: ArraySlice<Range<Int>>) -> Bool {
        parts.allSatisfy { $0.count > 1 } && !parts.contains { $0.count == 5 }
    }

    /// Whether three parts of a window are a day: "051 12/3/2024 12".
    private func holdsDay(_ parts: [Range<Int>], _ joints: [UInt8]) -> Bool {
        guard parts.count > 3 else { return false }
        return parts.indices.dropLast(2).contains { index in
            guard joints[index] == joints[index + 1], "/.-".utf8.contains(joints[index]), parts[index + 2].count == 4
            else { return false }
            let range = parts[index].lowerBound..<parts[index + 2].upperBound
            return EntityReader.day(signs.text(of: range)) != nil
        }
    }

    private func isFree(_ range: Range<Int>) -> Bool {
        (range.lowerBound == 0 || !NumberSigns.isLetter(signs.bytes[range.lowerBound - 1]))
            && (range.upperBound == signs.bytes.count || !NumberSigns.isLetter(signs.bytes[range.upperBound]))
    }

    /// Whether a word in front of a place says that a citizen's number follows: "cccd số …", "chứng minh nhân dân: …".
    private func isLabelled(_ start: Int) -> Bool {
        // The last letter first.
        var letters: [UInt8] = []
        var stars = 0
        for byte in signs.bytes[max(0, start - 36)..<start].reversed() {
            if byte == UInt8(ascii: "*") { stars += 1 }
            // A number between belongs to the word, and not this one, also where it is masked.
            if NumberSigns.isDigit(byte) || stars == Self.shortest - Self.seen { break }
            if NumberSigns.isLetter(byte) { letters.append(byte | 0x20) }
        }
        return letters.indices.contains { start in
            Self.labels.contains { letters[start...].starts(with: $0) }
        }
    }

    /// Backwards, as they are looked for.
    private static let labels = ["cccd", "cmnd", "cmtnd", "cmt", "cancuoc", "chungminh", "dinhdanh"]
        .map { Array($0.utf8.reversed()) }
}

extension [Range<Int>] {
    /// Whether one of some ranges in their order overlaps another range.
    func overlapsSorted(_ range: Range<Int>) -> Bool { overlappingSorted(range) != nil }

    /// The first of some ranges in their order that overlaps another range.
    func overlappingSorted(_ range: Range<Int>) -> Range<Int>? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].lowerBound < range.upperBound ? self[low] : nil
    }
}
