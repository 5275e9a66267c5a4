import CheckedYAML
import VietnameseText

/// The `distress` entry of an intents file.
///
/// ```yaml
/// distress:
///   clear: "giết, chồng"
///   ambiguous: "tự tử"
///   denials: "không, chưa"
///   sets:
///     - id: strike
///       words: "đánh, đập, đánh đập"
///       deniable: true
///   groups:
///     - id: violence
///       kind: violence
///       frames:
///         strike > person, within 4: 4
/// ```
extension DistressFrames {
    /// The most sets, as each is one bit of `SetMask`.
    static let mostSets = 256

    init(_ entry: YAMLEntry) throws(FileProblem) {
        try entry.allow(keys: ["clear", "ambiguous", "denials", "sets", "groups"])
        clear = Self.list(try entry.optional("clear")?.string() ?? "")
        ambiguous = Self.list(try entry.optional("ambiguous")?.string() ?? "")
        denials = Self.list(try entry.optional("denials")?.string() ?? "")
        for item in try entry.entry("sets").entries() { try addSet(item) }
        for item in try entry.entry("groups").entries() { try addGroup(item) }
        let used = Set(groups.flatMap(\.frames).flatMap { $0.slots.flatMap(\.self) + $0.forbidden })
        for (number, set) in sets.enumerated() where !used.contains(number) && !set.covers {
            throw entry.problem("no frame has the set \(set.id)", mend: "use it in a frame, or take it out")
        }
    }

    private mutating func addSet(_ entry: YAMLEntry) throws(FileProblem) {
        try entry.allow(keys: ["id", "words", "marked", "deniable", "covers", "context"])
        let id = try entry.entry("id").string()
        guard sets.count < Self.mostSets else {
            throw entry.problem("there are more than \(Self.mostSets) sets", mend: "join two of them")
        }
        guard !sets.contains(where: { $0.id == id }) else {
            throw entry.problem("the set \(id) stands twice", mend: "join both")
        }
        let words = Self.list(try entry.optional("words")?.string() ?? "")
        guard !words.isEmpty else {
            throw entry.problem("the set \(id) is empty", mend: "add words, with commas between")
        }
        var set = WordSet(id: id)
        set.needsMarks = try entry.optional("marked")?.bool() ?? false
        set.isDeniable = try entry.optional("deniable")?.bool() ?? false
        set.isContext = try entry.optional("context")?.bool() ?? false
        set.covers = try entry.optional("covers")?.bool() ?? false
        var seen: Set<[String]> = []
        for text in words {
            let wording = text.split(whereSeparator: \.isWhitespace).map(String.init)
            guard seen.insert(wording).inserted else {
                throw entry.problem("\"\(text)\" stands twice in \(id)", mend: "take one out")
            }
            guard wording.first != "_", wording.last != "_" else {
                throw entry.problem("\"\(text)\" begins or ends with any word", mend: "take the _ away")
            }
            set.wordings.append(wording)
        }
        sets.append(set)
    }

    private mutating func addGroup(_ entry: YAMLEntry) throws(FileProblem) {
        try entry.allow(keys: ["id", "kind", "frames"])
        var group = Group(
            id: try entry.entry("id").string(), kind: try entry.optional("kind")?.oneOf(Distress.Kind.self), frames: [])
        for pair in try entry.entry("frames").pairs() {
            group.frames.append(try frame(pair.key, worth: pair.value.int(in: -20...20), at: pair.value))
        }
        groups.append(group)
    }

    /// Reads `a|b + c`, `a > b, within 4, not d`.
    private func frame(_ source: String, worth: Int, at entry: YAMLEntry) throws(FileProblem) -> Frame {
        let parts = Self.list(source)
        var frame = Frame(source: source, slots: [], worth: worth)
        let slots = parts.first ?? ""
        frame.isOrdered = slots.contains(">")
        for slot in slots.split(whereSeparator: { $0 == "+" || $0 == ">" }) {
            frame.slots.append(try numbers(of: slot, at: entry))
        }
        for option in parts.dropFirst() {
            if let words = option.value(behind: "within "), let count = Int(words), (1...60).contains(count) {
                frame.within = count
            } else if let names = option.value(behind: "not ") {
                frame.forbidden = try numbers(of: names[...], at: entry)
            } else {
                throw entry.problem("\"\(option)\" says nothing", mend: "write within 6, or not a|b")
            }
        }
        guard (1...4).contains(frame.slots.count) else {
            throw entry.problem("a frame has one to four places", mend: "write a + b, or a > b")
        }
        return frame
    }

    private func numbers(of names: Substring, at entry: YAMLEntry) throws(FileProblem) -> [Int] {
        var numbers: [Int] = []
        for name in names.split(separator: "|") {
            let name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            guard let number = sets.firstIndex(where: { $0.id == name }) else {
                throw entry.problem("there is no set \"\(name)\"", mend: "write it under sets, or use another")
            }
            numbers.append(number)
        }
        return numbers
    }

    private static func list(_ text: String) -> [String] {
        text.split(whereSeparator: { $0 == "," || $0.isNewline })
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.filter { !$0.isEmpty }
    }
}

extension String {
    fileprivate func value(behind prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
