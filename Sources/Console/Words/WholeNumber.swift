import Foundation

/// Whole numbers of spans of time; what does not fit is the nearest that does.
enum WholeNumber {
    static func down(_ number: Double) -> Int { Int(exactly: number.rounded(.down)) ?? (number > 0 ? .max : 0) }
    static func up(_ number: Double) -> Int { Int(exactly: number.rounded(.up)) ?? (number > 0 ? .max : 0) }
}
