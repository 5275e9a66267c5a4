internal import CheckedYAML

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
