#if PostgreSQL
import CLibPQ
import Foundation

/// Values as libpq takes them: numbers and texts as texts, bytes as bytes, all in one buffer.
struct BoundValues {
    /// The server's numbers of the types; 0 where a value is missing, so that the server finds the type.
    private(set) var kinds: [Oid] = []
    /// 1 where a value is given as bytes, 0 where as a text.
    private var formats: [Int32] = []
    private var buffer: [UInt8] = []
    /// Where each value begins and how long it is; nil where it is missing.
    private var places: [(start: Int, length: Int)?] = []

    static let (integer, text, bytes): (Oid, Oid, Oid) = (20, 25, 17)

    /// - Parameter isTyped: the server is told the types; else it finds them all.
    init(_ values: StatementValues, isTyped: Bool = true) {
        kinds.reserveCapacity(values.count)
        formats.reserveCapacity(values.count)
        places.reserveCapacity(values.count)
        for value in values {
            guard let value else {
                kinds.append(0)
                formats.append(0)
                places.append(nil)
                continue
            }
            let start = buffer.count
            switch value.stored {
            case .integer(let number):
                add(Self.integer, isTyped: isTyped)
                buffer += Array("\(number)".utf8)
            case .text(let text):
                add(Self.text, isTyped: isTyped)
                // Texts end at their first NUL, and the server takes none: it becomes U+FFFD, as in a file.
                buffer +=
                    text.utf8.contains(0) ? Array(text.replacing("\u{0}", with: "\u{FFFD}").utf8) : Array(text.utf8)
            case .bytes(let bytes):
                add(Self.bytes, isTyped: isTyped)
                buffer += bytes
            }
            places.append((start, buffer.count - start))
            buffer.append(0)
        }
    }

    private mutating func add(_ kind: Oid, isTyped: Bool) {
        kinds.append(isTyped ? kind : 0)
        formats.append(kind == Self.bytes ? 1 : 0)
    }

    func withPointers<Value>(
        _ use: ([UnsafePointer<CChar>?], [Int32], [Int32]) -> Value
    ) -> Value {
        buffer.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            return use(
                places.map { place in place.flatMap { place in start.map { $0 + place.start } } },
                places.map { Int32(clamping: $0?.length ?? 0) }, formats)
        }
    }
}
#endif
