/// One answer of the gateway, in the spelling chosen for this villager, ready for the outbox.
package struct Reply: Sendable, Equatable {
    /// Stands in a text for the number of the escalation that the turn opens; the store, which gives the number, fills it in.
    package static let referenceMark = "\u{E000}"

    /// A text with a number in the place of the mark; few texts hold one, which a look at the bytes tells.
    package static func filled(_ text: String, with number: String) -> String {
        guard holdsMark(text) else { return text }
        return text.replacing(referenceMark, with: number)
    }

    static func holdsMark(_ text: String) -> Bool { text.utf8.contains(firstOfMark) && text.contains(referenceMark) }

    private static let firstOfMark = referenceMark.utf8.first ?? 0

    /// What it is: the id of its template, or a name for a text of several (`dossier_status`, `page`).
    package var template: String
    package var text: String
    /// Catalogue facts that stand in the text, as `code/kind`, so that every sentence can be walked back to its source.
    package var facts: [String]
    /// What may be answered by number, in order, for channels that have buttons.
    package var choices: [String]

    package init(template: String, text: String, facts: [String] = [], choices: [String] = []) {
        self.template = template
        self.text = text
        self.facts = facts
        self.choices = choices
    }

    /// A text that is one template, filled.
    init(_ template: ReplyTemplate, text: String) { self.init(template: template.rawValue, text: text) }
}
