/// What stands in groups of digits and is no citizen number: telephone numbers, days, months and times, sums, places on a
/// map, and letters as escapes.
struct OtherNumbers {
    /// As ranges of signs, in their order; none overlap.
    private var ranges: [Range<Int>] = []
    /// Sums of two groups and hotlines in groups are told from other digits by little, hotlines without a gap by less.
    private var sums: [Range<Int>] = []
    private var hotlines: [Range<Int>] = []
    private let groups: [NumberSigns.Group]
    private let signs: NumberSigns

    init(_ groups: [NumberSigns.Group], in signs: NumberSigns) {
        self.groups = groups
        self.signs = signs
        var index = 0
        while index < groups.count {
            var last = index
            if let end = escape(at: index) ?? plain(place, index) ?? plain(day, index) ?? plain(time, index)
                ?? phone(at: index)
            {
                last = end
                ranges.append(groups[index].range.lowerBound..<groups[last].range.upperBound)
            } else if let end = plain(sum, index) {
                last = end
                let range = groups[index].range.lowerBound..<groups[last].range.upperBound
                if last > index + 1 { ranges.append(range) } else { sums.append(range) }
            } else if let end = hotline(at: index) {
                last = end
                let range = groups[index].range.lowerBound..<groups[last].range.upperBound
                if last > index { sums.append(range) } else { hotlines.append(range) }
            }
            index = last + 1
        }
    }

    /// Whether one of them is a part of a range, or reaches into it.
    func overlaps(_ range: Range<Int>) -> Bool { ranges.overlapsSorted(range) }

    /// Whether one of them begins within a range, or in front of it, and ends behind.
    func reachBeyond(_ range: Range<Int>) -> Bool {
        ranges.overlappingSorted(range.upperBound - 1..<range.upperBound).map { $0.upperBound > range.upperBound }
            ?? false
    }

    /// Whether one of them, a sum or a hotline is a part of a range, or reaches into it.
    func stand(in range: Range<Int>) -> Bool {
        overlaps(range) || sums.overlapsSorted(range) || hotlines.overlapsSorted(range)
    }

    /// Whether a range begins or ends amid a sum, or does both amid hotlines, as what is cut out of a list of them does.
    func areCut(by range: Range<Int>) -> Bool {
        let ends = [range.lowerBound, range.upperBound]
        return ends.contains { cuts(sums, at: $0) } || ends.allSatisfy { cuts(hotlines, at: $0) }
    }

    private func cuts(_ ranges: [Range<Int>], at place: Int) -> Bool {
        place > 0 && ranges.overlappingSorted(place - 1..<place).map { $0.upperBound > place } ?? false
    }

    // MARK: - Each kind: the last of its groups, or nil

    /// `\\u0030`, `&#48;`, `%30`, `=30=31`: they are read before they are masked.
    private func escape(at index: Int) -> Int? {
        let start = groups[index].range.lowerBound
        let before = String(decoding: signs.bytes[max(0, start - 3)..<start], as: UTF8.self)
        let isOne =
            ["%", "\\u", "\\U", "\\x", "\\u{", "&#", "&#x", "&#X"].contains(where: before.hasSuffix)
            || isJoined(index, by: "=") || index + 1 < groups.count && isJoined(index + 1, by: "=")
        return isOne ? index : nil
    }

    /// Latitude and longitude within Vietnam: `14.051234,108.012345`.
    private func place(_ index: Int) -> Int? {
        guard index + 3 < groups.count, isJoined(index + 1, by: "."), isJoined(index + 3, by: "."),
            let joint = groups[index + 2].joint, ", ;".utf8.contains(joint), groups[index + 1].count >= 4,
            groups[index + 3].count >= 4, let north = number(index, of: 1...2), let east = number(index + 2, of: 3...3),
            (8...24).contains(north), (102...110).contains(east)
        else { return nil }
        return index + 3
    }

    /// `15/3/2024`, `2024-03-15` and `3/2024`.
    private func day(_ index: Int) -> Int? {
        guard index + 1 < groups.count, let sign = groups[index + 1].joint, "/.-".utf8.contains(sign),
            groups[index + 1].distance == 1
        else { return nil }
        guard !isJoined(index, by: sign) else { return nil }
        if index + 2 < groups.count, isJoined(index + 2, by: sign),
            index + 3 == groups.count || !isJoined(index + 3, by: sign)
        {
            let range = groups[index].range.lowerBound..<groups[index + 2].range.upperBound
            if range.count <= 10, EntityReader.day(signs.text(of: range)) != nil { return index + 2 }
            if let year = number(index, of: 4...4), Self.years.contains(year), isMonth(index + 1),
                let day = number(index + 2, of: 1...2), (1...31).contains(day)
            {
                return index + 2
            }
        }
        guard isMonth(index), let year = number(index + 1, of: 4...4), Self.years.contains(year),
            isApart(index, index + 2)
        else { return nil }
        return index + 1
    }

    private static let years = 1950...2049

    private func isMonth(_ index: Int) -> Bool { number(index, of: 1...2).map((1...12).contains) ?? false }

    /// `7:30`, also in `7:30-11:30`.
    private func time(_ index: Int) -> Int? {
        guard index + 1 < groups.count, isJoined(index + 1, by: ":"), let hour = number(index, of: 1...2),
            let minute = number(index + 1, of: 2...2), hour <= 24, minute < 60, isApart(index, index + 2)
        else { return nil }
        return index + 1
    }

    /// `1.500.000`, at most hundreds of billions, in whole hundreds.
    private func sum(_ index: Int) -> Int? {
        guard groups[index].count <= 3, signs.bytes[groups[index].range.lowerBound] != 0x30, index + 1 < groups.count,
            let sign = groups[index + 1].joint, ".,".utf8.contains(sign), !isJoined(index, by: sign)
        else { return nil }
        var last = index
        while last < index + 4, last + 1 < groups.count, isJoined(last + 1, by: sign) {
            guard groups[last + 1].count == 3 else { return nil }
            last += 1
        }
        guard last > index, last + 1 == groups.count || !isJoined(last + 1, by: sign),
            signs.bytes[groups[last].range].suffix(2).elementsEqual("00".utf8)
        else { return nil }
        return last
    }

    /// A number of Vietnam with its 0 or its country code, or one of another country with a plus.
    private func phone(at index: Int) -> Int? {
        let first = groups[index]
        let hasPlus = first.range.lowerBound > 0 && signs.bytes[first.range.lowerBound - 1] == UInt8(ascii: "+")
        let opening = signs.bytes[first.range].prefix(2)
        let isHome =
            opening.first == 0x30
            && (first.count >= 3 || first.count == 1 && index + 1 < groups.count && groups[index + 1].count == 3)
        guard hasPlus || isHome || opening.elementsEqual("84".utf8), !goesOnWithLetters(first) else { return nil }
        let shortest = hasPlus || isHome ? 2 : 3
        return number(at: index, first: hasPlus ? "+" : "", shortest: shortest) { digits in
            switch PhoneNumber.kind(of: digits) {
            case .mobile, .landline: hasPlus || isHome || digits.utf8.count >= 11
            case .foreign: hasPlus
            case .service, .notANumber: false
            }
        }
    }

    /// `1900 1009`.
    private func hotline(at index: Int) -> Int? {
        let opening = signs.bytes[groups[index].range].prefix(4)
        guard opening.elementsEqual("1800".utf8) || opening.elementsEqual("1900".utf8) else { return nil }
        return number(at: index, first: "", shortest: 3) {
            if case .service = PhoneNumber.kind(of: $0) { true } else { false }
        }
    }

    /// The shortest number that a group and those behind it are, in gaps as telephone numbers have them.
    private func number(at index: Int, first: String, shortest: Int, _ isOne: (String) -> Bool) -> Int? {
        var digits = first
        for last in index..<groups.count {
            if last > index {
                let gap = groups[last].distance
                guard let joint = groups[last].joint, groups[last].count >= shortest, " .-()".utf8.contains(joint),
                    gap == 1 || gap == 2 && joint != UInt8(ascii: "-") && joint != UInt8(ascii: "."),
                    groups[index].count <= Self.mostInFront, !isSpelled(index...last)
                else { return nil }
            }
            guard digits.utf8.count + groups[last].count <= Self.mostDigits else { return nil }
            digits += signs.text(of: groups[last].range)
            if digits.utf8.count >= 8, isOne(digits) { return last }
        }
        return nil
    }

    /// A plus and fifteen digits, or `0084` and a landline with its 0.
    private static let mostDigits = 16
    /// Digits of the first group where there are several.
    private static let mostInFront = 5

    // MARK: - Groups

    /// What a kind finds, unless letters that look like digits stand beside it: then it is a part of a longer number.
    private func plain(_ kind: (Int) -> Int?, _ index: Int) -> Int? {
        guard let last = kind(index), !isSpelled(index...last) else { return nil }
        return last
    }

    private func isSpelled(_ window: ClosedRange<Int>) -> Bool {
        let (start, end) = (groups[window.lowerBound].range.lowerBound, groups[window.upperBound].range.upperBound)
        let before = isSign(start - 1) ? start - 2 : start - 1
        return isLetterForDigit(before) || isLetterForDigit(isSign(end) ? end + 1 : end)
    }

    /// Whether letters that look like digits join a group with other digits.
    private func goesOnWithLetters(_ group: NumberSigns.Group) -> Bool {
        var (before, behind) = (group.range.lowerBound - 1, group.range.upperBound)
        while isLetterForDigit(before) { before -= 1 }
        while isLetterForDigit(behind) { behind += 1 }
        return before >= 0 && before < group.range.lowerBound - 1 && NumberSigns.isDigit(signs.bytes[before])
            || behind < signs.bytes.count && behind > group.range.upperBound
                && NumberSigns.isDigit(signs.bytes[behind])
    }

    private func isLetterForDigit(_ place: Int) -> Bool {
        signs.bytes.indices.contains(place) && NumberSigns.digit(for: signs.bytes[place]) != nil
    }

    private func isSign(_ place: Int) -> Bool {
        guard signs.bytes.indices.contains(place) else { return false }
        let byte = signs.bytes[place]
        return !(NumberSigns.isSpace(byte) || NumberSigns.isDigit(byte) || NumberSigns.isLetter(byte))
    }

    /// Whether two groups are parted from those before them as a month or a time is from what stands beside it.
    private func isApart(_ indices: Int...) -> Bool {
        indices.allSatisfy { $0 >= groups.count || groups[$0].joint.map(" ,;-()~".utf8.contains) ?? true }
    }

    private func isJoined(_ index: Int, by sign: Unicode.Scalar) -> Bool {
        isJoined(index, by: UInt8(truncatingIfNeeded: sign.value))
    }

    private func isJoined(_ index: Int, by sign: UInt8) -> Bool {
        groups[index].joint == sign && groups[index].distance == 1
    }

    /// The value of a group that has so many digits.
    private func number(_ index: Int, of counts: ClosedRange<Int>) -> Int? {
        guard counts.contains(groups[index].count) else { return nil }
        return signs.bytes[groups[index].range].reduce(0) { $0 * 10 + Int($1 &- 0x30) }
    }
}
