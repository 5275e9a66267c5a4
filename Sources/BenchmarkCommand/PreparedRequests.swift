import ArgumentParser
import Foundation
import NIOCore

/// Whole requests from a file, made and signed before any clock runs: `VILLAGER LENGTH`, a line feed, and so many bytes.
struct PreparedRequests: Sendable {
    struct Entry: Sendable {
        var villager: String
        var request: ByteBuffer
    }

    var entries: [Entry] = []

    /// Reads the first `count` requests.
    init(file: String, count: Int) throws {
        var rest = ByteBuffer(bytes: try Data(contentsOf: URL(filePath: file)))
        while entries.count < count, let end = rest.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
            let words = rest.readString(length: end - rest.readerIndex)?.split(separator: " ") ?? []
            rest.moveReaderIndex(forwardBy: 1)
            guard words.count == 2, let length = Int(words[1]), let request = rest.readSlice(length: length) else {
                break
            }
            entries.append(Entry(villager: String(words[0]), request: request))
        }
        guard entries.count == count else {
            throw ValidationError("\(file) holds \(entries.count) requests, \(count) are needed")
        }
    }
}
