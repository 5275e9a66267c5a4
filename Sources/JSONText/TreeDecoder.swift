/// Gives a value that was read to whatever is Decodable.
struct TreeDecoder: Decoder {
    var node: JSONNode
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = node else { throw Self.mismatch([String: Int].self) }
        return KeyedDecodingContainer(Keyed(members: members))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let items) = node else { throw Self.mismatch([Int].self) }
        return Unkeyed(items: items)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { Single(node: node) }

    static func mismatch(_ type: Any.Type) -> DecodingError {
        .typeMismatch(type, .init(codingPath: [], debugDescription: "the JSON value is of another type"))
    }

    static func missing(_ key: any CodingKey) -> DecodingError {
        .keyNotFound(key, .init(codingPath: [], debugDescription: "the JSON object lacks it"))
    }

    static func value<Value: Decodable>(_ type: Value.Type, from node: JSONNode) throws -> Value {
        // What the standard library decodes by a container of its own is taken straight from the node.
        if type == String.self, case .string(let text) = node, let value = text as? Value { return value }
        return try Value(from: TreeDecoder(node: node))
    }

    static func bool(_ node: JSONNode) throws -> Bool {
        guard case .bool(let value) = node else { throw mismatch(Bool.self) }
        return value
    }

    static func string(_ node: JSONNode) throws -> String {
        guard case .string(let value) = node else { throw mismatch(String.self) }
        return value
    }

    static func floating<Value: BinaryFloatingPoint>(_ type: Value.Type, _ node: JSONNode) throws -> Value {
        guard case .number(let text) = node, let number = Double(text), number.isFinite else { throw mismatch(type) }
        return Value(number)
    }

    static func integer<Value: FixedWidthInteger>(_ type: Value.Type, _ node: JSONNode) throws -> Value {
        guard case .number(let text) = node,
            let exact = Value(text) ?? Double(text).flatMap({ Value(exactly: $0) })
        else { throw mismatch(type) }
        return exact
    }
}

private struct Single: SingleValueDecodingContainer {
    var node: JSONNode
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { node.isNull }
    func decode(_ type: Bool.Type) throws -> Bool { try TreeDecoder.bool(node) }
    func decode(_ type: String.Type) throws -> String { try TreeDecoder.string(node) }
    func decode(_ type: Double.Type) throws -> Double { try TreeDecoder.floating(type, node) }
    func decode(_ type: Float.Type) throws -> Float { try TreeDecoder.floating(type, node) }
    func decode(_ type: Int.Type) throws -> Int { try TreeDecoder.integer(type, node) }
    func decode(_ type: Int8.Type) throws -> Int8 { try TreeDecoder.integer(type, node) }
    func decode(_ type: Int16.Type) throws -> Int16 { try TreeDecoder.integer(type, node) }
    func decode(_ type: Int32.Type) throws -> Int32 { try TreeDecoder.integer(type, node) }
    func decode(_ type: Int64.Type) throws -> Int64 { try TreeDecoder.integer(type, node) }
    func decode(_ type: UInt.Type) throws -> UInt { try TreeDecoder.integer(type, node) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try TreeDecoder.integer(type, node) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try TreeDecoder.integer(type, node) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try TreeDecoder.integer(type, node) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try TreeDecoder.integer(type, node) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try TreeDecoder.value(type, from: node) }
}

private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    var members: [JSONMember]
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { members.compactMap { Key(stringValue: $0.key) } }

    private func found(_ key: Key) -> JSONNode? { members.value(of: key.stringValue) }

    private func node(_ key: Key) throws -> JSONNode {
        guard let node = found(key) else { throw TreeDecoder.missing(key) }
        return node
    }

    func contains(_ key: Key) -> Bool { found(key) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try node(key).isNull }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try TreeDecoder.bool(node(key)) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try TreeDecoder.string(node(key)) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try TreeDecoder.floating(type, node(key)) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try TreeDecoder.floating(type, node(key)) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try TreeDecoder.integer(type, node(key)) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try TreeDecoder.integer(type, node(key)) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try TreeDecoder.integer(type, node(key)) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try TreeDecoder.integer(type, node(key)) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try TreeDecoder.integer(type, node(key)) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try TreeDecoder.integer(type, node(key)) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try TreeDecoder.integer(type, node(key)) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try TreeDecoder.integer(type, node(key)) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try TreeDecoder.integer(type, node(key)) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try TreeDecoder.integer(type, node(key)) }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try TreeDecoder.value(type, from: node(key))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try TreeDecoder(node: node(key)).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try TreeDecoder(node: node(key)).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { TreeDecoder(node: .object(members)) }
    func superDecoder(forKey key: Key) throws -> any Decoder { TreeDecoder(node: try node(key)) }
}

private struct Unkeyed: UnkeyedDecodingContainer {
    var items: [JSONNode]
    var currentIndex = 0
    var codingPath: [any CodingKey] { [] }
    var count: Int? { items.count }
    var isAtEnd: Bool { currentIndex == items.count }

    init(items: [JSONNode]) { self.items = items }

    private mutating func next() throws -> JSONNode {
        guard !isAtEnd else { throw TreeDecoder.mismatch([Int].self) }
        defer { currentIndex += 1 }
        return items[currentIndex]
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, items[currentIndex].isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try TreeDecoder.bool(next()) }
    mutating func decode(_ type: String.Type) throws -> String { try TreeDecoder.string(next()) }
    mutating func decode(_ type: Double.Type) throws -> Double { try TreeDecoder.floating(type, next()) }
    mutating func decode(_ type: Float.Type) throws -> Float { try TreeDecoder.floating(type, next()) }
    mutating func decode(_ type: Int.Type) throws -> Int { try TreeDecoder.integer(type, next()) }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try TreeDecoder.integer(type, next()) }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try TreeDecoder.integer(type, next()) }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try TreeDecoder.integer(type, next()) }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try TreeDecoder.integer(type, next()) }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try TreeDecoder.integer(type, next()) }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try TreeDecoder.integer(type, next()) }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try TreeDecoder.integer(type, next()) }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try TreeDecoder.integer(type, next()) }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try TreeDecoder.integer(type, next()) }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try TreeDecoder.value(type, from: next()) }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try TreeDecoder(node: next()).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try TreeDecoder(node: next()).unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder { TreeDecoder(node: try next()) }
}
