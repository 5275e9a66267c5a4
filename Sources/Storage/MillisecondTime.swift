import Foundation

/// Times in tables are whole milliseconds since 1970, UTC.
extension Date {
    /// What lies beyond the years that a calendar has, or is no number, is the nearest of them: no moment stops a write.
    var milliseconds: Int64 {
        let milliseconds = (timeIntervalSince1970 * 1000).rounded()
        guard !milliseconds.isNaN else { return 0 }
        return Int64(exactly: min(max(milliseconds, -Self.farthest), Self.farthest)) ?? 0
    }

    /// Some 30,000 years in milliseconds, so that sums with waits fit too.
    private static let farthest = 1e15

    init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}

extension TimeInterval {
    /// A wait in whole milliseconds, rounded and bounded as times are.
    var inMilliseconds: Int64 { Date(timeIntervalSince1970: self).milliseconds }
}
