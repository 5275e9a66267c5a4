import Foundation

extension FuzzInput {
    /// Smaller inputs, the smallest first, which may break the same invariant.
    var smaller: [FuzzInput] {
        switch self {
        case .bytes(let body):
            return (Self.spans(of: body.bytes) + Self.cuts(body.bytes)).map { .bytes(Bytes($0)) }
        case .text(let text):
            return Self.cuts(Array(text.unicodeScalars)).map { .text(String(String.UnicodeScalarView($0))) }
        case .call(let call):
            var calls: [FuzzCall] = []
            calls += call.headers.indices.map { place in call.with { $0.headers.remove(at: place) } }
            calls += (Self.spans(of: call.body.bytes) + Self.cuts(call.body.bytes)).map { bytes in
                call.with { $0.body = Bytes(bytes) }
            }
            calls += Self.cuts(call.query.split(separator: "&").map(String.init)).map { fields in
                call.with { $0.query = fields.joined(separator: "&") }
            }
            return calls.map(FuzzInput.call)
        case .conversation(let lines):
            var smaller = Self.cuts(lines)
            for (place, line) in lines.enumerated() where smaller.count < 400 {
                for text in Self.cuts(Array(line.text.unicodeScalars)).prefix(40) {
                    var copy = lines
                    copy[place].text = String(String.UnicodeScalarView(text))
                    smaller.append(copy)
                }
            }
            return smaller.filter { !$0.isEmpty }.map(FuzzInput.conversation)
        }
    }

    /// How large it is, in bytes or nearly so.
    var size: Int {
        switch self {
        case .bytes(let body): body.bytes.count
        case .text(let text): text.unicodeScalars.count
        case .call(let call): call.body.bytes.count + call.query.utf8.count + call.headers.count * 20
        case .conversation(let lines): lines.map { $0.text.unicodeScalars.count + 20 }.reduce(0, +)
        }
    }

    /// The list without a piece of it: halves first, then quarters, and so on (Zeller and Hildebrandt, "Simplifying and
    /// isolating failure-inducing input", 2002).
    private static func cuts<Value>(_ values: [Value]) -> [[Value]] {
        var results: [[Value]] = []
        var size = (values.count + 1) / 2
        while size > 0, !values.isEmpty, results.count < 300 {
            for start in stride(from: 0, to: values.count, by: size) {
                results.append(Array(values[..<start] + values[min(values.count, start + size)...]))
            }
            guard size > 1 else { break }
            size = (size + 1) / 2
        }
        return results
    }

    /// JSON without one of its members or items, the largest first.
    private static func spans(of body: [UInt8]) -> [[UInt8]] {
        guard body.first == UInt8(ascii: "{") || body.first == UInt8(ascii: "[") else { return [] }
        var spans: [Range<Int>] = []
        var starts: [Int] = []
        var isInString = false
        var index = 0
        while index < body.count {
            let byte = body[index]
            if isInString {
                if byte == 0x5C { index += 1 } else if byte == 0x22 { isInString = false }
            } else {
                switch byte {
                case 0x22: isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): starts.append(index + 1)
                case UInt8(ascii: ","):
                    if let start = starts.popLast() {
                        spans.append(start..<index + 1)
                        starts.append(index + 1)
                    }
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    if let start = starts.popLast(), start < index {
                        // With the comma before it, where it is the last.
                        spans.append((body[start - 1] == UInt8(ascii: ",") ? start - 1 : start)..<index)
                    }
                default: break
                }
            }
            index += 1
        }
        return spans.sorted { $0.count > $1.count }.prefix(100).map {
            Array(body[..<$0.lowerBound] + body[$0.upperBound...])
        }
    }
}

extension FuzzCall {
    fileprivate func with(_ change: (inout FuzzCall) -> Void) -> FuzzCall {
        var copy = self
        change(&copy)
        return copy
    }
}
