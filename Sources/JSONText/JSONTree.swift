/// A JSON text of any shape, for whoever knows its shape only from a configuration.
public struct JSONTree: Sendable {
    private let root: JSONNode

    /// Nil for what is no JSON, or beyond the bounds of ``JSONText``.
    public init?(_ bytes: [UInt8]) {
        guard let root = try? JSONParser.parse(bytes) else { return nil }
        self.root = root
    }

    /// The value at a path such as `data`, `items`, `0`, `id`, as text; nil for what is absent, null or no single value.
    ///
    /// A number is the text that stands there.
    public func text(at path: [String]) -> String? {
        var value = root
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
}
