import Foundation

/// The values that stand for `${…}` in bodies of the corpus.
enum Template {
    /// When the gateway of a fuzzing run begins: 8:00 in Vietnam, on a Tuesday.
    static let start = Date(timeIntervalSince1970: 1_795_482_000)

    /// Seconds between two executions.
    static let pace = 0.05

    static func moment(_ index: Int) -> Date { start.addingTimeInterval(Double(index) * pace) }

    static func filled(_ text: String, _ values: [String: String]) -> String {
        guard text.contains("${") else { return text }
        return values.reduce(text) { $0.replacingOccurrences(of: "${\($1.key)}", with: $1.value) }
    }

    /// Ids and senders that no other execution of the run has.
    static func values(text: String, index: Int) -> [String: String] {
        let number = String(index)
        let tail = String(repeating: "0", count: max(0, 7 - number.count)) + number
        let seconds = Int64(moment(index).timeIntervalSince1970)
        let hex = String(index, radix: 16)
        return [
            "text": text, "id": "f\(index)", "user": "70000000000" + tail, "phone": "+8490" + tail, "tail": tail,
            "tail9": "90" + tail, "s": String(seconds), "ms": String(seconds * 1000),
            "iso": Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601),
            "hex": String(repeating: "0", count: max(0, 32 - hex.count)) + hex, "number": "1000000000" + tail,
        ]
    }
}
