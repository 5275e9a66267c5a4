/// A way in that is fuzzed: makes inputs and plays them.
protocol Door {
    /// The same input for the same luck and index, on every machine.
    func input(_ luck: inout Luck, index: Int) -> FuzzInput

    /// Makes ready what is no part of the input's cost, such as a new store in the place of a full one; `index` sets the
    /// clock.
    func prepare(at index: Int) throws

    /// Plays one input on what was made ready.
    func play(_ input: FuzzInput, index: Int) async throws -> [Violation]
}

extension Door {
    func prepare(at index: Int) throws {}
}

/// The doors by name.
package enum Doors {
    package static let names = [
        "kannel", "zalo", "zalo-bot", "twilio", "standard", "http", "forms", "explain", "conversation", "storage",
        "dossiers",
        "json",
    ]

    static func door(_ name: String, corpus: Corpus, shared: SharedContent) throws -> (any Door)? {
        let texts = TextMaker(corpus: corpus)
        let json = JSONMutations(texts: texts)
        let forms = FormMutations(texts: texts, json: json)
        switch name {
        case "json": return JSONDoor(templates: corpus.bodies["json"] ?? [], json: json)
        case "dossiers": return DossierDoor(tables: corpus.bodies["dossiers"] ?? [], texts: texts, shared: shared)
        case "explain": return ExplainDoor(texts: texts, shared: shared)
        case "conversation":
            return ConversationDoor(lines: ConversationMaker(corpus: corpus, texts: texts), shared: shared)
        case "storage": return StorageDoor(lines: ConversationMaker(corpus: corpus, texts: texts), shared: shared)
        default:
            guard let maker = CallMaker(door: name, corpus: corpus, texts: texts, json: json, forms: forms) else {
                return nil
            }
            return CallDoor(maker: maker, shared: shared)
        }
    }
}
