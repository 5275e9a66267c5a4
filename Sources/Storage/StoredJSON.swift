import JSONText

/// Values of the core kept as JSON in a text column, with stable key order so that rows can be compared.
enum StoredJSON {
    static func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSONText.encode(value), as: UTF8.self)
    }

    /// The value; nil when it was written by a version that shaped it otherwise.
    static func value<Value: Decodable>(_ type: Value.Type, from text: String) -> Value? {
        try? JSONText.decode(type, from: text)
    }

    /// The texts of a column; none where it is empty.
    static func list(_ text: String?) -> [String] {
        text.flatMap { value([String].self, from: $0) } ?? []
    }
}
