/// Finds citizen numbers in clear by a rule of its own, simpler than the gateway's: it needs no more than what is surely one.
enum CitizenNumbers {
    /// Codes of provinces in citizen numbers, the old 63 (Circular 07/2016/TT-BCA).
    private static let provinces: Set<Int> = [
        1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44,
        45, 46, 48,
        49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93,
        94, 95, 96,
    ]

    /// The first citizen number by its shape, in any of Unicode's forms and with hidden signs between: twelve digits
    /// without a gap, or in equal groups with one and the same sign between; nil where there is none.
    static func first(in text: String) -> String? {
        // Runs of digits with the same sign between each two.
        var row: [[Int]] = []
        var joint: Unicode.Scalar?
        // What stands behind the last run.
        var gap: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars where !isHidden(scalar) {
            guard let digit = digit(scalar) else {
                if gap.count < 2 { gap.append(scalar) }
                continue
            }
            if !row.isEmpty, gap.isEmpty {
                row[row.count - 1].append(digit)
                continue
            }
            if !row.isEmpty, gap.count == 1, " .-/".unicodeScalars.contains(gap[0]), joint == nil || joint == gap[0] {
                joint = gap[0]
                row.append([digit])
            } else {
                if let number = number(in: row) { return number }
                row = [[digit]]
                joint = nil
            }
            gap = []
        }
        return number(in: row)
    }

    /// The number that a row is, or one of its runs.
    private static func number(in row: [[Int]]) -> String? {
        let isEven = row.allSatisfy { $0.count == row[0].count && $0.count > 2 }
        return ((isEven ? [row.flatMap { $0 }] : []) + row).first(where: isNumber)?.map(String.init).joined()
    }

    private static func isNumber(_ run: [Int]) -> Bool {
        run.count == 12 && run[3] <= 3 && provinces.contains(run[0] * 100 + run[1] * 10 + run[2])
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Int? {
        guard scalar.properties.numericType == .decimal else { return nil }
        return scalar.properties.numericValue.map { Int($0) }
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .format, .nonspacingMark, .enclosingMark: true
        default: false
        }
    }
}
