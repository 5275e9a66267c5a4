import Conversations
import Foundation
import HTTPTypes
import Testing

@testable import Channels

/// 64 KB of any shape, before the proof and after: read in a bounded time by every kind.
///
/// A release build takes some hundredths of a second for the worst of them; in a test build on a busy machine only a
/// quadratic reading, which takes minutes, is told from that.
@Suite(.timeLimit(.minutes(5))) struct BoundsTests {
    private static let size = 64 * 1024
    private static let mostSeconds = 10.0

    private static func filled(_ piece: (Int) -> String, from head: String = "", to tail: String = "") -> [UInt8] {
        var bytes = Array(head.utf8)
        var count = 0
        while bytes.count < size {
            bytes += piece(count).utf8
            count += 1
        }
        return Array(bytes.prefix(size - tail.utf8.count)) + Array(tail.utf8)
    }

    private static let shapes: [(label: String, body: [UInt8])] = [
        ("members with marks", filled({ "\"q\u{301}\u{323}\($0)\":1," }, from: "{", to: "\"a\":1}")),
        ("one member again and again", filled({ _ in "\"from\":\"1\"," }, from: "{\"data\":{", to: "\"a\":1}}")),
        ("depth", filled({ _ in "[" })), ("objects in objects", filled({ _ in "{\"a\":" })),
        ("values", filled({ _ in "0," }, from: "[", to: "0]")),
        ("a long number", filled({ _ in "9" }, from: "{\"timestamp\":")),
        ("quotes", filled({ _ in "\"" })), ("quotes and spaces", filled({ _ in "\" " })),
        ("escapes", filled({ _ in "\\ud83d" }, from: "{\"text\":\"", to: "\"}")),
        ("backslashes", filled({ _ in "\\" }, from: "{\"text\":\"")),
        ("times", filled({ _ in "\"timestamp\":\"1" })), ("names", filled({ _ in "\"timestamp\"" })),
        ("spaces behind names", filled({ _ in "\"timestamp\"      " })),
        ("fields", filled({ "a\($0)=b&" })), ("one field", filled({ _ in "Body=a&" })),
        ("ampersands", filled({ _ in "&" })),
        ("percents", filled({ _ in "%" }, from: "Body=")),
        ("percent letters", filled({ _ in "%CC%A3" }, from: "Body=a")),
        ("marks", filled({ $0.isMultiple(of: 2) ? "\u{301}" : "\u{323}" }, from: "a")),
        ("letters", filled({ _ in "ờ" })), ("digits", filled({ _ in "1" })),
        ("no UTF-8", [UInt8](repeating: 0xE1, count: size)),
        ("zeros", [UInt8](repeating: 0, count: size)),
        ("UTF-16", (0..<size).map { $0.isMultiple(of: 2) ? 0 : 0x61 }),
        ("all bytes", (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 167) }),
        ("from", filled({ _ in "\"from\":" })), ("senders", filled({ _ in "\"sender\"" })),
    ]

    @Test(arguments: shapes.indices)
    func `a large body of any shape is proven and read in a bounded time`(index: Int) throws {
        let (label, body) = Self.shapes[index]
        var worst = (seconds: 0.0, kind: "")
        for example in ProvingCase.all {
            let channel = try example.channel(example.secret("new"))
            for type in ["application/json", "application/x-www-form-urlencoded", "text/plain; charset=latin1"] {
                var request = try example.request(example.secret("new"))
                request.headers[.contentType] = type
                request.body = body
                let start = ContinuousClock.now
                try? channel.verify(request)
                _ = try? channel.read(request)
                _ = channel.acknowledgement(of: request)
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                if seconds > worst.seconds { worst = (seconds, example.kind + " " + type) }
            }
        }
        print("bounds: \(label): \(worst)")
        #expect(worst.seconds < Self.mostSeconds, "\(label): \(worst)")
    }

    @Test func `addresses and headers without end are read in a bounded time`() throws {
        let long = String(repeating: "a%40+", count: 12_000)
        for example in ProvingCase.all {
            let channel = try example.channel(example.secret("new"))
            var request = try example.request(example.secret("new"))
            request.rawQuery = long
            request.query += [("id", long), ("ts", long), ("secret", long)]
            for field in request.headers { request.headers[field.name] = field.value + long }
            let start = ContinuousClock.now
            try? channel.verify(request)
            _ = try? channel.read(request)
            #expect((ContinuousClock.now - start) / .seconds(1) < Self.mostSeconds, "\(example.kind)")
        }
    }
}
