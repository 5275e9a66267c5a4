internal import Foundation

extension YAMLEntry {
    /// The text, in Unicode form NFC; a blank one is a problem.
    package func string() throws(FileProblem) -> String {
        let text = try scalar(expecting: "a text")
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw problem("the text is blank", mend: "write a text, or remove the key if it is optional")
        }
        return text
    }

    /// The text, which may be blank.
    package func textOrBlank() throws(FileProblem) -> String { try scalar(expecting: "a text") }

    /// The whole number.
    package func int() throws(FileProblem) -> Int {
        let text = try scalar(expecting: "a whole number")
        guard let number = Int(text) else {
            throw problem("\"\(text)\" is no whole number", mend: "write digits only, such as 24")
        }
        return number
    }

    /// The whole number, which must lie in the range.
    package func int(in range: ClosedRange<Int>) throws(FileProblem) -> Int {
        let number = try int()
        guard range.contains(number) else {
            throw problem(
                "\(number) is out of range",
                mend: "write a number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    /// The number; infinities and NaN are problems.
    package func double() throws(FileProblem) -> Double {
        let text = try scalar(expecting: "a number")
        guard let number = Double(text), number.isFinite else {
            throw problem("\"\(text)\" is no number", mend: "write digits with a point, such as 0.5")
        }
        return number
    }

    /// The switch: `true` or `false`, and none of YAML's other spellings.
    package func bool() throws(FileProblem) -> Bool {
        switch try scalar(expecting: "true or false") {
        case "true": return true
        case "false": return false
        case let text: throw problem("\"\(text)\" is neither true nor false", mend: "write true or false")
        }
    }

    /// The case that has this text as its raw value.
    package func oneOf<Choice: RawRepresentable & CaseIterable>(
        _ type: Choice.Type
    ) throws(FileProblem) -> Choice where Choice.RawValue == String {
        let text = try scalar(expecting: "a word")
        guard let choice = Choice(rawValue: text) else {
            let words = Choice.allCases.map(\.rawValue)
            let hint = Spelling.nearest(to: text, among: words).map { "did you mean \"\($0)\"? " } ?? ""
            throw problem(
                "unknown value \"\(text)\"",
                mend: "\(hint)write one of: \(words.joined(separator: ", "))"
            )
        }
        return choice
    }

    /// One of the words, of which there may be many: near ones are named, or all where they are few.
    ///
    /// - Parameter list: where all of them stand, such as "config/replies.yaml has all".
    package func word(among words: [String], list: String) throws(FileProblem) -> String {
        let text = try scalar(expecting: "a word")
        guard !words.contains(text) else { return text }
        let near = Spelling.near(to: text, among: words)
        let known = words.count <= Self.fewWords ? "write one of: \(words.joined(separator: ", "))" : list
        let hint = near.isEmpty ? "" : "did you mean \(near.map { "\"\($0)\"" }.joined(separator: " or "))? "
        throw problem("unknown value \"\(text)\"", mend: hint + known)
    }

    private static let fewWords = 30

    private func scalar(expecting expected: String) throws(FileProblem) -> String {
        guard case .scalar(let text) = content else {
            throw problem("\(expected) is expected here, not \(content.name)", mend: "write \(expected)")
        }
        return text
    }
}
