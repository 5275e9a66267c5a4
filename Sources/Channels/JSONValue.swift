import JSONText

/// A JSON text of any shape, for providers whose shape only the configuration knows.
enum JSONValue: Sendable, Equatable, Decodable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    init?(_ bytes: [UInt8]) {
        guard let value = try? JSONText.decode(JSONValue.self, from: bytes) else { return nil }
        self = value
    }

    /// The value at a path such as `data.items.0.id`, as text; nil for what is absent, null or no single value.
    func text(at path: [String]) -> String? {
        var value = self
        for step in path {
            switch value {
            case .object(let members): value = members[step] ?? .null
            case .array(let items):
                guard let index = Int(step), items.indices.contains(index) else { return nil }
                value = items[index]
            default: return nil
            }
        }
        switch value {
        case .string(let text): return text
        case .integer(let number): return String(number)
        case .number(let number): return String(number)
        case .bool(let flag): return flag ? "true" : "false"
        case .null, .array, .object: return nil
        }
    }

    func text(at path: String...) -> String? { text(at: path) }
}
