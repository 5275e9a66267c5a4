/// The digits of a text in their order, whatever parts them, with the groups in which they stand.
struct DigitRow {
    let groups: [NumberSigns.Group]
    /// Where each digit stands among the signs.
    private(set) var places: [Int] = []
    private(set) var values: [UInt8] = []
    /// The first digit of each group.
    private(set) var firsts: [Int] = []
    /// The group of each digit.
    private var owners: [Int] = []
    /// For each group the first of those that are joined with it one by one.
    private var runs: [Int] = []

    init(_ signs: NumberSigns, _ groups: [NumberSigns.Group]) {
        self.groups = groups
        for (index, group) in groups.enumerated() {
            firsts.append(places.count)
            runs.append(group.joint == nil ? index : runs.last ?? index)
            for place in group.range {
                places.append(place)
                values.append((NumberSigns.digit(for: signs.bytes[place]) ?? signs.bytes[place]) &- 0x30)
                owners.append(index)
            }
        }
    }

    /// Some digits, one behind the other, in groups that are joined.
    struct Window {
        var digits: Range<Int>
        var groups: ClosedRange<Int>
        /// How many of the digits stand in each of the groups.
        var counts: [Int]
        var startsGroup: Bool
        var endsGroup: Bool
    }

    /// So many digits from one on; nil where there are fewer, or where they are parted too far.
    func window(at first: Int, length: Int) -> Window? {
        let end = first + length
        guard end <= places.count, runs[owners[first]] == runs[owners[end - 1]] else { return nil }
        let touched = owners[first]...owners[end - 1]
        let counts = touched.map { group in
            min(end, firsts[group] + groups[group].count) - max(first, firsts[group])
        }
        return Window(
            digits: first..<end, groups: touched, counts: counts, startsGroup: firsts[touched.lowerBound] == first,
            endsGroup: firsts[touched.upperBound] + groups[touched.upperBound].count == end)
    }

    /// Where a window stands among the signs.
    func range(_ window: Window) -> Range<Int> {
        places[window.digits.lowerBound]..<places[window.digits.upperBound - 1] + 1
    }

    /// What a window has of each of its groups, as ranges of signs.
    func parts(_ window: Window) -> [Range<Int>] {
        groups[window.groups].map { $0.range.clamped(to: range(window)) }
    }

    /// The signs between the groups of a window.
    func joints(_ window: Window) -> [UInt8] { groups[window.groups].dropFirst().map { $0.joint ?? 0 } }
}
