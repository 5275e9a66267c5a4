/// Finds citizen numbers among the digits of a text.
///
/// | what | found |
/// |---|---|
/// | twelve digits or more without a gap | always, unless they are a telephone number with its country code |
/// | twelve digits in groups | where they begin with a province's code; groups may be parted by up to three signs |
/// | twelve digits in groups behind a word such as `cccd` | always |
/// | nine digits (the identity card until 2024) | behind such a word |
///
/// Groups that are a telephone number, a day, a dossier's or a procedure's code are not joined with what stands beside
/// them. In doubt a number is masked: the original stays, encrypted.
struct PersonalNumberFinder {
    /// Digits of the shortest number that is masked.
    static let shortest = 9
    private static let full = 12
    /// How many digits stay to be seen.
    private static let seen = 3

    private let signs: NumberSigns
    private let groups: [NumberSigns.Group]
    private let codes: [Range<Int>]
    /// Where the numbers stand, as ranges of signs: long ones first, then those in groups; those may overlap.
    private(set) var ranges: [Range<Int>] = []

    init(_ signs: NumberSigns) {
        self.init(signs, codes: CodeScan(signs).codes.map(\.range))
    }

    /// - Parameter codes: where codes of dossiers and procedures stand, in their order.
    init(_ signs: NumberSigns, codes: [Range<Int>]) {
        let signs = signs.withDigitsForLetters(length: Self.full, atLeast: Self.shortest)
        self.signs = signs
        self.codes = codes
        groups = signs.groups
        for index in groups.indices { find(at: index) }
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
        if group.count >= Self.full {
            if !isTelephone(group) { ranges.append(group.range) }
            return
        }
        if group.count == Self.shortest, isLabelled(group) {
            ranges.append(group.range)
            return
        }
        guard !isRest(group) else { return }
        var digits = group.count
        var last = first
        while last + 1 < groups.count, digits < Self.full, groups[last + 1].joint != nil {
            last += 1
            digits += groups[last].count
            if digits == Self.shortest, last == first + 2, groups[first...last].allSatisfy({ $0.count == 3 }),
                isLabelled(group), last + 1 == groups.count || groups[last + 1].joint == nil
            {
                ranges.append(group.range.lowerBound..<groups[last].range.upperBound)
            }
        }
        guard digits == Self.full, last > first, isNumber(first...last) else { return }
        ranges.append(group.range.lowerBound..<groups[last].range.upperBound)
    }

    /// Whether groups with twelve digits are a citizen number.
    private func isNumber(_ window: ClosedRange<Int>) -> Bool {
        let range = groups[window.lowerBound].range.lowerBound..<groups[window.upperBound].range.upperBound
        guard !codes.overlapsSorted(range) else { return false }
        if isLabelled(groups[window.lowerBound]) { return true }
        let digits = range.lazy.filter { NumberSigns.isDigit(signs.bytes[$0]) }.map { Int(signs.bytes[$0] - 0x30) }
        let province = digits.prefix(3).reduce(0) { $0 * 10 + $1 }
        guard (1...96).contains(province) else { return false }
        let joints = window.dropFirst().map { groups[$0].joint ?? 0 }
        let isUniform = joints.allSatisfy { $0 == joints[0] }
        // Equal groups in equal gaps are one number, whatever its beginning looks like.
        let isEven = isUniform && groups[window].allSatisfy { $0.count == groups[window.lowerBound].count }
        guard isEven || !holdsTelephone(window) else { return false }
        // A clock's "07:30 - 11:30" is none.
        if joints.contains(UInt8(ascii: ":")), !isUniform { return false }
        if groups[window.lowerBound].count >= 3 { return !holdsDay(window) }
        // Short groups are lists and days as well, so only one kind of gap makes a number of them.
        guard isUniform else { return false }
        return groups[window].contains { $0.count > 2 }
            || (" .-".utf8.contains(joints[0]) && window.dropFirst().allSatisfy { groups[$0].distance == 1 })
    }

    // MARK: - What else digits are

    private func isTelephone(_ group: NumberSigns.Group) -> Bool {
        guard group.count <= 15, !isLabelled(group) else { return false }
        let digits = signs.text(of: group.range)
        let hasPlus = group.range.lowerBound > 0 && signs.bytes[group.range.lowerBound - 1] == UInt8(ascii: "+")
        switch PhoneNumber.kind(of: hasPlus ? "+" + digits : digits) {
        case .mobile, .landline: return true
        case .foreign: return hasPlus
        case .service, .notANumber: return false
        }
    }

    /// Whether some groups of a window are a telephone number of their own: "0381234567 12" is one and a twelve.
    private func holdsTelephone(_ window: ClosedRange<Int>) -> Bool {
        for first in window where signs.bytes[groups[first].range.lowerBound] == 0x30 {
            var digits: [UInt8] = []
            for last in first...window.upperBound {
                digits += signs.bytes[groups[last].range]
                guard digits.count <= 11 else { break }
                guard digits.count >= 10 else { continue }
                if PhoneNumber(national: String(decoding: digits.dropFirst(), as: UTF8.self)) != nil { return true }
            }
        }
        return false
    }

    /// Whether three groups of a window are a day: "051 12/3/2024 12".
    private func holdsDay(_ window: ClosedRange<Int>) -> Bool {
        guard window.count > 3 else { return false }
        return window.dropLast(2).contains { index in
            guard let joint = groups[index + 1].joint, joint == groups[index + 2].joint, "/.-".utf8.contains(joint)
            else {
                return false
            }
            let range = groups[index].range.lowerBound..<groups[index + 2].range.upperBound
            return groups[index + 2].count == 4 && EntityReader.day(signs.text(of: range)) != nil
        }
    }

    /// Whether a group is what masking has left of a number: `*********012`.
    private func isRest(_ group: NumberSigns.Group) -> Bool {
        guard group.count <= Self.seen else { return false }
        var stars = 0
        var gap = 0
        var index = group.range.lowerBound - 1
        while index >= 0, gap <= 3, stars < Self.shortest - Self.seen {
            let byte = signs.bytes[index]
            if byte == UInt8(ascii: "*") {
                stars += 1
                gap = 0
            } else if NumberSigns.isDigit(byte) || NumberSigns.isLetter(byte) {
                return false
            } else {
                gap += 1
            }
            index -= 1
        }
        return stars >= Self.shortest - Self.seen
    }

    /// Whether a word in front says that a citizen's number follows: "cccd số …", "chứng minh nhân dân: …".
    private func isLabelled(_ group: NumberSigns.Group) -> Bool {
        var label: [UInt8] = []
        for byte in signs.bytes[max(0, group.range.lowerBound - 36)..<group.range.lowerBound].reversed() {
            // A number between belongs to the word, and not this one.
            if NumberSigns.isDigit(byte) { break }
            if NumberSigns.isLetter(byte) { label.append(byte | 0x20) }
        }
        let text = String(decoding: label.reversed(), as: UTF8.self)
        return Self.labels.contains { text.contains($0) }
    }

    private static let labels = ["cccd", "cmnd", "cmtnd", "cmt", "cancuoc", "chungminh", "dinhdanh"]
}

extension [Range<Int>] {
    /// Whether one of some ranges in their order overlaps another range.
    func overlapsSorted(_ range: Range<Int>) -> Bool {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].lowerBound < range.upperBound
    }
}
