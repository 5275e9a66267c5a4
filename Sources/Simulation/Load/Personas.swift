import Foundation

/// What played villagers write: each is of one persona and sends its texts in order, over and over.
///
/// A file has a text on each line, or `PERSONA<tab>TEXT`; empty lines and lines that begin with # are passed over. Texts
/// without a persona are one persona, and its villagers begin at different lines.
package struct Personas: Sendable, Equatable {
    private let texts: [[String]]
    private let areMixed: Bool

    /// Nil when the file holds no text.
    package init?(_ file: String) {
        var names: [String] = []
        var texts: [String: [String]] = [:]
        for line in file.split(whereSeparator: \.isNewline) {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.isEmpty || line.hasPrefix("#") { continue }
            let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
            let name = parts.count == 2 ? parts[0] : ""
            if texts[name] == nil { names.append(name) }
            texts[name, default: []].append(parts[parts.count - 1])
        }
        guard !names.isEmpty else { return nil }
        self.texts = names.compactMap { texts[$0] }
        areMixed = names == [""]
    }

    /// The text that a villager sends as his `turn`th, counted from 0.
    package func text(of villager: Int, turn: Int) -> String {
        let own = texts[villager % texts.count]
        return own[(turn + (areMixed ? villager : 0)) % own.count]
    }
}
