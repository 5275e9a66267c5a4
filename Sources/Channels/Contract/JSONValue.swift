import JSONText

/// A JSON text of any shape, for providers whose shape only the configuration knows.
struct JSONValue: Sendable {
    private let tree: JSONTree

    /// Nil for what is no JSON.
    init?(_ bytes: [UInt8]) {
        guard let tree = JSONTree(bytes) else { return nil }
        self.tree = tree
    }

    /// The value at a path such as `data.items.0.id`, as text; nil for what is absent, null or no single value.
    func text(at path: [String]) -> String? { tree.text(at: path) }

    func text(at path: String...) -> String? { tree.text(at: path) }
}
