/// A place in the tree that is being written.
final class Slot {
    enum Content {
        case empty
        case null
        case bool(Bool)
        case integer(Int64)
        case natural(UInt64)
        case number(Double)
        case string(String)
        case array([Slot])
        case object([(key: String, slot: Slot)])
    }

    var content = Content.empty

    func append(_ slot: Slot) {
        guard case .array(var items) = content else { return }
        // Taken out meanwhile, so that the array is not copied.
        content = .empty
        items.append(slot)
        content = .array(items)
    }

    func append(_ slot: Slot, for key: String) {
        guard case .object(var members) = content else { return }
        content = .empty
        members.append((key, slot))
        content = .object(members)
    }
}

/// Takes a tree from whatever is Encodable.
struct TreeEncoder: Encoder {
    let slot: Slot
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(slot: Slot = Slot()) { self.slot = slot }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .object = slot.content {} else { slot.content = .object([]) }
        return KeyedEncodingContainer(KeyedSlots(slot: slot))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .array = slot.content {} else { slot.content = .array([]) }
        return UnkeyedSlots(slot: slot)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { SingleSlot(slot: slot) }

    static func fill<Value: Encodable>(_ slot: Slot, with value: Value) throws {
        if Value.self == String.self, let text = value as? String {
            slot.content = .string(text)
        } else {
            try value.encode(to: TreeEncoder(slot: slot))
        }
    }

    static func fill(_ slot: Slot, withNumber value: Double) throws {
        guard value.isFinite else {
            throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: "JSON has no such number"))
        }
        slot.content = .number(value)
    }
}

private struct SingleSlot: SingleValueEncodingContainer {
    let slot: Slot
    var codingPath: [any CodingKey] { [] }

    func encodeNil() throws { slot.content = .null }
    func encode(_ value: Bool) throws { slot.content = .bool(value) }
    func encode(_ value: String) throws { slot.content = .string(value) }
    func encode(_ value: Double) throws { try TreeEncoder.fill(slot, withNumber: value) }
    func encode(_ value: Float) throws { try TreeEncoder.fill(slot, withNumber: Double(value)) }
    func encode(_ value: Int) throws { slot.content = .integer(Int64(value)) }
    func encode(_ value: Int8) throws { slot.content = .integer(Int64(value)) }
    func encode(_ value: Int16) throws { slot.content = .integer(Int64(value)) }
    func encode(_ value: Int32) throws { slot.content = .integer(Int64(value)) }
    func encode(_ value: Int64) throws { slot.content = .integer(value) }
    func encode(_ value: UInt) throws { slot.content = .natural(UInt64(value)) }
    func encode(_ value: UInt8) throws { slot.content = .natural(UInt64(value)) }
    func encode(_ value: UInt16) throws { slot.content = .natural(UInt64(value)) }
    func encode(_ value: UInt32) throws { slot.content = .natural(UInt64(value)) }
    func encode(_ value: UInt64) throws { slot.content = .natural(value) }
    func encode<T: Encodable>(_ value: T) throws { try TreeEncoder.fill(slot, with: value) }
}

private struct KeyedSlots<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let slot: Slot
    var codingPath: [any CodingKey] { [] }

    private func new(_ key: Key) -> Slot {
        let new = Slot()
        slot.append(new, for: key.stringValue)
        return new
    }

    private func single(_ key: Key) -> SingleSlot { SingleSlot(slot: new(key)) }

    func encodeNil(forKey key: Key) throws { try single(key).encodeNil() }
    func encode(_ value: Bool, forKey key: Key) throws { try single(key).encode(value) }
    func encode(_ value: String, forKey key: Key) throws { try single(key).encode(value) }
    func encode(_ value: Double, forKey key: Key) throws { try single(key).encode(value) }
    func encode(_ value: Float, forKey key: Key) throws { try single(key).encode(value) }
    func encode(_ value: Int, forKey key: Key) throws { try single(key).encode(value) }
    func encode(_ value: Int8, forKey key: Key) throws { try single(key).encode(value) }
    func encode(_ value: Int16, forKey key: Key) throws { try single(key).encode(value) }
    func encode(_ value: Int32, forKey key: Key) throws { try single(key).encode(value) }
    func encode(_ value: Int64, forKey key: Key) throws { try single(key).encode(value) }
    func encode(_ value: UInt, forKey key: Key) throws { try single(key).encode(value) }
    func encode(_ value: UInt8, forKey key: Key) throws { try single(key).encode(value) }
    func encode(_ value: UInt16, forKey key: Key) throws { try single(key).encode(value) }
    func encode(_ value: UInt32, forKey key: Key) throws { try single(key).encode(value) }
    func encode(_ value: UInt64, forKey key: Key) throws { try single(key).encode(value) }
    func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try TreeEncoder.fill(new(key), with: value) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        TreeEncoder(slot: new(key)).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        TreeEncoder(slot: new(key)).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { TreeEncoder(slot: slot) }
    func superEncoder(forKey key: Key) -> any Encoder { TreeEncoder(slot: new(key)) }
}

private struct UnkeyedSlots: UnkeyedEncodingContainer {
    let slot: Slot
    var codingPath: [any CodingKey] { [] }
    var count: Int {
        guard case .array(let items) = slot.content else { return 0 }
        return items.count
    }

    private func new() -> Slot {
        let new = Slot()
        slot.append(new)
        return new
    }

    private func single() -> SingleSlot { SingleSlot(slot: new()) }

    func encodeNil() throws { try single().encodeNil() }
    func encode(_ value: Bool) throws { try single().encode(value) }
    func encode(_ value: String) throws { try single().encode(value) }
    func encode(_ value: Double) throws { try single().encode(value) }
    func encode(_ value: Float) throws { try single().encode(value) }
    func encode(_ value: Int) throws { try single().encode(value) }
    func encode(_ value: Int8) throws { try single().encode(value) }
    func encode(_ value: Int16) throws { try single().encode(value) }
    func encode(_ value: Int32) throws { try single().encode(value) }
    func encode(_ value: Int64) throws { try single().encode(value) }
    func encode(_ value: UInt) throws { try single().encode(value) }
    func encode(_ value: UInt8) throws { try single().encode(value) }
    func encode(_ value: UInt16) throws { try single().encode(value) }
    func encode(_ value: UInt32) throws { try single().encode(value) }
    func encode(_ value: UInt64) throws { try single().encode(value) }
    func encode<T: Encodable>(_ value: T) throws { try TreeEncoder.fill(new(), with: value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        TreeEncoder(slot: new()).container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { TreeEncoder(slot: new()).unkeyedContainer() }
    func superEncoder() -> any Encoder { TreeEncoder(slot: new()) }
}
