/// One entry of a YAML file, which knows its file, its line and its dotted path.
///
/// Every reading call throws a ``FileProblem`` that names this place, so loaders never have to.
package struct YAMLEntry: Sendable {
    /// The file, as it is shown to people.
    package let file: String
    /// The line of the entry's key, or of the entry itself in a list; counted from 1.
    package let line: Int?
    /// The dotted path from the top of the file, such as `channels[0].kind`; empty at the top.
    package let path: String

    let content: Content

    /// What stands at an entry.
    enum Content: Sendable {
        case null
        case scalar(String)
        case sequence([YAMLEntry])
        case mapping([Pair])

        var name: String {
            switch self {
            case .null: "empty"
            case .scalar: "a single value"
            case .sequence: "a list"
            case .mapping: "a group of keys"
            }
        }
    }

    /// One key of a mapping with its value; the value's line is the key's line.
    struct Pair: Sendable {
        var key: String
        var value: YAMLEntry
    }

    /// Makes a problem at this entry's place.
    package func problem(_ what: String, mend: String) -> FileProblem {
        FileProblem(file: file, line: line, entry: path, what: what, mend: mend)
    }
}
