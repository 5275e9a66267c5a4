/// Finds citizen numbers in clear by a rule of its own, simpler than the gateway's: it needs no more than what is surely one.
enum CitizenNumbers {
    /// Codes of provinces in citizen numbers, the old 63 (Circular 07/2016/TT-BCA).
    private static let provinces: Set<Int> = [
        1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44,
        45, 46, 48,
        49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93,
        94, 95, 96,
    ]

    /// The first run of exactly twelve digits, in any of Unicode's forms and with hidden signs between, that has the shape
    /// of a citizen number; nil where there is none.
    static func first(in text: String) -> String? {
        var run: [Int] = []
        for scalar in text.unicodeScalars {
            if let digit = digit(scalar) {
                run.append(digit)
            } else if !isHidden(scalar) {
                if isNumber(run) { return run.map(String.init).joined() }
                run = []
            }
        }
        return isNumber(run) ? run.map(String.init).joined() : nil
    }

    private static func isNumber(_ run: [Int]) -> Bool {
        run.count == 12 && run[3] <= 3 && provinces.contains(run[0] * 100 + run[1] * 10 + run[2])
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Int? {
        guard scalar.properties.numericType == .decimal else { return nil }
        return scalar.properties.numericValue.map { Int($0) }
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .format || scalar.value == 0x34F
            || (0xFE00...0xFE0F).contains(scalar.value)
    }
}
