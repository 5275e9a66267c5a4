import CheckedYAML

/// A secret as a configuration writes it: the text itself, or `env:NAME` for a variable of the environment.
package struct SecretText: Sendable, Equatable {
    /// The variable that holds it; nil where the secret itself stands in the file.
    package let variable: String?
    private let written: String

    package init(_ written: String) {
        self.written = written
        variable = written.hasPrefix("env:") ? String(written.dropFirst(4)) : nil
    }

    /// The secret; nil where the environment lacks its variable.
    package func value(in environment: [String: String]) -> String? {
        guard let variable else { return written }
        return environment[variable]
    }
}

extension YAMLEntry {
    /// The secret that the entry holds or names.
    ///
    /// - Parameter length: in bytes; a shorter one is refused.
    func secret(_ surroundings: ChannelSurroundings, atLeast length: Int) throws(FileProblem) -> String {
        let secret = SecretText(try string())
        let value = secret.value(in: surroundings.environment)
        if let value, value.utf8.count >= length { return value }
        guard let variable = secret.variable else {
            throw problem("it has fewer than \(length) characters", mend: "choose a longer one, at random")
        }
        throw problem(
            "the environment variable \(variable) is missing or has fewer than \(length) characters",
            mend: "set \(variable) where the gateway is started")
    }

    /// One secret, or a list of two while the provider changes from the old one to the new one.
    func secrets(_ surroundings: ChannelSurroundings, atLeast length: Int) throws(FileProblem) -> [String] {
        guard let items = try? entries() else { return [try secret(surroundings, atLeast: length)] }
        guard (1...2).contains(items.count) else {
            throw problem("it holds \(items.count) secrets", mend: "write one, or two during a change of secrets")
        }
        var secrets: [String] = []
        for item in items { secrets.append(try item.secret(surroundings, atLeast: length)) }
        guard Set(secrets).count == secrets.count else {
            throw problem("both secrets are the same", mend: "write the new one and the old one, or one alone")
        }
        return secrets
    }
}
