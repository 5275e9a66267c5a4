/// The members of one JSON object, read without the detour over Codable, which costs several times the parsing.
///
/// What is absent or null is nil; what has another type throws `DecodingError`.
public struct JSONFields: Sendable {
    private let members: [JSONMember]

    init(_ node: JSONNode) throws {
        guard case .object(let members) = node else { throw TreeDecoder.mismatch([String: Int].self) }
        self.members = members
    }

    private func node(_ key: String) -> JSONNode? {
        guard let found = members.value(of: key), !found.isNull else { return nil }
        return found
    }

    public func text(_ key: String) throws -> String? { try node(key).map(TreeDecoder.string) }

    /// A text that some senders write as a number: ids, times, sizes.
    public func looseText(_ key: String) throws -> String? { try node(key).map(Self.loose) }

    public func looseTexts(_ key: String) throws -> [String]? { try items(key)?.map(Self.loose) }

    public func fields(_ key: String) throws -> JSONFields? { try node(key).map(JSONFields.init) }

    /// The items of a list, each read by its own Decodable.
    public func list<Item: Decodable>(_ type: Item.Type, _ key: String) throws -> [Item]? {
        try items(key)?.map { try TreeDecoder.value(type, from: $0) }
    }

    private func items(_ key: String) throws -> [JSONNode]? {
        guard let node = node(key) else { return nil }
        guard case .array(let items) = node else { throw TreeDecoder.mismatch([Int].self) }
        return items
    }

    private static func loose(_ node: JSONNode) throws -> String { try JSONLooseText(node).text }
}

/// A text that some senders write as a number: ids, times, sizes.
///
/// A number is the text that stands there, of any size.
public struct JSONLooseText: Decodable, Sendable, Equatable {
    public var text: String

    init(_ node: JSONNode) throws {
        switch node {
        case .string(let text): self.text = text
        // Of a whole number that some programs write as 7.0 or 1.75e12, the digits.
        case .number(let written):
            let isWhole = written.utf8.allSatisfy { $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) }
            text = isWhole ? written : Double(written).flatMap(Int64.init(exactly:)).map(String.init) ?? written
        default: throw TreeDecoder.mismatch(String.self)
        }
    }

    public init(from decoder: any Decoder) throws {
        if let tree = decoder as? TreeDecoder {
            self = try JSONLooseText(tree.node)
        } else {
            text = try decoder.singleValueContainer().decode(String.self)
        }
    }
}
