/// JSON of Codable values, read and written for the way of a message, on which Foundation's coders would cost the most.
///
/// What comes from outside is read as ``JSON``. It knows no strategies: a value stands in the shape that its own Codable gives it. ``JSONParser`` says what is read.
package enum JSONText {
    /// Objects and arrays within each other, at most.
    package static let deepest = 128
    /// Members of one object, at most: they are looked up one by one.
    package static let mostMembers = 1024
    /// Values in a text, at most; more than a provider's largest call has.
    package static let mostValues = 40_000

    /// Reads one value; throws ``JSONProblem`` for what is no JSON and `DecodingError` for what has another shape.
    package static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        try Value(from: TreeDecoder(node: JSONParser.parse(bytes)))
    }

    package static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        try decode(type, from: Array(text.utf8))
    }

    /// Writes a value with its keys in order, so that equal values give equal texts.
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        let tree = TreeEncoder()
        try value.encode(to: tree)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        JSONWriter.write(tree.slot.content, into: &bytes)
        return bytes
    }
}

/// Where a text stops being JSON.
package struct JSONProblem: Error, Equatable, CustomStringConvertible {
    /// The byte at which it was noticed.
    package var offset: Int

    package var description: String { "no JSON from byte \(offset) on" }
}

/// A JSON value as it was read.
enum JSONNode: Sendable {
    case null
    case bool(Bool)
    /// As it is written, for numbers may be of any size.
    case number(String)
    case string(String)
    case array([JSONNode])
    /// In the order of the text; of equal keys the last one counts.
    case object([JSONMember])

    var isNull: Bool {
        if case .null = self { true } else { false }
    }
}

struct JSONMember: Sendable {
    var key: String
    var value: JSONNode
}

extension [JSONMember] {
    /// What stands under a name; of equal names the last one counts.
    ///
    /// Names are compared byte by byte: comparing them as Swift's texts takes far longer where they hold marks.
    func value(of name: String) -> JSONNode? {
        last { $0.key.utf8.count == name.utf8.count && $0.key.utf8.elementsEqual(name.utf8) }?.value
    }
}
