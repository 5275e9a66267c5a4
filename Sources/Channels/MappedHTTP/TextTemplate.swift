import CheckedYAML
import Foundation

/// A text with `${name}` where values are put in; all names are checked when the configuration is read.
struct TextTemplate: Sendable, Equatable {
    enum Piece: Sendable, Equatable {
        case literal(String)
        case value(String)
    }

    let pieces: [Piece]

    init(pieces: [Piece]) { self.pieces = pieces }

    var names: [String] {
        pieces.compactMap { piece in
            if case .value(let name) = piece { name } else { nil }
        }
    }

    /// Refuses names that nothing will stand for; `places` allows those of `RequestField`.
    init(_ entry: YAMLEntry, names: [String], places: Bool) throws(FileProblem) {
        var pieces: [Piece] = []
        var rest = try entry.string()[...]
        while let start = rest.range(of: "${") {
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else {
                throw entry.problem("a \"${\" has no \"}\"", mend: "write ${NAME}")
            }
            let name = String(rest[start.upperBound..<end])
            guard names.contains(name) || places && RequestField(name) != nil else {
                let more = places ? ", or query.NAME, form.NAME, json.PATH, header.NAME" : ""
                throw entry.problem(
                    "nothing stands for ${\(name)}", mend: "use one of: " + names.joined(separator: ", ") + more)
            }
            pieces += [.literal(String(rest[..<start.lowerBound])), .value(name)]
            rest = rest[rest.index(after: end)...]
        }
        self.pieces = pieces + [.literal(String(rest))]
    }

    /// The text with its values, each escaped for where it stands; nil for a name counts as empty.
    func text(escaping: Escaping = .none, _ value: (String) -> String?) -> String {
        var text = ""
        for piece in pieces {
            switch piece {
            case .literal(let literal): text += literal
            case .value(let name): text += escaping.escaped(value(name) ?? "")
            }
        }
        return text
    }

    /// The bytes of the text with values as they came, of which not all need be text; nil for a name counts as empty.
    func bytes(_ value: (String) -> [UInt8]?) -> [UInt8] {
        var bytes: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .literal(let literal): bytes += literal.utf8
            case .value(let name): bytes += value(name) ?? []
            }
        }
        return bytes
    }

    /// How values are made harmless in the text around them.
    enum Escaping: Sendable {
        case none
        case json
        case xml
        case form

        /// By the content type of the text.
        init(contentType: String) {
            let type = contentType.lowercased()
            if type.contains("json") {
                self = .json
            } else if type.contains("xml") || type.contains("html") {
                self = .xml
            } else if type.contains("form-urlencoded") {
                self = .form
            } else {
                self = .none
            }
        }

        func escaped(_ text: String) -> String {
            switch self {
            case .none: return text
            case .form: return FormFields.escaped(text)
            case .xml:
                return text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
                    .replacing("\"", with: "&quot;").replacing("'", with: "&apos;")
            case .json: return Self.json(text)
            }
        }

        /// What stands between the quotes of a JSON string.
        private static func json(_ text: String) -> String {
            var escaped = ""
            for scalar in text.unicodeScalars {
                switch scalar {
                case "\"": escaped += "\\\""
                case "\\": escaped += "\\\\"
                case "\n": escaped += "\\n"
                case "\r": escaped += "\\r"
                case "\t": escaped += "\\t"
                case _ where scalar.value < 0x20:
                    let digits = String(scalar.value, radix: 16)
                    escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                default: escaped.unicodeScalars.append(scalar)
                }
            }
            return escaped
        }
    }
}
