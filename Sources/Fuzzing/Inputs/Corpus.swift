import Foundation

/// The files under `Tests/FuzzCorpus`, from which inputs are made.
package struct Corpus: Sendable {
    /// What villagers write, one a line.
    package var texts: [String]
    /// Lines of conversations that hang together.
    package var conversations: [[String]]
    /// Bodies and tables by file name without its extension; `${…}` stands for values of the execution.
    package var bodies: [String: [String]]

    package enum Problem: Error, CustomStringConvertible {
        case missing(String)
        package var description: String {
            switch self {
            case .missing(let path): "\(path) cannot be read, or holds nothing. Fix: name the folder of the corpus"
            }
        }
    }

    package static func load(folder: String) throws -> Corpus {
        func lines(_ name: String) throws -> [String] {
            let path = folder + "/" + name
            guard let text = FileManager.default.contents(atPath: path).map({ String(decoding: $0, as: UTF8.self) })
            else { throw Problem.missing(path) }
            return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        }
        var bodies: [String: [String]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/bodies").sorted() {
            let stem = name.split(separator: ".").first.map(String.init) ?? name
            // A body a line; tables are whole files.
            let content = try lines("bodies/" + name)
            bodies[stem, default: []] +=
                name.hasSuffix(".csv") ? [content.joined(separator: "\n")] : content.filter { !$0.isEmpty }
        }
        let texts = try lines("texts.txt").filter { !$0.isEmpty }
        let conversations = try lines("conversations.txt").split(separator: "").map(Array.init)
        guard !texts.isEmpty, !conversations.isEmpty, !bodies.isEmpty else { throw Problem.missing(folder) }
        return Corpus(texts: texts, conversations: conversations, bodies: bodies)
    }
}
