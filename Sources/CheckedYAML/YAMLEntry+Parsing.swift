internal import Foundation
internal import Yams

extension YAMLEntry {
    /// The largest file that is read, in bytes: far above any real one, and small enough for an old PC.
    private static let largestFile = 8 << 20

    /// Reads a file; a missing, unreadable, empty, non-UTF-8 or malformed one is a problem.
    ///
    /// - Parameter shownAs: the name used in problems; the path itself when nil.
    package static func load(path: String, shownAs: String? = nil) throws(FileProblem) -> YAMLEntry {
        let name = shownAs ?? path
        func problem(_ what: String, _ mend: String, line: Int? = nil) -> FileProblem {
            FileProblem(file: name, line: line, entry: "", what: what, mend: mend)
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw problem("the file is missing", "create it, or correct the path")
        }
        guard !isFolder.boolValue else {
            throw problem("this is a folder", "name a YAML file")
        }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw problem("the file cannot be read", "let the user of the gateway read it")
        }
        guard bytes.count <= largestFile else {
            throw problem("the file is larger than \(largestFile) bytes", "split it, or name the right file")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw problem("the text is not UTF-8", "save the file as UTF-8", line: firstInvalidLine(of: bytes))
        }
        return try parse(text, file: name)
    }

    /// Reads a text; syntax errors, double keys, anchors and an empty text are problems.
    package static func parse(_ text: String, file: String) throws(FileProblem) -> YAMLEntry {
        // Windows editors put a byte order mark in front, which is no part of the content.
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        let parser: Parser
        let root: Node?
        do {
            parser = try Parser(yaml: text)
            root = try parser.singleRoot()
        } catch {
            throw syntaxProblem(error, text: text, file: file)
        }
        guard let root else { throw emptyFile(file) }
        // Nodes hold their anchors weakly: without the parser the check for anchors would find none.
        defer { withExtendedLifetime(parser) {} }
        let entry = try YAMLEntry(node: root, file: file, line: root.mark?.line, path: "")
        if case .null = entry.content { throw emptyFile(file) }
        return entry
    }

    private init(node: Node, file: String, line: Int?, path: String) throws(FileProblem) {
        func problem(_ what: String, line: Int?, mend: String) -> FileProblem {
            FileProblem(file: file, line: line, entry: path, what: what, mend: mend)
        }
        // An alias can blow a small file up without end, and hides from the reader what an entry says.
        guard node.anchor == nil else {
            throw problem("anchors (&name) are not read", line: line, mend: "write the value out in each place")
        }
        self.file = file
        self.line = line
        self.path = path
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain || scalar.style == .any
            // Text typed on a Mac may be decomposed: one spelling inside, so that comparing bytes is safe.
            let text = scalar.string.composed
            content = isPlain && ["", "~", "null", "Null", "NULL"].contains(text) ? .null : .scalar(text)
        case .sequence(let nodes):
            var items: [YAMLEntry] = []
            for (index, node) in nodes.enumerated() {
                items.append(
                    try YAMLEntry(node: node, file: file, line: node.mark?.line ?? line, path: "\(path)[\(index)]")
                )
            }
            content = .sequence(items)
        case .mapping(let nodes):
            var pairs: [Pair] = []
            for (keyNode, node) in nodes {
                let keyLine = keyNode.mark?.line ?? line
                guard case .scalar(let scalar) = keyNode, !scalar.string.isEmpty else {
                    throw problem("a key is no plain word", line: keyLine, mend: "write key: value")
                }
                let key = scalar.string.composed
                let childPath = path.isEmpty ? key : "\(path).\(key)"
                let value = try YAMLEntry(node: node, file: file, line: keyLine, path: childPath)
                pairs.append(Pair(key: key, value: value))
            }
            content = .mapping(pairs)
        case .alias:
            throw problem("aliases (*name) are not read", line: line, mend: "write the value out in each place")
        }
    }

    private static func emptyFile(_ file: String) -> FileProblem {
        FileProblem(
            file: file,
            line: nil,
            entry: "",
            what: "the file is empty",
            mend: "fill it in, following the shipped example of the same name"
        )
    }

    private static func firstInvalidLine(of bytes: Data) -> Int? {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        return lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }.map { $0 + 1 }
    }

    private static func syntaxProblem(_ error: any Error, text: String, file: String) -> FileProblem {
        func problem(_ what: String, line: Int?, entry: String = "", mend: String) -> FileProblem {
            FileProblem(file: file, line: line, entry: entry, what: what, mend: mend)
        }
        let mend = "correct the YAML near this line: indent with spaces, quote values that hold \": \" or \" #\""
        switch error as? YamlError {
        case .scanner(_, let what, let mark, _), .parser(_, let what, let mark, _), .composer(_, let what, let mark, _):
            return problem("YAML error: \(what.trimmingCharacters(in: .whitespaces))", line: mark.line, mend: mend)
        case .reader(let what, let offset, _, _):
            let line = offset.map { text.prefix($0).filter(\.isNewline).count + 1 }
            return problem("YAML error: \(what)", line: line, mend: "remove the unprintable character")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let key = duplicates.sorted().first ?? ""
            let line = repeatedLine(of: key, in: text, from: context.mark)
            return problem("the key stands twice", line: line, entry: key, mend: "keep one of the two")
        default:
            return problem("YAML error: \(error)", line: nil, mend: mend)
        }
    }

    /// The parser gives the line of the mapping only, so the second copy of the key is sought below it.
    private static func repeatedLine(of key: String, in text: String, from mark: Mark) -> Int {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var seen = 0
        for (index, line) in lines.enumerated().dropFirst(mark.line - 1) {
            let start = line.dropFirst(mark.column - 1).drop { $0 == "\"" || $0 == "'" }
            guard start.hasPrefix(key), start.dropFirst(key.count).drop(while: { "\"' ".contains($0) }).first == ":"
            else { continue }
            seen += 1
            if seen == 2 { return index + 1 }
        }
        return mark.line
    }
}

extension String {
    /// The canonically composed form (NFC), in which nearly all texts of files are already.
    ///
    /// Foundation's way copies the text several times, so it is left to texts that may need it: in the two ranges below no scalar
    /// combines or has another composed form.
    fileprivate var composed: String {
        let isComposed = unicodeScalars.allSatisfy { $0.value < 0x300 || (0x1E00...0x1EFF).contains($0.value) }
        return isComposed ? self : precomposedStringWithCanonicalMapping
    }
}
