/// A JSON value of any shape, for reading what comes from outside without the detour over Codable, which costs several
/// times the parsing.
///
/// Two manners: `json["a"]?["b"]?.text` is nil wherever anything is otherwise; `try json.text("a")` is nil for what is
/// absent or null and throws `DecodingError` for another type, where a wrong shape must not pass for an absence.
package struct JSON: Sendable {
    private let node: JSONNode

    private init(node: JSONNode) { self.node = node }

    /// Nil for what is no JSON, or beyond the bounds of ``JSONText``.
    package init?(_ bytes: [UInt8]) {
        guard let node = try? JSONParser.parse(bytes) else { return nil }
        self.node = node
    }

    package var isObject: Bool {
        if case .object = node { true } else { false }
    }

    // MARK: - What is otherwise is nil

    /// The member of that name, of equal names the last; nil also for null.
    package subscript(_ key: String) -> JSON? {
        guard case .object(let members) = node, let found = members.value(of: key), !found.isNull else { return nil }
        return JSON(node: found)
    }

    /// A text that is written as one.
    package var string: String? {
        if case .string(let text) = node { text } else { nil }
    }

    /// A text that some senders write as a number: ids, times, sizes.
    ///
    /// A number is the text that stands there, of any size.
    package var text: String? {
        switch node {
        case .string(let text): return text
        // Of a whole number that some programs write as 7.0 or 1.75e12, the digits.
        case .number(let written):
            let isWhole = written.utf8.allSatisfy { $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) }
            return isWhole ? written : Double(written).flatMap(Int64.init(exactly:)).map(String.init) ?? written
        default: return nil
        }
    }

    package var flag: Bool? {
        if case .bool(let flag) = node { flag } else { nil }
    }

    /// The value at a path such as `data`, `items`, `0`, `id`, as it is written; nil for what is absent, null or no single
    /// value.
    package func text(at path: [String]) -> String? {
        var value = node
        for step in path {
            switch value {
            case .object(let members):
                guard let member = members.value(of: step) else { return nil }
                value = member
            case .array(let items):
                guard let index = Int(step), items.indices.contains(index) else { return nil }
                value = items[index]
            default: return nil
            }
        }
        switch value {
        case .string(let text), .number(let text): return text
        case .bool(let flag): return flag ? "true" : "false"
        case .null, .array, .object: return nil
        }
    }

    package func text(at path: String...) -> String? { text(at: path) }

    // MARK: - What is of another type throws

    package func text(_ key: String) throws -> String? { try member(key, String.self, \.text) }

    package func string(_ key: String) throws -> String? { try member(key, String.self, \.string) }

    package func flag(_ key: String) throws -> Bool? { try member(key, Bool.self, \.flag) }

    package func object(_ key: String) throws -> JSON? {
        try member(key, [String: Int].self) { $0.isObject ? $0 : nil }
    }

    /// The objects of a list.
    package func objects(_ key: String) throws -> [JSON]? {
        try items(key)?.map { item in
            guard item.isObject else { throw TreeDecoder.mismatch([String: Int].self) }
            return item
        }
    }

    /// The texts of a list, each of which may be written as a number.
    package func texts(_ key: String) throws -> [String]? {
        try items(key)?.map { item in
            guard let text = item.text else { throw TreeDecoder.mismatch(String.self) }
            return text
        }
    }

    private func items(_ key: String) throws -> [JSON]? {
        try member(key, [Int].self) { value in
            if case .array(let items) = value.node { items.map(JSON.init(node:)) } else { nil }
        }
    }

    private func member<Value>(_ key: String, _ type: Any.Type, _ read: (JSON) -> Value?) throws -> Value? {
        guard isObject else { throw TreeDecoder.mismatch([String: Int].self) }
        guard let member = self[key] else { return nil }
        guard let value = read(member) else { throw TreeDecoder.mismatch(type) }
        return value
    }
}
