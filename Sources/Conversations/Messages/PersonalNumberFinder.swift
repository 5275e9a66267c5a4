/// Finds citizen numbers among the digits of a text.
///
/// | what | found |
/// |---|---|
/// | twelve digits or more without a gap | always, unless they are a telephone number with its country code |
/// | twelve digits in groups | where they begin with a province's code; groups may be parted by up to three signs or eight spaces |
/// | twelve digits in groups behind a word such as `cccd` | always |
/// | nine digits (the identity card until 2024) | behind such a word |
///
/// Groups that are a telephone number, a day, a dossier's or a procedure's code are not joined with what stands beside
/// them. In doubt a number is masked: the original stays, encrypted.
struct PersonalNumberFinder {
    /// Digits of the shortest number that is masked.
    static let shortest = 9
    private static let full = PersonalNumbers.length
    /// How many digits stay to be seen.
    private static let seen = 3

    private let signs: NumberSigns
    private let groups: [NumberSigns.Group]
    private let codes: [Range<Int>]
    /// Where the numbers stand, as ranges of signs; those in groups may overlap.
    private(set) var ranges: [Range<Int>] = []
    /// Places within groups where what is seen of a number begins, and which are still to be looked at.
    private var rests: [(group: Int, place: Int)] = []
    private var seenRests: Set<Int> = []

    init(_ signs: NumberSigns) {
        self.init(signs, codes: CodeScan(signs).codes.map(\.range))
    }

    /// - Parameter codes: where codes of dossiers and procedures stand, in their order.
    init(_ signs: NumberSigns, codes: [Range<Int>]) {
        let signs = signs.withDigitsForLetters(length: Self.full, atLeast: Self.shortest)
        self.signs = signs
        self.codes = codes
        groups = signs.groups
        for index in groups.indices {
            find(at: index)
            while let (group, place) = rests.popLast() { findGroups(from: group, at: place) }
        }
    }

    /// The places of all digits that are to be hidden, in their order.
    var hidden: [Int] {
        guard !ranges.isEmpty else { return [] }
        var isHidden = Array(repeating: false, count: signs.bytes.count)
        for range in ranges {
            var left = range.count { NumberSigns.isDigit(signs.bytes[$0]) } - Self.seen
            for place in range where left > 0 && NumberSigns.isDigit(signs.bytes[place]) {
                isHidden[place] = true
                left -= 1
            }
        }
        return isHidden.indices.filter { isHidden[$0] }
    }

    private mutating func find(at first: Int) {
        let group = groups[first]
        let start = group.range.lowerBound
        if group.count >= Self.full {
            if !isTelephone(group) { take(first...first, from: start) }
        } else if group.count == Self.shortest, isLabelled(start) {
            take(first...first, from: start)
        } else {
            findGroups(from: first, at: start)
        }
    }

    /// Looks for a number in several groups that begins at a place in one of them.
    private mutating func findGroups(from first: Int, at start: Int) {
        var digits = groups[first].range.upperBound - start
        var last = first
        while last + 1 < groups.count, digits < Self.full, groups[last + 1].joint != nil {
            last += 1
            digits += groups[last].count
            if digits == Self.shortest, last == first + 2, groups[first...last].allSatisfy({ $0.count == 3 }),
                isLabelled(start), !goesOn(behind: last)
            {
                take(first...last, from: start)
            }
        }
        guard digits == Self.full, last > first, isNumber(first...last, from: start) else { return }
        take(first...last, from: start)
    }

    /// Notes a number that begins at a place in the first of some groups.
    ///
    /// Another one may begin with the digits that stay seen of it, as in "051199001034 567 890 123".
    private mutating func take(_ window: ClosedRange<Int>, from start: Int) {
        ranges.append(start..<groups[window.upperBound].range.upperBound)
        var left = Self.seen
        for index in window.reversed() {
            let place = groups[index].range.upperBound - left
            left -= groups[index].count
            guard left <= 0 else { continue }
            // Where all digits of the group stay, it is looked at anyway.
            if left < 0, seenRests.insert(place).inserted { rests.append((index, place)) }
            return
        }
    }

    /// Whether a group is joined by another one; a number without a gap stands for itself, masked or not.
    private func goesOn(behind last: Int) -> Bool {
        last + 1 < groups.count && groups[last + 1].joint != nil && groups[last + 1].count < Self.full
    }

    /// Whether groups with twelve digits are a citizen number.
    private func isNumber(_ window: ClosedRange<Int>, from start: Int) -> Bool {
        let code = codes.overlappingSorted(start..<groups[window.upperBound].range.upperBound)
        if let code, !isLoose(code) || code.overlaps(groups[window.upperBound].range) { return false }
        if code == nil, isLabelled(start) { return true }
        let parts = window.map { max(start, groups[$0].range.lowerBound)..<groups[$0].range.upperBound }
        let digits = parts.lazy.joined().map { Int(signs.bytes[$0] - 0x30) }
        let province = digits.prefix(3).reduce(0) { $0 * 10 + $1 }
        guard (1...96).contains(province) else { return false }
        let joints = window.dropFirst().map { groups[$0].joint ?? 0 }
        let isUniform = joints.allSatisfy { $0 == joints[0] }
        // Equal groups in equal gaps are one number, whatever its beginning looks like.
        let isEven = isUniform && parts.allSatisfy { $0.count == parts[0].count }
        guard isEven || !(code != nil || holdsTelephone(parts)) else { return false }
        // A clock's "07:30 - 11:30" is none.
        if joints.contains(UInt8(ascii: ":")), !isUniform { return false }
        if parts[0].count >= 3 { return !holdsDay(parts, joints) }
        // Short groups are lists and days as well, so only one kind of gap makes a number of them.
        guard isUniform else { return false }
        return parts.contains { $0.count > 2 }
            || (Self.jointsOfDigits.contains(joints[0]) && window.dropFirst().allSatisfy { groups[$0].distance == 1 })
    }

    /// What may stand between single digits and pairs of them; signs of lists and days do not.
    private static let jointsOfDigits = Array(" .-_~|".utf8) + [NumberSigns.sign]

    // MARK: - What else digits are

    /// Whether a code has a space within, so that its end may be the begin of a number: "H48-261120- 051 199 001 234".
    private func isLoose(_ code: Range<Int>) -> Bool { signs.bytes[code].contains(where: NumberSigns.isSpace) }

    private func isTelephone(_ group: NumberSigns.Group) -> Bool {
        guard group.count <= 15, !isLabelled(group.range.lowerBound) else { return false }
        let digits = signs.text(of: group.range)
        let hasPlus = group.range.lowerBound > 0 && signs.bytes[group.range.lowerBound - 1] == UInt8(ascii: "+")
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
                guard digits.count >= 10 else { continue }
                if PhoneNumber(national: String(decoding: digits.dropFirst(), as: UTF8.self)) != nil { return true }
            }
        }
        return false
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
