import ArgumentParser
import Foundation
import NIOCore

/// Signed events from a file: signature, villager and body on each line, with a tab between.
struct SignedBodies: Sendable {
    struct Entry: Sendable {
        var villager: String
        var request: ByteBuffer
    }

    var entries: [Entry]

    /// Reads at most `count` lines and makes the bytes of the requests.
    init(file: String, count: Int, path: String, host: String) throws {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        entries = text.split(separator: "\n").prefix(count).compactMap { line in
            let fields = line.split(separator: "\t", maxSplits: 2)
            guard fields.count == 3 else { return nil }
            let head = """
                POST \(path) HTTP/1.1\r
                Host: \(host)\r
                Content-Type: application/json\r
                X-ZEvent-Signature: \(fields[0])\r
                Content-Length: \(fields[2].utf8.count)\r
                \r\n
                """
            return Entry(villager: String(fields[1]), request: ByteBuffer(string: head + fields[2]))
        }
        guard entries.count == count else {
            throw ValidationError("\(file) holds \(entries.count) signed bodies, \(count) are needed")
        }
    }
}
