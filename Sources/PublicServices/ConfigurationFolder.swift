internal import CheckedYAML
internal import Foundation

/// What lies in a configuration folder, in the order of the names so that every run reads alike.
enum ConfigurationFolder {
    /// The names of the YAML files; an unreadable or empty folder is a problem.
    static func files(in folder: String) throws(FileProblem) -> [String] {
        let names = try visibleNames(in: folder).filter { $0.hasSuffix(".yaml") }
        guard !names.isEmpty else {
            throw problem(folder, "no .yaml file is in this folder", mend: "put the files there, or correct the path")
        }
        return names
    }

    /// The names of the folders inside; none is a problem.
    static func folders(in folder: String) throws(FileProblem) -> [String] {
        let names = try visibleNames(in: folder).filter { name in
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
            return exists && isFolder.boolValue
        }
        guard !names.isEmpty else {
            throw problem(folder, "no folder is in this folder", mend: "make one folder for each commune")
        }
        return names
    }

    private static func visibleNames(in folder: String) throws(FileProblem) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }.sorted()
        } catch {
            throw problem(folder, "the folder cannot be read", mend: "create it, or correct the path")
        }
    }

    private static func problem(_ folder: String, _ what: String, mend: String) -> FileProblem {
        FileProblem(file: folder, line: nil, entry: "", what: what, mend: mend)
    }
}

extension YAMLEntry {
    /// The place of the entry, for checks that come after loading.
    var origin: FileOrigin { FileOrigin(file: file, line: line) }

    /// A national procedure code.
    func procedureCode() throws(FileProblem) -> ProcedureCode {
        let text = try string()
        guard let code = ProcedureCode(checking: text) else {
            throw problem(
                "\"\(text)\" is no national procedure code",
                mend: "write a digit, a point, six digits: 1.001193; or none-NAME where no code was found"
            )
        }
        return code
    }

    /// A national procedure code, or a name of our own for a procedure whose code was not found.
    func catalogueCode() throws(FileProblem) -> ProcedureCode {
        if let own = ProcedureCode(checkingOwn: try string()) { return own }
        return try procedureCode()
    }

    /// An id of small letters, digits, hyphens and underscores that begins with a letter.
    func identifier<Identifier: TextIdentifier>(_ type: Identifier.Type) throws(FileProblem) -> Identifier {
        let text = try string()
        guard text.wholeMatch(of: /[a-z][a-z0-9_-]*/) != nil else {
            throw problem("\"\(text)\" is no id", mend: "write small letters, digits, \"_\" or \"-\", a letter first")
        }
        return Identifier(rawValue: text)
    }
}

extension FileOrigin {
    /// The place for people, such as `ho-tich.yaml:12`.
    var shown: String { line.map { "\(file):\($0)" } ?? file }
}
