/// The features of texts by their numbers, one text behind the other.
struct FeatureRows: Sendable {
    private(set) var features: [Int32] = []
    /// Where each text ends.
    private var ends: [Int] = []

    var count: Int { ends.count }

    /// Adds a feature of the text that is next to be ended.
    mutating func add(_ feature: Int32) { features.append(feature) }

    /// Whether the text that is next to be ended has a feature.
    func hasAdded(_ feature: Int32) -> Bool { features[(ends.last ?? 0)...].contains(feature) }

    mutating func endText() { ends.append(features.count) }

    subscript(text: Int) -> ArraySlice<Int32> { features[(text == 0 ? 0 : ends[text - 1])..<ends[text]] }

    /// The same texts with other numbers for their features; those of −1 are left out.
    func renumbered(_ numbers: [Int32]) -> FeatureRows {
        var rows = FeatureRows()
        rows.features.reserveCapacity(features.count)
        for text in 0..<count {
            for feature in self[text] where numbers[Int(feature)] >= 0 { rows.add(numbers[Int(feature)]) }
            rows.endText()
        }
        return rows
    }
}
